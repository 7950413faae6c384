import type * as vscode from "vscode";
import type { ContactEditor } from "./contactEditor.ts";

/** What VS Code finds at activation in the editor's place; the real one is loaded with the first contact. */
export class LazyContactEditor implements vscode.CustomTextEditorProvider {
  readonly #load: () => Promise<ContactEditor>;

  constructor(load: () => Promise<ContactEditor>) {
    this.#load = load;
  }

  async resolveCustomTextEditor(document: vscode.TextDocument, panel: vscode.WebviewPanel): Promise<void> {
    (await this.#load()).resolveCustomTextEditor(document, panel);
  }
}
