import type { MaiAgentClient } from "../api/client.ts";
import type { ContactAnswer, RequestOptions } from "../api/contacts.ts";
import type { Contact, JsonText } from "../api/schemas.ts";
import type { ContactRef, ContactStore } from "./contactStore.ts";

/**
 * Contacts through clients as they were opened for a run. When a connection is changed or removed meanwhile, its
 * client is closed and refuses: a change of many never goes on against another server or with another key.
 */
export class HeldContacts {
  readonly #store: ContactStore;
  readonly #clients: ReadonlyMap<string, MaiAgentClient>;

  /** @param clients - by connection id */
  constructor(store: ContactStore, clients: ReadonlyMap<string, MaiAgentClient>) {
    this.#store = store;
    this.#clients = clients;
  }

  retrieve(ref: ContactRef, options: RequestOptions): Promise<ContactAnswer> {
    return this.#store.retrieve(ref, { ...options, client: this.#clientOf(ref.connectionId) });
  }

  create(connectionId: string, draft: JsonText, options: RequestOptions): Promise<ContactAnswer> {
    return this.#store.create(connectionId, draft, { ...options, client: this.#clientOf(connectionId) });
  }

  /** PATCH. */
  update(ref: ContactRef, patch: JsonText, options: RequestOptions): Promise<ContactAnswer> {
    return this.#store.update(ref, patch, { ...options, client: this.#clientOf(ref.connectionId) });
  }

  delete(ref: ContactRef, options: RequestOptions): Promise<void> {
    return this.#store.delete(ref, { ...options, client: this.#clientOf(ref.connectionId) });
  }

  /** Every contact whose name or source id the server finds by `query`. */
  named(connectionId: string, query: string, options: RequestOptions): AsyncIterable<Contact> {
    return this.#store.named(connectionId, query, { ...options, client: this.#clientOf(connectionId) });
  }

  #clientOf(connectionId: string): MaiAgentClient {
    const client = this.#clients.get(connectionId);
    if (!client) {
      throw new Error("The run does not hold this connection.");
    }
    return client;
  }
}
