import * as vscode from "vscode";
import { parseBaseUrl } from "../api/baseUrl.ts";
import type { MaiAgentClient } from "../api/client.ts";
import type { ContactAnswer, RequestOptions } from "../api/contacts.ts";
import type { ConversationSummary } from "../api/conversations.ts";
import { ClientClosedError, NotFoundError } from "../api/errors.ts";
import type { InboxList } from "../api/inboxes.ts";
import type { Page } from "../api/page.ts";
import type { Contact, ContactDraft, Inbox, JsonText } from "../api/schemas.ts";
import { type Connection, SANDBOX_ID } from "../model/connection.ts";
import type { Clients } from "./clients.ts";
import { HeldContacts } from "./heldContacts.ts";
import type { HistoryStore } from "./historyStore.ts";
import { Listing, listingId, type ListingRef } from "./listing.ts";
import { once } from "./once.ts";
import { type CreateOptions, RecordedWrites, type WriteOptions } from "./recordedWrites.ts";
import { SeenContacts } from "./seenContacts.ts";
import { SeenTexts } from "./seenTexts.ts";
import type { WriteRecorder } from "./writeRecorder.ts";

/** Identity of a contact: never its inbox (it can be in several), never its name. */
export interface ContactRef {
  readonly connectionId: string;
  readonly contactId: string;
}

/** What a request goes through. Default: the connection's client as it is now. */
interface Through {
  /** As it was opened for a run. */
  readonly client?: MaiAgentClient;
}

/** Who writes: `tool` is a language model's, which gets a client that refuses more. Default: a person. */
interface ByWriter extends Through {
  readonly writer?: "person" | "tool";
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
  readonly #texts: SeenTexts;
  /** Loaded with the history at the first write. */
  readonly #recorder: () => Promise<WriteRecorder>;
  readonly #inboxes = new Map<string, Promise<InboxList>>();
  readonly #known = new Map<string, readonly Inbox[]>();
  readonly #listings = new Map<string, Listing>();
  readonly #onDidChange = new vscode.EventEmitter<ContactChange>();
  readonly #onDidSee = new vscode.EventEmitter<void>();
  readonly #subscription: vscode.Disposable;
  readonly onDidChange = this.#onDidChange.event;
  /** The contacts that the server showed in this window, by id. */
  readonly seen: SeenContacts;
  /** {@link seen} knows something else. */
  readonly onDidSee = this.#onDidSee.event;

