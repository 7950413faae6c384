import * as vscode from "vscode";
import { originOf } from "../api/baseUrl.ts";
import type { MaiAgentClient } from "../api/client.ts";
import { bodyTextOf } from "../api/contactBody.ts";
import type { ContactAnswer, RequestOptions } from "../api/contacts.ts";
import type { ConversationSummary } from "../api/conversations.ts";
import { NotFoundError } from "../api/errors.ts";
import type { InboxList } from "../api/inboxes.ts";
import type { Page } from "../api/page.ts";
import type { Contact, ContactDraft, Inbox, JsonText } from "../api/schemas.ts";
import type { WriteKind } from "../model/historyEntry.ts";
import type { Clients } from "./clients.ts";
import type { HistoryStore } from "./historyStore.ts";
import { Listing, listingId, type ListingRef } from "./listing.ts";
import { once } from "./once.ts";
import { SeenTexts } from "./seenTexts.ts";
import type { WriteRecorder } from "./writeRecorder.ts";

/** Identity of a contact: never its inbox (it can be in several), never its name. */
export interface ContactRef {
  readonly connectionId: string;
  readonly contactId: string;
}

/** Options of a write. */
export interface WriteOptions extends RequestOptions {
  /**
   * The contact's text before the write (a document's text, or the JSON of an answer), for the history. Without it
   * the newest text that the server gave in the last seconds is taken, else the contact is asked for first.
   */
  readonly before?: string | undefined;
}

/** Options of a create. */
export interface CreateOptions extends RequestOptions {
  /** The id of the history entry of the delete that this contact makes good. */
  readonly restores?: string;
}

/** What changed, as small as it is known. */
export type ContactChange =
  | { readonly kind: "connection"; readonly connectionId: string }
  | { readonly kind: "listing"; readonly ref: ListingRef }
  | { readonly kind: "saved"; readonly ref: ContactRef; readonly contact: Contact }
  | { readonly kind: "deleted"; readonly ref: ContactRef };

/**
 * The one owner of fetched inboxes, counts and contact lists; every write goes through it, so that lists follow and
 * the history has what the contact was before.
 */
export class ContactStore implements vscode.Disposable {
  readonly #clients: Clients;
  readonly #seen: SeenTexts;
  /** Loaded with the history at the first write. */
  readonly #recorder: () => Promise<WriteRecorder>;
  readonly #inboxes = new Map<string, Promise<InboxList>>();
  readonly #known = new Map<string, readonly Inbox[]>();
  readonly #listings = new Map<string, Listing>();
  readonly #onDidChange = new vscode.EventEmitter<ContactChange>();
  readonly #subscription: vscode.Disposable;
  readonly onDidChange = this.#onDidChange.event;

