import type { Contacts } from "../api/contacts.ts";
import { NotFoundError } from "../api/errors.ts";
import type { Page } from "../api/page.ts";
import type { Contact } from "../api/schemas.ts";

/** Which list: one inbox of a connection, or all its contacts when `inboxId` is undefined. */
export interface ListingRef {
  readonly connectionId: string;
  readonly inboxId: string | undefined;
  /** A saved search: what of the list it finds. */
  readonly search?: { readonly id: string; readonly text: string } | undefined;
}

/** Identity of a list. */
export function listingId({ connectionId, inboxId, search }: ListingRef): string {
  return `${connectionId}/${inboxId ?? ""}${search ? `/:search/${search.id}` : ""}`;
}

const PAGE_SIZE = 100;
/** Pages fetched at once when a list that was paged through is refreshed. */
const REFRESH_CONCURRENCY = 6;

/**
 * The loaded pages of one list, in the server's order, each contact once: items move between pages while
 * somebody reads. Answers that arrive after a filter change or a refresh are dropped.
 */
export class Listing {
  readonly ref: ListingRef;
  readonly #contacts: () => Promise<Contacts>;
  readonly #changed: () => void;
  readonly #saw: (contacts: readonly Contact[]) => void;
  #items = new Map<string, Contact>();
  #count: number | undefined;
  #pages = 0;
  #hasMore = true;
  #filter = "";
  /** A new object for each run of loading: an answer for an older one is dropped. */
  #generation = new AbortController();
  #loading: Promise<void> | undefined;
  #counting: Promise<void> | undefined;
  /** Pages to load again on the next {@link load}, so that a refresh keeps what was paged through. */
  #pagesWanted = 1;

  /** @param saw - told of each page that the server showed */
  constructor(
    ref: ListingRef,
    contacts: () => Promise<Contacts>,
    changed: () => void,
    saw: (contacts: readonly Contact[]) => void = () => undefined,
  ) {
    this.ref = ref;
    this.#saw = saw;
    this.#filter = ref.search?.text ?? "";
    this.#contacts = contacts;
    this.#changed = changed;
  }

  get items(): readonly Contact[] {
    return [...this.#items.values()];
  }

  /** Number of contacts on the server for this list and filter; undefined while unknown. */
  get count(): number | undefined {
    return this.#count;
  }

  get hasMore(): boolean {
    return this.#hasMore;
  }

  get isLoaded(): boolean {
    return this.#pages > 0;
  }

  get filter(): string {
    return this.#filter;
  }

  /** Loads the first page unless it is there; after a refresh, as many pages as were there before. */
  async load(): Promise<void> {
    while (this.#pages === 0) {
      const generation = this.#generation;
      try {
        await this.#once(() => this.#loadPages(this.#pagesWanted));
      } catch (error) {
        // Cut off by a refresh or a filter: whoever waits wants the list as it is now.
        if (generation === this.#generation) {
          throw error;
        }
      }
    }
  }

  /** Loads the next page; two calls at once load one page. */
  async loadMore(): Promise<void> {
    await this.#once(() => this.#loadNext());
    this.#changed();
  }

  /** Asks only for the number of contacts, unless it is known. */
  async loadCount(): Promise<void> {
    if (this.#count === undefined && !this.#loading) {
      this.#counting ??= this.#fetch(1, 1)
        .then(({ count }) => {
          this.#count ??= count;
          this.#changed();
        })
        .finally(() => {
          this.#counting = undefined;
        });
      await this.#counting;
    }
  }

  /** Sets the server-side search; empty text clears it. */
  setFilter(filter: string): void {
    this.#filter = filter;
    this.forget();
    this.#pagesWanted = 1;
    this.#changed();
  }

  /** Drops what was loaded and stops what is being loaded. */
  forget(): void {
    this.#generation.abort();
    this.#generation = new AbortController();
    this.#pagesWanted = Math.max(1, this.#pages);
    this.#loading = undefined;
    this.#items = new Map();
    this.#count = undefined;
    this.#pages = 0;
    this.#hasMore = true;
  }

  /** Puts a contact of this list among its rows although the page with it was not loaded: somebody wants to see it. */
  include(contact: Contact): void {
    if (!this.#items.has(contact.id)) {
      this.#items.set(contact.id, contact);
      this.#changed();
    }
  }

  /** A contact was created: it stands first until the next refresh says where it belongs. */
  add(contact: Contact): void {
    // Only the server knows whether a saved search finds it.
    if (this.#belongs(contact) && !this.ref.search) {
      if (this.isLoaded) {
        this.#items = new Map([[contact.id, contact], ...this.#items]);
      }
      this.#count = this.#count === undefined ? undefined : this.#count + 1;
      this.#changed();
    }
  }

  /** A contact was saved: its row follows, also into or out of the inbox. */
  put(contact: Contact): void {
    if (this.#items.has(contact.id) && this.#belongs(contact)) {
      this.#items.set(contact.id, contact);
      this.#changed();
    } else if (this.#items.has(contact.id)) {
      this.remove(contact.id);
    } else if (this.ref.inboxId !== undefined && this.isLoaded && this.#filter === "" && !this.#hasMore) {
      this.add(contact);
    }
  }

  remove(contactId: string): void {
    const wasListed = this.#items.delete(contactId);
    if (wasListed) {
      this.#count = this.#count === undefined ? undefined : Math.max(0, this.#count - 1);
      this.#changed();
    }
  }

  #belongs(contact: Contact): boolean {
    const { inboxId } = this.ref;
    return inboxId === undefined || (contact.inboxes ?? []).some(({ id }) => id === inboxId);
  }

