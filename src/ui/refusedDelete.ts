import * as vscode from "vscode";

/** Why a DELETE was answered 400: the reference page gives that one meaning, that the contact still has conversations. */
export function conversationsReason(): string {
  return vscode.l10n.t(
    "It still has conversations, and MaiAgent keeps such contacts. Delete or move the conversations in MaiAgent first.",
  );
}
