import { NotFoundError } from "../../../src/api/errors.ts";
import type { Page } from "../../../src/api/page.ts";
import type { Contact } from "../../../src/api/schemas.ts";
import { LookupSession } from "../../../src/lookup/lookupSession.ts";
import type { LookupPlace, LookupSource, LookupView } from "../../../src/lookup/lookupView.ts";
import { FakeClock } from "../api/support/fakeClock.ts";

/** A request that waits for its answer. */
export interface Asked {
  readonly place: LookupPlace;
  readonly words: string;
  readonly page: number;
  readonly signal: AbortSignal;
  /** Answers as a server does: with the contacts that have the words. */
  answer(): Promise<void>;
  fail(error: unknown): Promise<void>;
}

export const contact = (id: string, name: string, more: Partial<Contact> = {}): Contact => ({
  id,
  name,
  ...more,
});

/** Lets what is already settled be noticed. */
export async function settle(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}

/** A session over contacts in memory whose answers come when the test says so, and everything that it showed. */
export class LookupWorld {
  readonly clock = new FakeClock();
  readonly asked: Asked[] = [];
  readonly shown: { readonly text: string; readonly view: LookupView }[] = [];
  readonly session: LookupSession;
  contacts: readonly Contact[] = [];
  pins: readonly Contact[] = [];
  recents: readonly Contact[] = [];
  searches: readonly {
    readonly id: string;
    readonly name: string;
    readonly text: string;
    readonly inboxId?: string;
  }[] = [];
  connections = [{ id: "home", name: "Home" }];
  inboxes = [
    { id: "in-line", name: "LINE 官方帳號" },
    { id: "in-web", name: "Website Chat" },
  ];
  areInboxesKnown = true;
  inboxRequests = 0;

  constructor(home: LookupPlace = { connectionId: "home", inboxId: undefined }) {
    const source: LookupSource = {
      connections: () => this.connections,
      pins: (id) => (id === "home" ? this.pins : []),
      recents: (id) => (id === "home" ? this.recents : []),
      searches: (id) => (id === "home" ? this.searches : []),
      knownInboxes: () => (this.areInboxesKnown ? this.inboxes : []),
      inboxes: async () => {
        this.inboxRequests++;
        await settle();
        this.areInboxesKnown = true;
        return this.inboxes;
      },
      search: (place, { words, page, pageSize }, signal) =>
        this.#ask(place, words, page, signal, () => {
          const found = this.contacts.filter(({ name }) => name.toLowerCase().includes(words.toLowerCase()));
          const items = found.slice((page - 1) * pageSize, page * pageSize);
          return { items, count: found.length, page, hasMore: page * pageSize < found.length };
        }),
      retrieve: async (connectionId, contactId, signal) => {
        const page = await this.#ask({ connectionId, inboxId: undefined }, contactId, 0, signal, () => {
          const items = this.contacts.filter(({ id }) => id === contactId);
          return { items, count: items.length, page: 1, hasMore: false };
        });
        const [found] = page.items;
        if (!found) {
          throw new NotFoundError(404);
        }
        return found;
      },
      saw: () => undefined,
    };
    this.session = new LookupSession(source, home, this.clock, (view) => {
      this.shown.push({ text: this.session.text, view });
    });
  }

  /** Lets time pass, and what is due happen. */
  async pass(milliseconds: number): Promise<void> {
    this.clock.advance(milliseconds);
    await settle();
  }

  forgetRequests(): void {
    this.asked.length = 0;
  }

  /** Types a text key by key. @param pause - milliseconds between two keys */
  type(text: string, pause: number): void {
    for (let length = 1; length <= text.length; length++) {
      this.session.setText(text.slice(0, length));
      this.clock.advance(pause);
    }
  }

  /** Names of the contacts that are shown, and what the view is. */
  get rows(): readonly string[] {
    const { view } = this.session;
    return "rows" in view ? view.rows.map((row) => row.contact.name) : [];
  }

  async #ask(
    place: LookupPlace,
    words: string,
    page: number,
    signal: AbortSignal,
    find: () => Page<Contact>,
  ): Promise<Page<Contact>> {
    return new Promise((resolve, reject) => {
      this.asked.push({
        ...{ place, words, page, signal },
        // A server answers whether or not somebody still waits.
        answer: async () => {
          resolve(find());
          await settle();
        },
        fail: async (error) => {
          reject(error instanceof Error ? error : new Error(String(error)));
          await settle();
        },
      });
    });
  }
}
