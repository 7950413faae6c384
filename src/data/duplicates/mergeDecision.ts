import type { Connection } from "../../model/connection.ts";
import type { FromDuplicatesPage } from "../../shared/duplicatesMessages.ts";
import { SETTABLE_FIELDS } from "../engine/bulk/fieldPlan.ts";
import type { MergeDecision } from "../engine/duplicates/mergeContacts.ts";
import type { SeenContact } from "./groupView.ts";

/** What the page says when 'Merge…' is pressed. */
export type MergeMessage = Extract<FromDuplicatesPage, { readonly type: "merge" }>;

/**
 * What the page says is taken only as far as it is about contacts of the group that was shown.
 *
 * @param seen - the contacts of the group as they were shown last
 * @returns undefined when it is about anything else, or nothing may be written
 */
export function mergeDecisionOf(
  { survivorId, fieldsFrom, deleted }: MergeMessage,
  connection: Connection,
  seen: readonly SeenContact[],
): MergeDecision | undefined {
  const ids = seen.map(({ contact }) => contact.id);
  const isKnown =
    ids.includes(survivorId) &&
    deleted.every((id) => ids.includes(id) && id !== survivorId) &&
    Object.values(fieldsFrom).every((id) => ids.includes(id));
  if (!isKnown || connection.readOnly) {
    return undefined;
  }
  return {
    connectionId: connection.id,
    survivorId,
    losers: ids
      .filter((id) => id !== survivorId)
      .map((contactId) => ({ contactId, isDeleted: deleted.includes(contactId) })),
    fieldsFrom: new Map(
      SETTABLE_FIELDS.flatMap((field) => {
        const from = fieldsFrom[field];
        return from === undefined ? [] : [[field, from] as const];
      }),
    ),
    seen: new Map(seen.map(({ contact, text }) => [contact.id, text])),
  };
}
