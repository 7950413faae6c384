import type { ContactAnswer, Contacts, RequestOptions } from "../../../api/contacts.ts";
import { FULL_PAGE_SIZE } from "../../../api/contacts.ts";
import { NotFoundError } from "../../../api/errors.ts";
import type { Contact } from "../../../api/schemas.ts";
import type { ImportCheck } from "./checkImport.ts";
import type { ImportRow } from "./importRow.ts";

/** Contacts whose whole text is kept, in characters of text; beyond it they are read again one by one. */
const TEXT_BUDGET = 64 * 1024 * 1024;
/** Larger inboxes are never held: each row is looked up. */
const LARGEST_INDEX = 200_000;

/** Finds the contacts that a row means. */
export interface ExistingContacts {
  /** False: what is found was read some time ago. */
  readonly isFresh: boolean;
  /** The contact of the row's id, if it shares an inbox with the row; else those with its source id in one of its inboxes. */
  find(row: ImportRow, options: RequestOptions): Promise<readonly ContactAnswer[]>;
}

/**
 * Prepares the look-up: reads the inboxes whole, or asks for each row, whichever needs fewer requests. Rejects as the
 * contacts resource does.
 */
export async function existingContacts(
  contacts: Contacts,
  { keyed, inboxIds }: Pick<ImportCheck, "keyed" | "inboxIds">,
  options: RequestOptions & { readonly onProgress?: (read: number) => void },
): Promise<ExistingContacts> {
  if (keyed === 0) {
    return { isFresh: true, find: () => Promise.resolve([]) };
  }
  return (await isCheaperToRead(contacts, { keyed, inboxIds }, options))
    ? readIndex(contacts, inboxIds, options)
    : { isFresh: true, find: (row, bounds) => findOnServer(contacts, row, bounds) };
}

async function isCheaperToRead(
  contacts: Contacts,
  { keyed, inboxIds }: Pick<ImportCheck, "keyed" | "inboxIds">,
  options: RequestOptions,
): Promise<boolean> {
  let [requests, total] = [0, 0];
  for (const inboxes of inboxIds) {
    const page = await contacts.list({ inboxes, pageSize: FULL_PAGE_SIZE }, options);
    requests += Math.ceil(page.count / Math.max(1, page.items.length));
    total += page.count;
    if (requests > keyed || total > LARGEST_INDEX) {
      return false;
    }
  }
  return inboxIds.length > 0;
}

/** What the index keeps of a contact; `json` while there is room. */
interface Indexed {
  readonly id: string;
  readonly answer: ContactAnswer | undefined;
}

async function readIndex(
  contacts: Contacts,
  inboxIds: readonly string[],
  { onProgress, ...options }: RequestOptions & { readonly onProgress?: (read: number) => void },
): Promise<ExistingContacts> {
  const byId = new Map<string, Indexed>();
  const bySource = new Map<string, Indexed[]>();
  let room = TEXT_BUDGET;
  let read = 0;
  for (const inboxes of inboxIds) {
    for await (const answer of contacts.allAnswers({ inboxes }, options)) {
      read += 1;
      onProgress?.(read);
      const { contact } = answer;
      const known = byId.get(contact.id);
      room -= known ? 0 : answer.json.length;
      const indexed: Indexed = known ?? { id: contact.id, answer: room > 0 ? answer : undefined };
      byId.set(contact.id, indexed);
      const sourceId = contact.sourceId?.trim() ?? "";
      if (sourceId !== "") {
        const key = keyOf(inboxes, sourceId);
        bySource.set(key, [...(bySource.get(key) ?? []), indexed]);
      }
    }
  }
  const answerOf = async ({ id, answer }: Indexed, bounds: RequestOptions) =>
    answer ?? (await contacts.retrieve(id, bounds));
  return {
    isFresh: false,
    find: async (row, bounds) => {
      if (row.id !== undefined && row.inboxIds.length === 0) {
        return findOnServer(contacts, row, bounds);
      }
      const sourceId = row.sourceId;
      const own = row.id === undefined ? undefined : byId.get(row.id);
      const matches =
        own ??
        (sourceId === undefined
          ? []
          : row.inboxIds.flatMap((inboxId) => bySource.get(keyOf(inboxId, sourceId)) ?? []));
      const unique = [...new Set([matches].flat())];
      return Promise.all(unique.map((indexed) => answerOf(indexed, bounds)));
    },
  };
}

async function findOnServer(
  contacts: Contacts,
  row: ImportRow,
  options: RequestOptions,
): Promise<readonly ContactAnswer[]> {
  if (row.id !== undefined) {
    const own = await retrieved(contacts, row.id, options);
    if (own && (row.inboxIds.length === 0 || sharesInbox(own.contact, row.inboxIds))) {
      return [own];
    }
  }
  const found: ContactAnswer[] = [];
  if (row.sourceId !== undefined) {
    const { sourceId } = row;
    // `query` is a fuzzy search over names too, so what it finds is compared here.
    for await (const answer of contacts.allAnswers({ query: sourceId }, { ...options, concurrency: 1 })) {
      if (answer.contact.sourceId?.trim() === sourceId && sharesInbox(answer.contact, row.inboxIds)) {
        found.push(answer);
      }
    }
  }
  return found;
}

async function retrieved(
  contacts: Contacts,
  id: string,
  options: RequestOptions,
): Promise<ContactAnswer | undefined> {
  try {
    return await contacts.retrieve(id, options);
  } catch (error) {
    if (error instanceof NotFoundError) {
      return undefined;
    }
    throw error;
  }
}

function sharesInbox({ inboxes, inbox }: Contact, inboxIds: readonly string[]): boolean {
  const theirs = (inboxes ?? (inbox ? [inbox] : [])).map(({ id }) => id);
  return theirs.some((id) => inboxIds.includes(id));
}

function keyOf(inboxId: string, sourceId: string): string {
  return `${inboxId}\n${sourceId}`;
}