  /** @param history - asked for at the first write */
  constructor(clients: Clients, history: () => Promise<HistoryStore>, now: () => number = Date.now) {
    this.#clients = clients;
    this.#seen = new SeenTexts(now);
    this.#recorder = once(async () => {
      const [{ WriteRecorder }, store] = await Promise.all([import("./writeRecorder.ts"), history()]);
      return new WriteRecorder(store, this.#seen);
    });
    this.#subscription = clients.onDidChange((connectionId) => this.refreshConnection(connectionId));
  }

  /** The inboxes of a connection, fetched once; a failure is not kept. */
  async inboxes(connectionId: string): Promise<InboxList> {
    const known = this.#inboxes.get(connectionId);
    if (known) {
      return known;
    }
    const loading = this.#clients.get(connectionId).then((client) => client.inboxes.list());
    this.#inboxes.set(connectionId, loading);
    try {
      const list = await loading;
      this.#known.set(connectionId, list.inboxes);
      return list;
    } catch (error) {
      if (this.#inboxes.get(connectionId) === loading) {
        this.#inboxes.delete(connectionId);
      }
      throw error;
    }
  }

  /** The inboxes that were fetched last, without a request; empty while none were. */
  knownInboxes(connectionId: string): readonly Inbox[] {
    return this.#known.get(connectionId) ?? [];
  }

  /** The list of an inbox, or of all contacts when `inboxId` is undefined; nothing is fetched by asking for it. */
  listing(ref: ListingRef): Listing {
    const key = listingId(ref);
    const known = this.#listings.get(key);
    if (known) {
      return known;
    }
    const listing = new Listing(
      ref,
      async () => (await this.#clients.get(ref.connectionId)).contacts,
      () => this.#onDidChange.fire({ kind: "listing", ref }),
    );
    this.#listings.set(key, listing);
    return listing;
  }

  /** One page of contacts that match what was typed; never kept. */
  async search(
    { connectionId, inboxId }: ListingRef,
    { text, page, pageSize }: { readonly text: string; readonly page: number; readonly pageSize: number },
    signal: AbortSignal,
  ): Promise<Page<Contact>> {
    const client = await this.#clients.get(connectionId);
    const filters = { ...(text === "" ? {} : { search: text }), ...(inboxId ? { inboxes: inboxId } : {}) };
    return client.contacts.list({ ...filters, page, pageSize }, { signal });
  }

  /** Everything that a list and a search text match, read page by page; never kept. */
  async *matching(
    { connectionId, inboxId }: ListingRef,
    filter: string,
    options: RequestOptions = {},
  ): AsyncGenerator<Contact> {
    const client = await this.#clients.get(connectionId);
    yield* client.contacts.all(
      {
        ...(filter === "" ? {} : { search: filter }),
        ...(inboxId === undefined ? {} : { inboxes: inboxId }),
      },
      options,
    );
  }

  /** Every contact whose name or source id the server finds by `query`; never kept. */
  async *named(connectionId: string, query: string, options: RequestOptions = {}): AsyncGenerator<Contact> {
    const client = await this.#clients.get(connectionId);
    yield* client.contacts.all({ query }, { ...options, concurrency: 1 });
  }

  async retrieve(ref: ContactRef, options: RequestOptions = {}): Promise<ContactAnswer> {
    const client = await this.#clients.get(ref.connectionId);
    const answer = await client.contacts.retrieve(ref.contactId, options);
    this.#seen.saw(ref, answer.json);
    return answer;
  }

  /** How many conversations a contact has; undefined when it has none or the server does not tell. Never kept. */
  async conversations(
    ref: ContactRef,
    options: RequestOptions = {},
  ): Promise<ConversationSummary | undefined> {
    const client = await this.#clients.get(ref.connectionId);
    return (await client.conversations()).summary(ref.contactId, options);
  }

  async create(
    connectionId: string,
    draft: ContactDraft | JsonText,
    { restores, ...options }: CreateOptions = {},
  ): Promise<ContactAnswer> {
    const client = await this.#clients.get(connectionId);
    const answer = await client.contacts.create(draft, options);
    const ref = { connectionId, contactId: answer.contact.id };
    await (
      await this.#recorder()
    ).created({
      ...{ ref, restores },
      origin: originOf(client.baseUrl),
      body: bodyTextOf(draft),
      after: answer.json,
    });
    for (const listing of this.#listingsOf(connectionId)) {
      listing.add(answer.contact);
    }
    return answer;
  }

  /** PATCH: what is not in `patch` stays as it is. */
  async update(ref: ContactRef, patch: JsonText, options: WriteOptions = {}): Promise<ContactAnswer> {
    return this.#saved(
      ref,
      await this.#write("update", ref, patch, options, ({ contacts }, bounds) =>
        contacts.update(ref.contactId, patch, bounds),
      ),
    );
  }

  /** PUT. */
  async replace(ref: ContactRef, body: JsonText, options: WriteOptions = {}): Promise<ContactAnswer> {
    return this.#saved(
      ref,
      await this.#write("replace", ref, body, options, ({ contacts }, bounds) =>
        contacts.replace(ref.contactId, body, bounds),
      ),
    );
  }

  /** @throws NotFoundError when it was gone already; lists follow in that case too */
  async delete(ref: ContactRef, options: WriteOptions = {}): Promise<void> {
    try {
      await this.#write("delete", ref, undefined, options, async ({ contacts }, bounds) => {
        await contacts.delete(ref.contactId, bounds);
        return undefined;
      });
    } catch (error) {
      if (error instanceof NotFoundError) {
        this.#removed(ref);
      }
      throw error;
    }
    this.#removed(ref);
  }

  /** Forgets what was fetched over a connection; open listings keep their filter. */
  refreshConnection(connectionId: string): void {
    this.#inboxes.delete(connectionId);
    for (const listing of this.#listingsOf(connectionId)) {
      listing.forget();
    }
    this.#onDidChange.fire({ kind: "connection", connectionId });
  }

  /** Forgets one list; its inbox keeps its filter. */
  refreshListing(ref: ListingRef): void {
    this.listing(ref).forget();
    this.#onDidChange.fire({ kind: "listing", ref });
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#onDidChange.dispose();
  }

  async #write<T extends ContactAnswer | undefined>(
    kind: WriteKind,
    ref: ContactRef,
    body: JsonText | undefined,
    { before, ...bounds }: WriteOptions,
    send: (client: MaiAgentClient, bounds: RequestOptions) => Promise<T>,
  ): Promise<T> {
    const client = await this.#clients.get(ref.connectionId);
    if (client.readOnly) {
      // The client refuses it before it becomes a request; nothing has to be known for that.
      return send(client, bounds);
    }
    const write = {
      ...{ kind, ref, before },
      origin: originOf(client.baseUrl),
      body: body?.json,
      cancel: bounds.gate?.signal,
      retrieve: () => client.contacts.retrieve(ref.contactId, bounds),
    };
    return (await this.#recorder()).run(write, () => send(client, bounds));
  }

  #saved(ref: ContactRef, answer: ContactAnswer): ContactAnswer {
    for (const listing of this.#listingsOf(ref.connectionId)) {
      listing.put(answer.contact);
    }
    this.#onDidChange.fire({ kind: "saved", ref, contact: answer.contact });
    return answer;
  }

  #removed(ref: ContactRef): void {
    for (const listing of this.#listingsOf(ref.connectionId)) {
      listing.remove(ref.contactId);
    }
    this.#onDidChange.fire({ kind: "deleted", ref });
  }

  #listingsOf(connectionId: string): readonly Listing[] {
    return [...this.#listings.values()].filter(({ ref }) => ref.connectionId === connectionId);
  }
}