  async #once(load: () => Promise<void>): Promise<void> {
    const loading = this.#loading ?? load();
    this.#loading = loading;
    try {
      await loading;
    } finally {
      if (this.#loading === loading) {
        this.#loading = undefined;
      }
    }
  }

  async #loadPages(wanted: number): Promise<void> {
    const { signal } = this.#generation;
    this.#take(await this.#fetch(1, PAGE_SIZE), signal);
    for (let page = 2; page <= wanted && this.#hasMore; page += REFRESH_CONCURRENCY) {
      const numbers = Array.from(
        { length: Math.min(REFRESH_CONCURRENCY, wanted - page + 1) },
        (_, n) => page + n,
      );
      const answers = await Promise.all(numbers.map((number) => this.#fetchOrEnd(number)));
      for (const answer of answers) {
        this.#take(answer, signal);
      }
    }
  }

  async #loadNext(): Promise<void> {
    const { signal } = this.#generation;
    this.#take(await this.#fetchOrEnd(this.#pages + 1), signal);
  }

  #take(page: Page<Contact> | undefined, signal: AbortSignal): void {
    if (signal.aborted) {
      return;
    }
    if (!page) {
      this.#hasMore = false;
      return;
    }
    this.#saw(page.items);
    for (const contact of page.items) {
      this.#items.set(contact.id, contact);
    }
    this.#pages = page.page;
    this.#count = page.count;
    this.#hasMore = page.hasMore;
  }

  async #fetch(page: number, pageSize: number): Promise<Page<Contact>> {
    const { signal } = this.#generation;
    const contacts = await this.#contacts();
    return contacts.list(
      {
        page,
        pageSize,
        ...(this.ref.inboxId === undefined ? {} : { inboxes: this.ref.inboxId }),
        ...(this.#filter === "" ? {} : { search: this.#filter }),
      },
      { signal },
    );
  }

  /** Undefined past the last page: the list shrank while it was read. */
  async #fetchOrEnd(page: number): Promise<Page<Contact> | undefined> {
    try {
      return await this.#fetch(page, PAGE_SIZE);
    } catch (error) {
      if (page > 1 && error instanceof NotFoundError) {
        return undefined;
      }
      throw error;
    }
  }
}