  /** @param history - asked for at the first write */
  constructor(clients: Clients, history: () => Promise<HistoryStore>, now: () => number = Date.now) {
    this.#clients = clients;
    this.#texts = new SeenTexts(now);
    this.seen = new SeenContacts(now, () => this.#onDidSee.fire());
    this.#recorder = once(async () => {
      const [{ WriteRecorder }, store] = await Promise.all([import("./writeRecorder.ts"), history()]);
      return new WriteRecorder(store, this.#texts);
    });
    this.#subscription = clients.onDidChange((connectionId) => {
      // Another address or key: what was seen may be another server's.
      this.seen.forgetConnection(connectionId);
      this.refreshConnection(connectionId);
    });
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
      (contacts) => this.seen.saw(ref.connectionId, contacts),
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
    const found = await client.contacts.list({ ...filters, page, pageSize }, { signal });
    this.seen.saw(connectionId, found.items);
    return found;
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
  async *named(
    connectionId: string,
    query: string,
    { client: held, ...options }: RequestOptions & Through = {},
  ): AsyncGenerator<Contact> {
    const client = held ?? (await this.#clients.get(connectionId));
    yield* client.contacts.all({ query }, { ...options, concurrency: 1 });
  }

  async retrieve(
    ref: ContactRef,
    { client: held, ...options }: RequestOptions & Through = {},
  ): Promise<ContactAnswer> {
    const client = held ?? (await this.#clients.get(ref.connectionId));
    try {
      const answer = await client.contacts.retrieve(ref.contactId, options);
      this.#texts.saw(ref, answer.json);
      this.seen.saw(ref.connectionId, [answer.contact]);
      return answer;
    } catch (error) {
      if (error instanceof NotFoundError) {
        this.seen.forget(ref);
      }
      throw error;
    }
  }

  /** How many conversations a contact has; undefined when it has none or the server does not tell. Never kept. */
  async conversations(
    ref: ContactRef,
    options: RequestOptions = {},
  ): Promise<ConversationSummary | undefined> {
    const client = await this.#clients.get(ref.connectionId);
    return (await client.conversations()).summary(ref.contactId, options);
  }

  /**
   * The writes of a long run: recorded like those below, but lists are not told of each. Call
   * {@link refreshConnection} at the end.
   *
   * @param client - as it was opened for the run
   */
  writesOfRun(connectionId: string, client: MaiAgentClient): RecordedWrites {
    return new RecordedWrites(connectionId, client, this.#recorder, (contactId) =>
      this.seen.forget({ connectionId, contactId }),
    );
  }

  /**
   * The contacts of connections for a change of many: lists follow each write, as with those below, but all goes
   * through the clients as they are now.
   *
   * @param connections - as the person saw and confirmed them
   * @throws ClientClosedError when one points to another server by now; otherwise as `Clients.get`
   */
  async hold(connections: readonly Connection[]): Promise<HeldContacts> {
    const held = new Map<string, MaiAgentClient>();
    for (const { id, baseUrl } of connections) {
      const client = await this.#clients.get(id);
      // The sandbox has another port at each start, and is always the same server.
      if (id !== SANDBOX_ID && client.baseUrl !== parseBaseUrl(baseUrl)) {
        throw new ClientClosedError();
      }
      held.set(id, client);
    }
    return new HeldContacts(this, held);
  }

  async create(
    connectionId: string,
    draft: ContactDraft | JsonText,
    { writer, client, ...options }: CreateOptions & ByWriter = {},
  ): Promise<ContactAnswer> {
    const writes = await this.#writes(connectionId, writer, client);
    const answer = await writes.create(draft, options);
    this.seen.saw(connectionId, [answer.contact]);
    for (const listing of this.#listingsOf(connectionId)) {
      listing.add(answer.contact);
    }
    return answer;
  }

  /** PATCH: what is not in `patch` stays as it is. */
  async update(
    ref: ContactRef,
    patch: JsonText,
    { writer, client, ...options }: WriteOptions & ByWriter = {},
  ): Promise<ContactAnswer> {
    const writes = await this.#writes(ref.connectionId, writer, client);
    return this.#saved(ref, await writes.update(ref.contactId, patch, options));
  }

  /** PUT. */
  async replace(
    ref: ContactRef,
    body: JsonText,
    { writer, client, ...options }: WriteOptions & ByWriter = {},
  ): Promise<ContactAnswer> {
    const writes = await this.#writes(ref.connectionId, writer, client);
    return this.#saved(ref, await writes.replace(ref.contactId, body, options));
  }

  /** @throws NotFoundError when it was gone already; lists follow in that case too */
  async delete(ref: ContactRef, { writer, client, ...options }: WriteOptions & ByWriter = {}): Promise<void> {
    try {
      const writes = await this.#writes(ref.connectionId, writer, client);
      await writes.delete(ref.contactId, options);
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
    this.#onDidSee.dispose();
  }

  async #writes(
    connectionId: string,
    writer: ByWriter["writer"],
    held: MaiAgentClient | undefined,
  ): Promise<RecordedWrites> {
    const client =
      held ??
      (await (writer === "tool" ? this.#clients.forTools(connectionId) : this.#clients.get(connectionId)));
    return new RecordedWrites(connectionId, client, this.#recorder);
  }

  #saved(ref: ContactRef, answer: ContactAnswer): ContactAnswer {
    this.seen.saw(ref.connectionId, [answer.contact]);
    for (const listing of this.#listingsOf(ref.connectionId)) {
      listing.put(answer.contact);
    }
    this.#onDidChange.fire({ kind: "saved", ref, contact: answer.contact });
    return answer;
  }

  #removed(ref: ContactRef): void {
    this.seen.forget(ref);
    for (const listing of this.#listingsOf(ref.connectionId)) {
      listing.remove(ref.contactId);
    }
    this.#onDidChange.fire({ kind: "deleted", ref });
  }

  #listingsOf(connectionId: string): readonly Listing[] {
    return [...this.#listings.values()].filter(({ ref }) => ref.connectionId === connectionId);
  }
}
