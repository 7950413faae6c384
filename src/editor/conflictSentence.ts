import * as vscode from "vscode";
import { fieldNames } from "../ui/fieldName.ts";

/** Both sides changed these fields; said in the editor, and in VS Code's alarm when a save finds out late. */
export function conflictSentence(fields: readonly string[]): string {
  return vscode.l10n.t(
    "Changed on the server since you opened it. Both sides changed: {0}.",
    fieldNames(fields),
  );
}
