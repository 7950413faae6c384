import * as vscode from "vscode";
import type { Connection } from "../../model/connection.ts";
import type { WriteUnlock } from "../../state/writeUnlock.ts";
import { confirmMany } from "../bulk/confirmBulk.ts";
import type { MergeDecision } from "../engine/duplicates/mergeContacts.ts";
import { placeOf } from "../../ui/placeText.ts";

/**
 * The question before a merge: who stays, what it gets, who is deleted. On a locked production connection its name is
 * typed, which unlocks it.
 *
 * @param nameOf - how a contact is called, safe to show
 */
export async function confirmMerge(
  { survivorId, losers }: MergeDecision,
  connection: Connection,
  unlock: WriteUnlock,
  nameOf: (contactId: string) => string,
): Promise<boolean> {
  const survivor = nameOf(survivorId);
  const deleted = losers.flatMap(({ contactId, isDeleted }) => (isDeleted ? [nameOf(contactId)] : []));
  return confirmMany(connection, unlock, losers.length + 1, {
    question: vscode.l10n.t(
      "Merge {0} contacts into {1} in {2}?",
      losers.length + 1,
      survivor,
      placeOf(connection),
    ),
    detail: [
      vscode.l10n.t("{0} gets the chosen fields and comes into all their inboxes.", survivor),
      deleted.length === 0
        ? vscode.l10n.t("No contact is deleted.")
        : vscode.l10n.t("Deleted after that: {0}", deleted.join(", ")),
    ],
    button: vscode.l10n.t("Merge"),
  });
}
