import * as vscode from "vscode";
import type { DocumentProblem } from "../model/contactProblems.ts";

/** The sentence for a problem: what is wrong and what to do. */
export function problemMessage({
  code,
  path,
  detail,
}: Pick<DocumentProblem, "code" | "path" | "detail">): string {
  const field = path.join(".");
  switch (code) {
    case "syntax":
      return syntaxMessage(String(detail));
    case "notObject":
      return vscode.l10n.t("A contact is a JSON object: { … }.");
    case "required":
      return vscode.l10n.t("A name is required.");
    case "tooLong":
      return vscode.l10n.t("At most {0} characters are allowed.", detail ?? 0);
    case "type":
      return vscode.l10n.t("“{0}” cannot hold a value of this type.", field);
    case "inboxId":
      return vscode.l10n.t("Each inbox needs an id, as text.");
    case "readOnlyField":
      return vscode.l10n.t(
        "“{0}” is set by the server and cannot be changed. Undo this change to save.",
        field,
      );
    case "removedField":
      return vscode.l10n.t(
        'Removing “{0}” changes nothing on the server. To clear it, set it to null or "".',
        field,
      );
    case "duplicateKey":
      return vscode.l10n.t("“{0}” stands here twice.", field);
    case "emailForm":
      return vscode.l10n.t("This does not look like an e-mail address.");
    case "urlForm":
      return vscode.l10n.t("This does not look like a web address.");
    case "nullCharacter":
      return vscode.l10n.t("A null character (U+0000) stands in this text. The server refuses it.");
    case "brokenCharacter":
      return vscode.l10n.t("Half of a character pair stands in this text. The server refuses it.");
    case "controlCharacter":
      return vscode.l10n.t("An invisible control character stands in this text, such as a line break.");
    case "phoneNumberNumber":
      return vscode.l10n.t("A phone number will be sent as text.");
  }
}

function syntaxMessage(code: string): string {
  switch (code) {
    case "CommaExpected":
      return vscode.l10n.t("A comma is missing here.");
    case "ColonExpected":
      return vscode.l10n.t("A colon is missing here.");
    case "PropertyNameExpected":
      return vscode.l10n.t(
        "A field name in double quotes is expected here. A comma before } is one too many.",
      );
    case "ValueExpected":
      return vscode.l10n.t("A value is missing here.");
    case "CloseBraceExpected":
      return vscode.l10n.t("A closing } is missing.");
    case "CloseBracketExpected":
      return vscode.l10n.t("A closing ] is missing.");
    case "UnexpectedEndOfString":
      return vscode.l10n.t("A closing quotation mark is missing.");
    case "InvalidCommentToken":
      return vscode.l10n.t("Comments cannot stand in JSON.");
    case "TooDeep":
      return vscode.l10n.t("The brackets are nested too deep.");
    case "EndOfFileExpected":
      return vscode.l10n.t("The JSON ends before this.");
    default:
      return vscode.l10n.t("This is not valid JSON.");
  }
}
