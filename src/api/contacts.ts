import { bodyTextOf } from "./contactBody.ts";
import { ContactCreation } from "./contactCreation.ts";
import { readContact } from "./contactShape.ts";
import { NotFoundError, ResponseShapeError } from "./errors.ts";
import type { RequestSummary } from "./errors.ts";
import { readPage } from "./page.ts";
import type { Page } from "./page.ts";
import { iteratePages, pageOrEnd } from "./pageIteration.ts";
import { pathIdOf } from "./pathId.ts";
import type { Answer, CallOptions, RequestEngine } from "./requestEngine.ts";
import type { RequestGate } from "./requestGate.ts";
import type { Contact, ContactDraft, JsonText } from "./schemas.ts";

/** One contact as the server answered it. */
export interface ContactAnswer {
  /** Parsed, without `mcpCredentials`. Numbers beyond 2^53 are rounded here. */
  readonly contact: Contact;
  /** The answer's text, verbatim, `mcpCredentials` included if the server sent it: a secret. */
  readonly json: string;
}

/** Filters and position of a list (reference page; `inbox` is deprecated and never sent). */
export interface ListContactsParams {
  /** Id of the inbox to filter by. */
  readonly inboxes?: string;
  /** From 1. */
  readonly page?: number;
  /** A wish: the server caps it silently. */
  readonly pageSize?: number;
  /** Searches name and source id. */
  readonly query?: string;
  /** Full-text search. */
  readonly search?: string;
}

/** Options of every call. */
export interface RequestOptions {
  /** Rejects the call with the signal's reason. */
  readonly signal?: AbortSignal;
  /** The gate of a bulk run: its requests wait together when the server refuses one for their number. */
  readonly gate?: RequestGate;
}

/** Page size that reading everything asks for. */
export const FULL_PAGE_SIZE = 100;
/** Requests in flight while everything is read: 5 times as fast as one, and still polite. */
const DEFAULT_CONCURRENCY = 6;
const MAX_CONCURRENCY = 16;

const boundedConcurrency = (wanted: number): number =>
  Math.min(Math.max(1, Math.trunc(wanted)), MAX_CONCURRENCY);

const contactAnswer = ({ value, text, request }: Answer): ContactAnswer => ({
  contact: readContact(value, request),
  json: text,
});

/** The contacts of one connection. Every method rejects as {@link RequestEngine.send} does. */
export class Contacts {
  readonly #engine: RequestEngine;
  readonly #random: () => number;

  constructor(engine: RequestEngine, random: () => number) {
    this.#engine = engine;
    this.#random = random;
  }

  /** `GET contacts/`: one page. A page beyond the last is a NotFoundError. */
  list(params: ListContactsParams = {}, options: RequestOptions = {}): Promise<Page<Contact>> {
    return this.#list(params, options);
  }

  /**
   * All contacts that match, page after page, each id once. `page` is ignored; `pageSize` is 100 unless given.
   * Contacts that change place while the list is read may be missed: the API has no snapshot.
   *
   * @param options - `concurrency`: requests in flight, 1 to 16, default 6
   */
  all(
    params: ListContactsParams = {},
    options: RequestOptions & { readonly concurrency?: number } = {},
  ): AsyncIterable<Contact> {
    return this.#all(params, options, options.concurrency ?? DEFAULT_CONCURRENCY);
  }

