import * as vscode from "vscode";
import { describeError } from "../../ui/describeError.ts";
import { conversationsReason } from "../../ui/refusedDelete.ts";
import type { BulkCounts, BulkOutcome, FailureReason, SkipReason } from "../engine/bulk/bulkOutcome.ts";

/** Why a contact has the outcome it has, in one sentence; empty when there is nothing to explain. */
export function outcomeReason(outcome: BulkOutcome): string {
  switch (outcome.status) {
    case "done":
      return outcome.note === undefined ? "" : noteText(outcome.note);
    case "skipped":
      return skipText(outcome.reason);
    case "failed":
      return outcome.detail ?? failureText(outcome.reason, outcome.error);
    case "unclear":
      return describeError(outcome.error).message;
    case "notStarted":
      return "";
  }
}

/** The outcome in a word or two. */
export function outcomeName(status: BulkOutcome["status"]): string {
  switch (status) {
    case "done":
      return vscode.l10n.t("Done");
    case "skipped":
      return vscode.l10n.t("Skipped");
    case "failed":
      return vscode.l10n.t("Failed");
    case "unclear":
      return vscode.l10n.t("Unclear");
    case "notStarted":
      return vscode.l10n.t("Not started");
  }
}

/** `118 done, 2 failed`: the outcomes that occur. */
export function countsText(counts: BulkCounts): string {
  const parts: readonly (readonly [number, string])[] = [
    [counts.done, vscode.l10n.t("{0} done", counts.done)],
    [counts.failed, vscode.l10n.t("{0} failed", counts.failed)],
    [counts.unclear, vscode.l10n.t("{0} unclear", counts.unclear)],
    [counts.skipped, vscode.l10n.t("{0} skipped", counts.skipped)],
    [counts.notStarted, vscode.l10n.t("{0} not started", counts.notStarted)],
  ];
  return parts.flatMap(([count, text]) => (count === 0 ? [] : [text])).join(", ");
}

function noteText(note: "alreadyGone" | "updated"): string {
  return note === "alreadyGone"
    ? vscode.l10n.t("It was gone already.")
    : vscode.l10n.t("The contact with this source ID was updated.");
}

function skipText(reason: SkipReason): string {
  switch (reason) {
    case "unchanged":
      return vscode.l10n.t("Nothing had to be changed.");
    case "gone":
      return vscode.l10n.t("It was deleted meanwhile.");
    case "exists":
      return vscode.l10n.t("A contact with this source ID exists there already.");
    case "noTargetInbox":
      return vscode.l10n.t("None of its inboxes was chosen for the copy.");
  }
}

function failureText(reason: FailureReason, error: unknown): string {
  switch (reason) {
    case "conversations":
      return conversationsReason();
    case "lastInbox":
      return vscode.l10n.t("It is in no other inbox, and a contact must be in one.");
    case "exists":
      return vscode.l10n.t("A contact with this source ID exists there already.");
    case "severalExist":
      return vscode.l10n.t("Several contacts there have this source ID. Merge them first.");
    case "notApplied":
      return vscode.l10n.t("The server answered, but the contact is not in these inboxes.");
    case "invalid":
      return vscode.l10n.t("The value is not allowed.");
    case "error":
      return describeError(error).message;
  }
}
