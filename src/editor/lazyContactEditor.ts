import type * as vscode from "vscode";
import type { ContactEditor } from "./contactEditor.ts";

/** What VS Code finds at activation in the editor's place; the real one is loaded with the first contact. */
export class LazyContactEditor implements vscode.CustomTextEditorProvider {
  readonly #load: () => Promise<ContactEditor>;

  constructor(load: () => Promise<ContactEditor>) {
    this.#load = load;
  }

  async resolveCustomTextEditor(document: vscode.TextDocument, panel: vscode.WebviewPanel): Promise<void> {
    // The words of the page are needed by nothing else, so they come with the first page.
    const [editor, { editorStrings }] = await Promise.all([this.#load(), import("./editorStrings.ts")]);
    await editor.open(document, panel, editorStrings());
  }
}
