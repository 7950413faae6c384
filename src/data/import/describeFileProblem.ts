import * as vscode from "vscode";
import { valueText } from "../../ui/safeText.ts";
import type { FileProblemError } from "../engine/import/fileProblem.ts";

/** What is wrong with a file, where, and what to do; nothing was sent. */
export function describeFileProblem({ code, line, detail }: FileProblemError, name: string): string {
  const file = valueText(name);
  const at = String(line);
  switch (code) {
    case "missing":
      return vscode.l10n.t("{0} or its folder does not exist. Choose another file.", file);
    case "directory":
      return vscode.l10n.t("{0} is a folder. Choose a file.", file);
    case "empty":
      return vscode.l10n.t("{0} has no rows, so there is nothing to import.", file);
    case "encoding":
      return vscode.l10n.t(
        "{0}, line {1}: this is not {2}, or encodings are mixed. Choose another encoding, or save the file as UTF-8.",
        file,
        at,
        encodingName(detail),
      );
    case "quote":
      return vscode.l10n.t(
        '{0}, line {1}: a quotation mark is out of place or never closed. Inside a quoted cell it is written twice: "".',
        file,
        at,
      );
    case "recordTooLarge":
      return vscode.l10n.t(
        "{0}, line {1}: this row is larger than {2} MiB. A quotation mark may be missing before it, or the delimiter may be another.",
        file,
        at,
        String(Number(detail) / 1024 / 1024),
      );
    case "duplicateHeader":
      return vscode.l10n.t(
        "{0}, line {1}: the column “{2}” stands twice. Give each column a name of its own.",
        file,
        at,
        valueText(detail),
      );
    case "emptyHeader":
      return vscode.l10n.t("{0}, line {1}: column {2} has no name. Name it or remove it.", file, at, detail);
    case "tooManyColumns":
      return vscode.l10n.t("{0}, line {1}: more than {2} columns. Is the delimiter right?", file, at, detail);
    case "notArray":
      return vscode.l10n.t(
        "{0}, line {1}: a JSON file must be a list of contacts: [ { … }, { … } ].",
        file,
        at,
      );
    case "trailing":
      return vscode.l10n.t(
        "{0}, line {1}: something stands behind the end of the JSON list. For one object a line, name the file .ndjson.",
        file,
        at,
      );
    case "syntax":
      return vscode.l10n.t("{0}, line {1}: the JSON has a mistake or breaks off here.", file, at);
    case "tooDeep":
      return vscode.l10n.t("{0}, line {1}: nested deeper than {2} levels.", file, at, detail);
    case "fileTooLarge":
      return vscode.l10n.t(
        "{0} lies where it cannot be streamed and is larger than {1} MB. Copy it to this machine first.",
        file,
        String(Math.floor(Number(detail) / 1024 / 1024)),
      );
    case "changed":
      return vscode.l10n.t(
        "{0} changed after it was checked, so nothing was sent. Start again to check it anew.",
        file,
      );
  }
}

/** An encoding as people call it. */
export function encodingName(encoding: string): string {
  const names: Readonly<Record<string, string>> = {
    "utf-8": "UTF-8",
    "utf-16le": "UTF-16 LE",
    "utf-16be": "UTF-16 BE",
    big5: "Big5",
    shift_jis: "Shift JIS",
    "windows-1252": "Windows 1252",
  };
  return names[encoding] ?? encoding;
}
