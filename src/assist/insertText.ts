import * as vscode from "vscode";

/** What is told once it is done, or why it is not; none holds text from outside. */
export interface InsertWords {
  readonly inserted: string;
  readonly readOnly: string;
  readonly noEditor: string;
  readonly copy: string;
}

/**
 * Puts a text in place of every selection of the active editor, as it is, in one edit that one undo takes back. Where
 * there is no editor that takes it, it can be copied.
 */
export async function insertText(text: string, words: InsertWords): Promise<void> {
  const editor = vscode.window.activeTextEditor;
  const isInserted =
    editor &&
    (await editor.edit((edit) => {
      for (const selection of editor.selections) {
        edit.replace(selection, text);
      }
    }));
  if (editor && isInserted === true) {
    vscode.window.setStatusBarMessage(words.inserted, 3000);
    return;
  }
  const choice = await vscode.window.showInformationMessage(
    editor ? words.readOnly : words.noEditor,
    words.copy,
  );
  if (choice === words.copy) {
    await vscode.env.clipboard.writeText(text);
  }
}