  /**
   * As {@link all}, each contact also as its source text: `JSON.parse` rounds integers beyond 2^53.
   *
   * @throws ResponseShapeError `schema` when text and values cannot be matched
   */
  allAnswers(
    params: ListContactsParams = {},
    options: RequestOptions & { readonly concurrency?: number } = {},
  ): AsyncIterable<ContactAnswer> {
    return iteratePages({
      fetchPage: (page, signal) =>
        pageOrEnd(page, this.#listAnswers({ ...params, page }, { ...options, signal })),
      idOf: ({ contact }) => contact.id,
      concurrency: boundedConcurrency(options.concurrency ?? DEFAULT_CONCURRENCY),
      maxPages: this.#engine.limits.pages,
      signal: options.signal,
    });
  }

  /** `GET contacts/{id}/`. @throws InvalidInputError for an id that is no path segment */
  async retrieve(id: string, options: RequestOptions = {}): Promise<ContactAnswer> {
    return contactAnswer(await this.#retrieve(id, options));
  }

  /**
   * `POST contacts/`.
   *
   * @throws AmbiguousWriteError if the contact may have been created: always possible without a `sourceId`
   */
  async create(body: ContactDraft | JsonText, options: RequestOptions = {}): Promise<ContactAnswer> {
    const reads = {
      search: (query: string, bounds: CallOptions) => this.#all({ query }, bounds, 1),
      retrieve: async (id: string, bounds: CallOptions) => contactAnswer(await this.#retrieve(id, bounds)),
      read: contactAnswer,
    };
    const creation = new ContactCreation(this.#engine, reads, this.#random, bodyTextOf(body), options);
    return creation.run();
  }

  /** `PATCH contacts/{id}/`: changes only the fields in the body. */
  update(id: string, body: object, options: RequestOptions = {}): Promise<ContactAnswer> {
    return this.#write("PATCH", id, body, options);
  }

  /** `PUT contacts/{id}/`: replaces the contact. */
  replace(id: string, body: object, options: RequestOptions = {}): Promise<ContactAnswer> {
    return this.#write("PUT", id, body, options);
  }

  /** `DELETE contacts/{id}/`. A BadRequestError means that the contact still has conversations. */
  async delete(id: string, options: RequestOptions = {}): Promise<void> {
    try {
      const path = `contacts/${pathIdOf(id)}/`;
      await this.#engine.send(
        { method: "DELETE", path, route: "contacts/{id}/", expect: "nothing" },
        options,
      );
    } catch (failure) {
      // An attempt whose answer was lost had deleted it.
      if (!(failure instanceof NotFoundError && (failure.request?.attempts ?? 1) > 1)) {
        throw failure;
      }
    }
  }

  async #write(
    method: "PATCH" | "PUT",
    id: string,
    body: object | JsonText,
    options: CallOptions,
  ): Promise<ContactAnswer> {
    const path = `contacts/${pathIdOf(id)}/`;
    return contactAnswer(
      await this.#engine.send(
        { method, path, route: "contacts/{id}/", body: bodyTextOf(body), expect: "single" },
        options,
      ),
    );
  }

  async #retrieve(id: string, options: CallOptions): Promise<Answer> {
    const path = `contacts/${pathIdOf(id)}/`;
    return this.#engine.send({ method: "GET", path, route: "contacts/{id}/", expect: "single" }, options);
  }

  async #list(params: ListContactsParams, options: CallOptions): Promise<Page<Contact>> {
    return (await this.#listed(params, options)).page;
  }

  async #listAnswers(params: ListContactsParams, options: CallOptions): Promise<Page<ContactAnswer>> {
    const { page, text, request } = await this.#listed(
      { ...params, pageSize: params.pageSize ?? FULL_PAGE_SIZE },
      options,
    );
    // Loaded by the first export or import: the first view does without.
    const { resultTexts } = await import("./resultTexts.ts");
    const texts = resultTexts(text);
    if (texts.length !== page.items.length) {
      throw new ResponseShapeError("schema", "results: their texts are not as many as their values", {
        request,
      });
    }
    return { ...page, items: page.items.map((contact, index) => ({ contact, json: texts[index] ?? "" })) };
  }

  async #listed(
    params: ListContactsParams,
    options: CallOptions,
  ): Promise<{ readonly page: Page<Contact>; readonly text: string; readonly request: RequestSummary }> {
    const query = new URLSearchParams();
    for (const name of ["inboxes", "page", "pageSize", "query", "search"] as const) {
      const value = params[name];
      if (value !== undefined && value !== "") {
        query.set(name, String(value));
      }
    }
    const { value, text, request } = await this.#engine.send(
      { method: "GET", path: "contacts/", route: "contacts/", query, expect: "list" },
      options,
    );
    const { limits } = this.#engine;
    const page = readPage(value, params.page ?? 1, { limits, request }, (item, at) =>
      readContact(item, request, at),
    );
    return { page, text, request };
  }

  #all(
    params: ListContactsParams,
    options: CallOptions,
    concurrency: number,
  ): AsyncIterableIterator<Contact> {
    return iteratePages({
      fetchPage: (page, signal) =>
        pageOrEnd(
          page,
          this.#list(
            { ...params, page, pageSize: params.pageSize ?? FULL_PAGE_SIZE },
            { budget: options.budget, gate: options.gate, signal },
          ),
        ),
      idOf: (contact) => contact.id,
      concurrency: boundedConcurrency(concurrency),
      maxPages: this.#engine.limits.pages,
      signal: options.signal,
    });
  }
}
