import * as vscode from "vscode";
import { describeError } from "../../ui/describeError.ts";
import { conversationsReason } from "../../ui/refusedDelete.ts";
import type { GroupState } from "../../shared/duplicatesMessages.ts";
import type { LoserOutcome, MergeOutcome } from "../engine/duplicates/mergeContacts.ts";

/** Says step by step how a merge went. @param nameOf how a contact is called, by id */
export function mergeLines(
  outcome: MergeOutcome,
  survivor: string,
  nameOf: (contactId: string) => string,
): readonly string[] {
  switch (outcome.status) {
    case "stale":
      return [
        vscode.l10n.t(
          "Nothing was sent: {0} changed on the server since it was shown. Look again, then merge.",
          outcome.contactIds.map(nameOf).join(", "),
        ),
      ];
    case "refused":
      return [
        vscode.l10n.t("{0} was not changed, and nothing was deleted.", survivor),
        describeError(outcome.error).message,
        ...outcome.sourceIdLost.map((id) =>
          vscode.l10n.t("The source ID of {0} was cleared and could not be given back.", nameOf(id)),
        ),
      ];
    case "merged":
      return [
        outcome.survivorChanged
          ? vscode.l10n.t("{0} has the chosen fields and all inboxes.", survivor)
          : vscode.l10n.t("{0} had the chosen fields and all inboxes already.", survivor),
        ...[...outcome.losers].flatMap(([id, loser]) => loserLines(loser, nameOf(id), survivor)),
      ];
  }
}

/** Where the group stands after it. */
export function stateAfter(outcome: MergeOutcome): GroupState {
  if (outcome.status !== "merged") {
    return "open";
  }
  const isWhole = [...outcome.losers.values()].every(
    ({ status }) => status === "deleted" || status === "gone" || status === "kept",
  );
  return isWhole ? "merged" : "partly";
}

function loserLines(loser: LoserOutcome, name: string, survivor: string): readonly string[] {
  switch (loser.status) {
    case "deleted":
      return [vscode.l10n.t("{0} was deleted.", name)];
    case "gone":
      return [vscode.l10n.t("{0} was gone already.", name)];
    case "kept":
      return [vscode.l10n.t("{0} stays.", name)];
    case "failed":
      return [
        vscode.l10n.t(
          "{0} was not deleted. {1}",
          name,
          loser.reason === "conversations" ? conversationsReason() : describeError(loser.error).message,
        ),
        ...(loser.sourceIdCleared
          ? [vscode.l10n.t("{0} has no source ID any more: it went to {1}.", name, survivor)]
          : []),
      ];
  }
}
