import * as vscode from "vscode";
import { UUID_IN_TEXT } from "./engine/idsInText.ts";

const MAXIMUM_LENGTH = 200;

/** What a person means in the active editor: the first line of the selection, else the id or word at the cursor. */
export function selectedText(): string | undefined {
  const editor = vscode.window.activeTextEditor;
  if (!editor) {
    return undefined;
  }
  const { document, selection } = editor;
  const range = selection.isEmpty
    ? (document.getWordRangeAtPosition(selection.active, UUID_IN_TEXT) ??
      document.getWordRangeAtPosition(selection.active))
    : selection;
  const text = range ? document.getText(range).trim() : "";
  // Quotation marks that were selected with it are not meant.
  const line = (/^[^\r\n]*/u.exec(text)?.[0] ?? "").replace(/^(["'`])(.*)\1[,;]?$/u, "$2").trim();
  return Array.from(line).slice(0, MAXIMUM_LENGTH).join("");
}
