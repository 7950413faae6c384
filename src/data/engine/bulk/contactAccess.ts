import type { ContactAnswer, RequestOptions } from "../../../api/contacts.ts";
import type { Contact, JsonText } from "../../../api/schemas.ts";

/** Identity of a contact, as the state room has it. */
export interface ContactIdentity {
  readonly connectionId: string;
  readonly contactId: string;
}

/**
 * What the engines of this room need of contacts. In the extension it is `ContactStore`, so that lists and history
 * follow every write; in a test it is a client.
 */
export interface ContactAccess {
  retrieve(ref: ContactIdentity, options: RequestOptions): Promise<ContactAnswer>;
  create(connectionId: string, draft: JsonText, options: RequestOptions): Promise<ContactAnswer>;
  /** PATCH. */
  update(ref: ContactIdentity, patch: JsonText, options: RequestOptions): Promise<ContactAnswer>;
  delete(ref: ContactIdentity, options: RequestOptions): Promise<void>;
  /** Every contact whose name or source id the server finds by `query`. */
  named(connectionId: string, query: string, options: RequestOptions): AsyncIterable<Contact>;
}
