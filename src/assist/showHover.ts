import * as vscode from "vscode";
import { UUID_IN_TEXT } from "./engine/idsInText.ts";

/**
 * Shows the hover of an id anew, after something was learnt of it: the cursor goes there, as a click does.
 * @returns false when the id no longer stands there in the active editor
 */
export async function showHover(id: string, place: vscode.Position): Promise<boolean> {
  const editor = vscode.window.activeTextEditor;
  const at = editor?.document.validatePosition(place);
  const range = at && editor?.document.getWordRangeAtPosition(at, UUID_IN_TEXT);
  if (!editor || !range || editor.document.getText(range).toLowerCase() !== id) {
    return false;
  }
  editor.selection = new vscode.Selection(range.start, range.start);
  // The one that is shown would stay as it is.
  await vscode.commands.executeCommand("editor.action.hideHover");
  await vscode.commands.executeCommand("editor.action.showHover");
  return true;
}
