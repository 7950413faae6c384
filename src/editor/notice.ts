import * as vscode from "vscode";
import type { Notice } from "../shared/messages.ts";
import { describeError } from "../ui/describeError.ts";
import type { ContactRecord } from "./contactRecord.ts";

/** Both sides changed these fields; said in the editor, and in VS Code's alarm when a save finds out late. */
export function conflictSentence(fields: readonly string[]): string {
  return vscode.l10n.t(
    "Changed on the server since you opened it. Both sides changed: {0}.",
    fields.join(", "),
  );
}

/** The line above the form: there only when there is something to decide or to know; the most urgent first. */
export function noticeOf(record: ContactRecord, isReadOnly: boolean): Notice | undefined {
  const retry = { action: "retry", label: vscode.l10n.t("Try Again") } as const;
  if (record.isGone) {
    return {
      kind: "error",
      text: vscode.l10n.t(
        "This contact no longer exists on MaiAgent. What stands here is only in this editor.",
      ),
      actions: [retry],
    };
  }
  if (record.loadError !== undefined) {
    const { message, needsKey } = describeError(record.loadError);
    const setKey = { action: "setKey", label: vscode.l10n.t("Set API Key") } as const;
    return { kind: "error", text: message, actions: needsKey ? [setKey, retry] : [retry] };
  }
  if (record.conflict.length > 0) {
    return {
      kind: "warning",
      text: conflictSentence(record.conflict),
      actions: [
        { action: "compare", label: vscode.l10n.t("Compare") },
        { action: "overwrite", label: vscode.l10n.t("Keep Mine") },
        { action: "revert", label: vscode.l10n.t("Take Theirs") },
      ],
    };
  }
  if (isReadOnly) {
    return {
      kind: "info",
      text: vscode.l10n.t("This connection is read-only: the contact can be read and copied, not changed."),
      actions: [],
    };
  }
  return undefined;
}
