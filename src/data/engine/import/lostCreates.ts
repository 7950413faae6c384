import type { ContactAnswer, Contacts, RequestOptions } from "../../../api/contacts.ts";
import type { Contact } from "../../../api/schemas.ts";
import type { ImportRow } from "./importRow.ts";
import { planRow } from "./planRow.ts";

/** The status of a row whose create lost its answer: the contact may be there. */
export const UNCLEAR = "unclear";

/** Whether an earlier import left the row's fate open and nothing in it finds the contact again by itself. */
export function isLostCreate({ status, id, sourceId }: ImportRow): boolean {
  return status === UNCLEAR && id === undefined && sourceId === undefined;
}

/**
 * Finds what came of creates that lost their answer in an earlier import: a contact in the row's inboxes that is as
 * the row says in every field. To send such a row again unseen could make the contact twice.
 */
export class LostCreates {
  readonly #contacts: Pick<Contacts, "allAnswers">;
  /** Two rows that say the same are two contacts. */
  readonly #claimed = new Set<string>();

  constructor(contacts: Pick<Contacts, "allAnswers">) {
    this.#contacts = contacts;
  }

  /** The id of the row's contact; undefined when the create did not reach the server. Rejects as the resource does. */
  async find(row: ImportRow, options: RequestOptions): Promise<string | undefined> {
    const name: unknown = JSON.parse(row.fields.get("name") ?? '""');
    // Searches names, and finds more than is asked for.
    const matches = this.#contacts.allAnswers({ query: String(name).trim() }, { ...options, concurrency: 1 });
    for await (const answer of matches) {
      const { id } = answer.contact;
      if (!this.#claimed.has(id) && isWhatWasSent(row, answer)) {
        this.#claimed.add(id);
        return id;
      }
    }
    return undefined;
  }
}

function isWhatWasSent(row: ImportRow, answer: ContactAnswer): boolean {
  const inboxes = inboxIdsOf(answer.contact);
  return (
    row.inboxIds.every((id) => inboxes.includes(id)) &&
    planRow(row, [answer], "update").action === "unchanged"
  );
}

function inboxIdsOf({ inboxes, inbox }: Contact): readonly string[] {
  return (inboxes ?? (inbox ? [inbox] : [])).map(({ id }) => id);
}
