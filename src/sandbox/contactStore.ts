import { randomUUID } from "node:crypto";
import { OrderedContacts } from "./orderedContacts.ts";
import { StoredContact, type ContactRecord } from "./storedContact.ts";

/** What was changed since the sample data: all that a state file has to hold. */
export interface StoreChanges {
  /** Contacts created or updated, whole. */
  readonly upserted: readonly ContactRecord[];
  /** Ids of deleted sample contacts. */
  readonly deleted: readonly string[];
}

/** The writable fields of a contact, already validated. */
export type ContactFields = Pick<
  ContactRecord,
  "name" | "inboxIds" | "avatar" | "phoneNumber" | "email" | "sourceId" | "queryMetadata"
>;

/** All contacts, with one index per way they are looked up. Knows nothing of HTTP or of files. */
export class ContactStore {
  readonly #now: () => number;
  readonly #byId = new Map<string, StoredContact>();
  readonly #all = new OrderedContacts();
  readonly #byInbox = new Map<string, OrderedContacts>();
  /** `inbox id + source id` to contact id; a source id is unique within one inbox. */
  readonly #bySource = new Map<string, string>();
  readonly #upserted = new Map<string, ContactRecord>();
  readonly #deleted: Set<string>;
  #lastSequence = 0;
  #onChange: () => void = () => undefined;

  constructor(samples: Iterable<ContactRecord>, changes: StoreChanges, now: () => number) {
    this.#now = now;
    this.#deleted = new Set(changes.deleted);
    for (const record of changes.upserted) this.#upserted.set(record.id, record);
    // By place and not by id: changes made with another seed keep their places, and the ids differ.
    const taken = new Set(changes.upserted.map(({ sequence }) => sequence));
    const untouched = [...samples].filter(
      ({ id, sequence }) => !taken.has(sequence) && !this.#deleted.has(id),
    );
    // In list order, which keeps the indexes' insertions at their ends.
    for (const record of [...untouched, ...this.#upserted.values()].sort((a, b) => a.sequence - b.sequence)) {
      this.#add(record);
    }
  }

  /** Called after every change. */
  set onChange(listener: () => void) {
    this.#onChange = listener;
  }

  get changes(): StoreChanges {
    return { upserted: [...this.#upserted.values()], deleted: [...this.#deleted] };
  }

  get(id: string): StoredContact | undefined {
    return this.#byId.get(id);
  }

  /** Contacts newest first: of one inbox, or all. */
  list(inboxId: string | undefined): OrderedContacts {
    return inboxId === undefined ? this.#all : (this.#byInbox.get(inboxId) ?? new OrderedContacts());
  }

  /** Whether a contact other than `exceptId` has this source id in one of the inboxes. */
  sourceTaken(sourceId: string, inboxIds: readonly string[], exceptId: string | undefined): boolean {
    return inboxIds.some((inboxId) => {
      const owner = this.#bySource.get(sourceKey(inboxId, sourceId));
      return owner !== undefined && owner !== exceptId;
    });
  }

  create(fields: ContactFields): StoredContact {
    const now = this.#now();
    return this.#put({
      ...fields,
      id: randomUUID(),
      sequence: this.#lastSequence + 1,
      createdAt: now,
      updatedAt: now,
      conversations: 0,
    });
  }

  /** Replaces fields of a stored contact; `updatedAt` always moves on, even within one millisecond. */
  update(contact: StoredContact, fields: Partial<ContactFields>): StoredContact {
    const { record } = contact;
    this.#remove(record);
    return this.#put({ ...record, ...fields, updatedAt: Math.max(this.#now(), record.updatedAt + 1) });
  }

  delete(contact: StoredContact): void {
    const { record } = contact;
    this.#remove(record);
    this.#all.delete(record.sequence);
    this.#upserted.delete(record.id);
    // A created contact leaves nothing behind; a sample would come back at the next start.
    if (record.sequence <= 0) this.#deleted.add(record.id);
    this.#onChange();
  }

  #put(record: ContactRecord): StoredContact {
    const contact = this.#add(record);
    this.#upserted.set(record.id, record);
    this.#onChange();
    return contact;
  }

  #add(record: ContactRecord): StoredContact {
    const contact = new StoredContact(record);
    this.#byId.set(record.id, contact);
    this.#all.set(contact);
    for (const inboxId of record.inboxIds) {
      let ofInbox = this.#byInbox.get(inboxId);
      if (ofInbox === undefined) this.#byInbox.set(inboxId, (ofInbox = new OrderedContacts()));
      ofInbox.set(contact);
      if (record.sourceId) this.#bySource.set(sourceKey(inboxId, record.sourceId), record.id);
    }
    this.#lastSequence = Math.max(this.#lastSequence, record.sequence);
    return contact;
  }

  /** Takes the contact out of the indexes whose keys an update may change; `#all` replaces in place. */
  #remove(record: ContactRecord): void {
    this.#byId.delete(record.id);
    for (const inboxId of record.inboxIds) {
      this.#byInbox.get(inboxId)?.delete(record.sequence);
      if (record.sourceId) this.#bySource.delete(sourceKey(inboxId, record.sourceId));
    }
  }
}

function sourceKey(inboxId: string, sourceId: string): string {
  return `${inboxId} ${sourceId}`;
}
