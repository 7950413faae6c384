import { BulkScheduler } from "../../../api/bulkScheduler.ts";
import type { Clock } from "../../../api/clock.ts";
import { FULL_PAGE_SIZE, type RequestOptions } from "../../../api/contacts.ts";
import type { Contact } from "../../../api/schemas.ts";
import { inboxIdsOf } from "./contactImage.ts";
import type { SeedReads } from "./seedAccess.ts";

/** What is looked for: a source id and the inboxes in which it would be taken. */
export interface Wanted {
  readonly sourceId: string;
  readonly inboxIds: readonly string[];
}

/** How a look-up is bounded and timed. */
export interface LookUpOptions {
  readonly clock: Clock;
  readonly random: () => number;
  readonly signal?: AbortSignal;
  /** Told how far it is, from 0 to 1. */
  readonly onProgress?: (part: number) => void;
}

/**
 * Finds the contacts that have one of the source ids in one of its inboxes: by reading the inboxes whole, or by one
 * search for each source id, whichever needs fewer requests.
 *
 * @returns by source id, every contact that fits; more than one means that the server has it twice
 */
export async function existingContacts(
  contacts: SeedReads,
  wanted: readonly Wanted[],
  options: LookUpOptions,
): Promise<ReadonlyMap<string, readonly Contact[]>> {
  const bySourceId = new Map(wanted.map((entry) => [entry.sourceId, entry]));
  const found = new Map<string, Map<string, Contact>>();
  const take = (contact: Contact) => {
    const sourceId = contact.sourceId?.trim() ?? "";
    const entry = bySourceId.get(sourceId);
    if (entry && sharesInbox(contact, entry)) {
      const others = found.get(sourceId) ?? new Map<string, Contact>();
      found.set(sourceId, others.set(contact.id, contact));
    }
  };
  const { clock, random, signal, onProgress } = options;
  const scheduler = new BulkScheduler({ clock, random, ...(signal ? { signal } : {}) });
  const request = { gate: scheduler.gate, ...(signal ? { signal } : {}) };
  const inboxIds = [...new Set(wanted.flatMap((entry) => entry.inboxIds))];
  const counts = await countsOf(contacts, inboxIds, wanted.length, request);
  let done = 0;
  if (counts) {
    const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
    for (const inboxes of inboxIds) {
      for await (const contact of contacts.all({ inboxes }, request)) {
        take(contact);
        onProgress?.(Math.min(1, ++done / total));
      }
    }
  } else {
    await scheduler.run(wanted, async (entry) => {
      (await contactsWithSourceId(contacts, entry, request)).forEach(take);
      onProgress?.(++done / wanted.length);
    });
  }
  signal?.throwIfAborted();
  return new Map([...found].map(([sourceId, several]) => [sourceId, [...several.values()]]));
}

/** Whether a contact is in one of the inboxes; a server that names no inboxes leaves it open, so that counts as yes. */
function sharesInbox(contact: Contact, { inboxIds }: Wanted): boolean {
  const theirs = inboxIdsOf(contact);
  return (
    theirs.length === 0 ||
    inboxIds.some((id) => theirs.some((other) => other.toLowerCase() === id.toLowerCase()))
  );
}

/**
 * The contacts that have this source id in one of its inboxes. `query` is a fuzzy search over names too, so what it
 * finds is compared here.
 */
export async function contactsWithSourceId(
  contacts: SeedReads,
  wanted: Wanted,
  options: RequestOptions,
): Promise<readonly Contact[]> {
  const found: Contact[] = [];
  for await (const contact of contacts.all({ query: wanted.sourceId }, { ...options, concurrency: 1 })) {
    if (contact.sourceId?.trim() === wanted.sourceId && sharesInbox(contact, wanted)) {
      found.push(contact);
    }
  }
  return found;
}

/** Contacts in each inbox; undefined as soon as reading them all would cost more requests than there are source ids. */
async function countsOf(
  contacts: SeedReads,
  inboxIds: readonly string[],
  budget: number,
  options: RequestOptions,
): Promise<ReadonlyMap<string, number> | undefined> {
  const counts = new Map<string, number>();
  let requests = 0;
  for (const inboxes of inboxIds) {
    const page = await contacts.list({ inboxes, pageSize: FULL_PAGE_SIZE }, options);
    requests += Math.max(1, Math.ceil(page.count / Math.max(1, page.items.length)));
    if (requests > budget) {
      return undefined;
    }
    counts.set(inboxes, page.count);
  }
  return counts;
}
