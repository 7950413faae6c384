import { FULL_PAGE_SIZE } from "./contacts.ts";
import type { Contacts, RequestOptions } from "./contacts.ts";
import { NotFoundError, PermissionError } from "./errors.ts";
import type { RequestSummary } from "./errors.ts";
import { readPage } from "./page.ts";
import type { Page } from "./page.ts";
import { iteratePages, pageOrEnd } from "./pageIteration.ts";
import type { RequestEngine } from "./requestEngine.ts";
import { inboxSchema } from "./schemas.ts";
import type { Inbox } from "./schemas.ts";
import { assertShape } from "./shape.ts";

/** The inboxes of a connection. */
export interface InboxList {
  readonly inboxes: readonly Inbox[];
  /** `contacts`: the key may not list inboxes (403), or the server cannot (404), so these were seen in contacts. */
  readonly source: "inboxes" | "contacts";
  /** False if there are more contacts than were looked through. An inbox without contacts is never seen there. */
  readonly complete: boolean;
}

/** Contacts looked through for inboxes: ten full pages. */
const CONTACTS_LOOKED_THROUGH = 1_000;
const CONCURRENCY = 4;

const nonEmpty = (value: unknown): string | undefined =>
  typeof value === "string" && value.trim() !== "" ? value : undefined;

function readInbox(value: unknown, request: RequestSummary, at: string): Inbox {
  const { id, name, channel, channelType, unreadConversationsCount } = assertShape(
    inboxSchema,
    value,
    request,
    at,
  );
  const type = nonEmpty(channelType) ?? nonEmpty(channel?.["type"]);
  return {
    id,
    name: nonEmpty(name) ?? nonEmpty(channel?.name) ?? id,
    ...(type === undefined ? {} : { channelType: type }),
    ...(typeof unreadConversationsCount === "number" ? { unreadConversationsCount } : {}),
  };
}

/** The inboxes of one connection (`GET inboxes/`: likely, not promised by the reference page). */
export class Inboxes {
  readonly #engine: RequestEngine;
  readonly #contacts: Contacts;

  constructor(engine: RequestEngine, contacts: Contacts) {
    this.#engine = engine;
    this.#contacts = contacts;
  }

  /** All inboxes, from all pages; on 403 or 404 those that contacts name. Rejects as {@link RequestEngine.send}. */
  async list(options: RequestOptions = {}): Promise<InboxList> {
    const inboxes: Inbox[] = [];
    try {
      for await (const inbox of this.#all(options)) {
        inboxes.push(inbox);
      }
      return { inboxes, source: "inboxes", complete: true };
    } catch (failure) {
      if (failure instanceof PermissionError || failure instanceof NotFoundError) {
        return this.#fromContacts(options);
      }
      throw failure;
    }
  }

  async #fromContacts(options: RequestOptions): Promise<InboxList> {
    const inboxes = new Map<string, Inbox>();
    let complete = true;
    let pageSize = FULL_PAGE_SIZE;
    const contacts = iteratePages({
      fetchPage: async (page, signal) => {
        const list = this.#contacts.list({ page, pageSize: FULL_PAGE_SIZE }, { signal });
        const fetched = await pageOrEnd(page, list);
        if (fetched === undefined) {
          return undefined;
        }
        pageSize = page === 1 ? fetched.items.length : pageSize;
        const isLast = page * pageSize >= CONTACTS_LOOKED_THROUGH;
        complete &&= !(isLast && fetched.hasMore);
        // Shown as a list that ends there, so that nothing beyond is fetched ahead.
        const count = Math.min(fetched.count, CONTACTS_LOOKED_THROUGH);
        return { ...fetched, count, hasMore: fetched.hasMore && !isLast };
      },
      idOf: (contact) => contact.id,
      concurrency: CONCURRENCY,
      maxPages: this.#engine.limits.pages,
      signal: options.signal,
    });
    for await (const { inboxes: several, inbox: single } of contacts) {
      for (const { id, name } of several ?? (single ? [single] : [])) {
        const known = inboxes.get(id);
        if (known === undefined || known.name === id) {
          inboxes.set(id, { id, name: nonEmpty(name) ?? id });
        }
      }
    }
    return { inboxes: [...inboxes.values()], source: "contacts", complete };
  }

  #all({ signal }: RequestOptions): AsyncIterableIterator<Inbox> {
    return iteratePages({
      fetchPage: (page, pageSignal) => pageOrEnd(page, this.#page(page, pageSignal)),
      idOf: (inbox) => inbox.id,
      concurrency: CONCURRENCY,
      maxPages: this.#engine.limits.pages,
      signal,
    });
  }

  async #page(page: number, signal: AbortSignal): Promise<Page<Inbox>> {
    const query = new URLSearchParams({ page: String(page), pageSize: String(FULL_PAGE_SIZE) });
    const { value, request } = await this.#engine.send(
      { method: "GET", path: "inboxes/", route: "inboxes/", query, expect: "list" },
      { signal },
    );
    const { limits } = this.#engine;
    return readPage(value, page, { limits, request }, (item, at) => readInbox(item, request, at));
  }
}
