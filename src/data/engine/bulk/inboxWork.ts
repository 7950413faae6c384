import { NotFoundError } from "../../../api/errors.ts";
import type { Contact } from "../../../api/schemas.ts";
import type { ContactAccess } from "./contactAccess.ts";
import type { BulkWork } from "./runBulk.ts";

/** Which inboxes contacts come into and leave; ids. */
export interface InboxChange {
  readonly add: readonly string[];
  /** `others`: every inbox that is not in `add`. */
  readonly remove: readonly string[] | "others";
}

/**
 * Changes the inboxes of each contact. `inboxes` is a full replacement on the wire, so each contact is read first,
 * and what somebody else added meanwhile stays. Nothing is sent when nothing differs.
 */
export function inboxWork(
  contacts: Pick<ContactAccess, "retrieve" | "update">,
  change: InboxChange,
): BulkWork {
  return async (item, options) => {
    try {
      const { contact } = await contacts.retrieve(item, options);
      const before = inboxIdsOfContact(contact);
      const after = changedInboxes(before, change);
      if (sameIds(before, after)) {
        return { status: "skipped", reason: "unchanged" };
      }
      if (after.length === 0) {
        return { status: "failed", reason: "lastInbox" };
      }
      const body = JSON.stringify({ inboxes: after.map((id) => ({ id })) });
      const answer = await contacts.update(item, { json: body }, options);
      return sameIds(inboxIdsOfContact(answer.contact), after)
        ? { status: "done" }
        : { status: "failed", reason: "notApplied" };
    } catch (error) {
      if (error instanceof NotFoundError) {
        return { status: "skipped", reason: "gone" };
      }
      throw error;
    }
  };
}

/** Ids of the inboxes that a contact is in; the old single form counts where the new one is missing. */
export function inboxIdsOfContact({ inboxes, inbox }: Pick<Contact, "inboxes" | "inbox">): readonly string[] {
  return (inboxes ?? (inbox ? [inbox] : [])).map(({ id }) => id);
}

function changedInboxes(before: readonly string[], { add, remove }: InboxChange): readonly string[] {
  const kept = remove === "others" ? [] : before.filter((id) => !remove.includes(id));
  const stays = before.filter((id) => kept.includes(id) || add.includes(id));
  return [...stays, ...add.filter((id) => !stays.includes(id))];
}

function sameIds(left: readonly string[], right: readonly string[]): boolean {
  const [a, b] = [new Set(left), new Set(right)];
  return a.size === b.size && [...a].every((id) => b.has(id));
}
