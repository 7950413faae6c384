import type { Contact } from "../api/schemas.ts";
import type { ContactRef } from "./contactStore.ts";
import { remembered, type RememberedContact } from "./rememberedContact.ts";

/** So many contacts are known by id, over all connections; those that were seen longest ago give way. */
export const MAXIMUM_SEEN = 10_000;

/** A contact as the server showed it in this window. */
export interface SeenContact {
  readonly connectionId: string;
  readonly contact: RememberedContact;
  /** Epoch milliseconds. */
  readonly seenAt: number;
}

/**
 * What the server showed of contacts since the window was opened, by id: in lists, searches, documents and saves.
 * Asking it sends no request. What is kept of a contact is small: no metadata, no phone number, no secret.
 */
export class SeenContacts {
  readonly #now: () => number;
  readonly #changed: () => void;
  /** In the order of time, so that its beginning gives way. */
  readonly #seen = new Map<string, SeenContact>();
  /** Connections over which an id was seen. */
  readonly #connections = new Map<string, Set<string>>();

  /** @param changed - told when something is known anew, otherwise or no longer */
  constructor(now: () => number, changed: () => void) {
    this.#now = now;
    this.#changed = changed;
  }

  /** The server just showed these. */
  saw(connectionId: string, contacts: readonly Contact[]): void {
    let isNew = false;
    for (const shown of contacts) {
      const contact = remembered(shown);
      const key = keyOf(connectionId, contact.id);
      const known = this.#seen.get(key);
      isNew ||= known === undefined || JSON.stringify(known.contact) !== JSON.stringify(contact);
      this.#seen.delete(key);
      this.#seen.set(key, { connectionId, contact, seenAt: this.#now() });
      const id = contact.id.toLowerCase();
      this.#connections.set(id, (this.#connections.get(id) ?? new Set()).add(connectionId));
    }
    for (const [key, { contact, connectionId: from }] of this.#seen) {
      if (this.#seen.size <= MAXIMUM_SEEN) {
        break;
      }
      this.#remove(key, from, contact.id);
    }
    if (isNew) {
      this.#changed();
    }
  }

  /** The contact of an id over each connection that showed it; the case of letters does not matter. */
  find(contactId: string): readonly SeenContact[] {
    const id = contactId.toLowerCase();
    return [...(this.#connections.get(id) ?? [])].flatMap(
      (connectionId) => this.#seen.get(keyOf(connectionId, id)) ?? [],
    );
  }

  /** The contact is gone. */
  forget({ connectionId, contactId }: ContactRef): void {
    if (this.#remove(keyOf(connectionId, contactId), connectionId, contactId)) {
      this.#changed();
    }
  }

  /** The connection points elsewhere now, or is gone. */
  forgetConnection(connectionId: string): void {
    const gone = [...this.#seen].filter(([, seen]) => seen.connectionId === connectionId);
    gone.forEach(([key, { contact }]) => this.#remove(key, connectionId, contact.id));
    if (gone.length > 0) {
      this.#changed();
    }
  }

  #remove(key: string, connectionId: string, contactId: string): boolean {
    const id = contactId.toLowerCase();
    const connections = this.#connections.get(id);
    connections?.delete(connectionId);
    if (connections?.size === 0) {
      this.#connections.delete(id);
    }
    return this.#seen.delete(key);
  }
}

function keyOf(connectionId: string, contactId: string): string {
  return `${connectionId}/${contactId.toLowerCase()}`;
}
