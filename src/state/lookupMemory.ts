import * as vscode from "vscode";
import * as z from "zod/mini";
import type { Contact } from "../api/schemas.ts";
import type { ContactChange, ContactRef } from "./contactStore.ts";
import {
  cut,
  MAXIMUM_TEXT,
  remembered,
  type RememberedContact,
  rememberedSchema,
} from "./rememberedContact.ts";

const STORED = "maiagent.lookup";
const MAXIMUM_PINS = 50;
const MAXIMUM_RECENTS = 20;
const MAXIMUM_SEARCHES = 50;
const savedSearchSchema = z.object({
  id: z.string().check(z.minLength(1), z.maxLength(100)),
  name: z.string().check(z.minLength(1), z.maxLength(MAXIMUM_TEXT)),
  text: z.string().check(z.maxLength(MAXIMUM_TEXT)),
  inboxId: z.optional(z.string().check(z.minLength(1), z.maxLength(100))),
});
const shelfSchema = z.object({ pins: z.unknown(), recents: z.unknown(), searches: z.unknown() });

/** A search that a person kept: what is searched for, in one inbox or, without `inboxId`, in all contacts. */
export type SavedSearch = z.infer<typeof savedSearchSchema>;

/** What is remembered for one connection. */
interface Shelf {
  readonly pins: readonly RememberedContact[];
  /** The last opened first. */
  readonly recents: readonly RememberedContact[];
  readonly searches: readonly SavedSearch[];
}

/** What changed: `pins` and `searches` are rows of the tree, `recents` are not. */
export interface LookupChange {
  readonly connectionId: string;
  readonly kind: "pins" | "recents" | "searches";
}

const EMPTY: Shelf = { pins: [], recents: [], searches: [] };

/**
 * Pinned and recent contacts and saved searches of each connection, on this machine (globalState). Small and bounded;
 * what does not fit the schema is left out when it is read. Names follow saves, entries follow deletes.
 */
export class LookupMemory implements vscode.Disposable {
  readonly #memento: vscode.Memento;
  readonly #newId: () => string;
  readonly #shelves: Map<string, Shelf>;
  readonly #onDidChange = new vscode.EventEmitter<LookupChange>();
  readonly #subscription: vscode.Disposable;
  readonly onDidChange = this.#onDidChange.event;

  constructor(
    memento: vscode.Memento,
    contacts: { readonly onDidChange: vscode.Event<ContactChange> },
    newId: () => string,
  ) {
    this.#memento = memento;
    this.#newId = newId;
    this.#shelves = shelvesIn(memento.get(STORED));
    this.#subscription = contacts.onDidChange((change) => {
      if (change.kind === "saved") {
        this.saw(change.ref.connectionId, change.contact);
      } else if (change.kind === "deleted") {
        this.forget(change.ref);
      }
    });
  }

  pins(connectionId: string): readonly RememberedContact[] {
    return this.#shelf(connectionId).pins;
  }

  recents(connectionId: string): readonly RememberedContact[] {
    return this.#shelf(connectionId).recents;
  }

  searches(connectionId: string): readonly SavedSearch[] {
    return this.#shelf(connectionId).searches;
  }

  isPinned({ connectionId, contactId }: ContactRef): boolean {
    return this.#shelf(connectionId).pins.some(({ id }) => id === contactId);
  }

  /** Puts a contact at the end of the pinned ones; the oldest gives way when there are too many. */
  pin(connectionId: string, contact: Contact): void {
    const { pins } = this.#shelf(connectionId);
    if (!pins.some(({ id }) => id === contact.id)) {
      this.#put(connectionId, "pins", [...pins, remembered(contact)].slice(-MAXIMUM_PINS));
    }
  }

  unpin({ connectionId, contactId }: ContactRef): void {
    this.#remove(connectionId, "pins", contactId);
  }

  /** A contact was opened: it is the most recent one. */
  opened(connectionId: string, contact: Contact): void {
    const entry = remembered(contact);
    const { recents } = this.#shelf(connectionId);
    if (!isSame(recents[0], entry)) {
      const others = recents.filter(({ id }) => id !== contact.id);
      this.#put(connectionId, "recents", [entry, ...others].slice(0, MAXIMUM_RECENTS));
    }
    this.saw(connectionId, contact);
  }

  /** The server showed a contact: what is kept of it follows. */
  saw(connectionId: string, contact: Contact): void {
    const entry = remembered(contact);
    for (const kind of ["pins", "recents"] as const) {
      const entries = this.#shelf(connectionId)[kind];
      const known = entries.find(({ id }) => id === contact.id);
      if (known && !isSame(known, entry)) {
        this.#put(
          connectionId,
          kind,
          entries.map((other) => (other === known ? entry : other)),
        );
      }
    }
  }

  /** A contact is gone. */
  forget({ connectionId, contactId }: ContactRef): void {
    this.#remove(connectionId, "pins", contactId);
    this.#remove(connectionId, "recents", contactId);
  }

  /** A connection was removed, and with it what was remembered of it. */
  forgetConnection(connectionId: string): void {
    if (this.#shelves.delete(connectionId)) {
      this.#store();
      this.#onDidChange.fire({ connectionId, kind: "searches" });
    }
  }

  /** Keeps a search; the same text in the same place is kept once, under its newest name. */
  saveSearch(connectionId: string, search: Omit<SavedSearch, "id">): SavedSearch {
    const { searches } = this.#shelf(connectionId);
    const known = searches.find(({ text, inboxId }) => text === search.text && inboxId === search.inboxId);
    const saved = { ...cutSearch(search), id: known?.id ?? this.#newId() };
    const next = known
      ? searches.map((other) => (other === known ? saved : other))
      : [...searches, saved].slice(-MAXIMUM_SEARCHES);
    this.#put(connectionId, "searches", next);
    return saved;
  }

  renameSearch(connectionId: string, searchId: string, name: string): void {
    const { searches } = this.#shelf(connectionId);
    const next = searches.map((search) => (search.id === searchId ? { ...search, name: cut(name) } : search));
    this.#put(connectionId, "searches", next);
  }

  deleteSearch(connectionId: string, searchId: string): void {
    this.#remove(connectionId, "searches", searchId);
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#onDidChange.dispose();
  }

  #shelf(connectionId: string): Shelf {
    return this.#shelves.get(connectionId) ?? EMPTY;
  }

  #remove(connectionId: string, kind: keyof Shelf, id: string): void {
    const entries = this.#shelf(connectionId)[kind];
    if (entries.some((entry) => entry.id === id)) {
      this.#put(
        connectionId,
        kind,
        entries.filter((entry) => entry.id !== id),
      );
    }
  }

  #put(connectionId: string, kind: keyof Shelf, entries: Shelf[keyof Shelf]): void {
    this.#shelves.set(connectionId, { ...this.#shelf(connectionId), [kind]: entries });
    this.#store();
    this.#onDidChange.fire({ connectionId, kind });
  }

  #store(): void {
    // VS Code holds the value at once and writes it in its own time; it reports a failed write itself.
    void this.#memento.update(STORED, Object.fromEntries(this.#shelves));
  }
}

function cutSearch({ name, text, inboxId }: Omit<SavedSearch, "id">): Omit<SavedSearch, "id"> {
  return { name: cut(name), text: cut(text), ...(inboxId === undefined ? {} : { inboxId }) };
}

function isSame(one: RememberedContact | undefined, other: RememberedContact): boolean {
  return one !== undefined && JSON.stringify(one) === JSON.stringify(other);
}

function shelvesIn(stored: unknown): Map<string, Shelf> {
  const record = z.record(z.string(), z.unknown()).safeParse(stored);
  return new Map(
    Object.entries(record.success ? record.data : {}).flatMap(([connectionId, value]) => {
      const shelf = shelfSchema.safeParse(value);
      return shelf.success
        ? [
            [
              connectionId,
              {
                pins: valid(rememberedSchema, shelf.data.pins, MAXIMUM_PINS),
                recents: valid(rememberedSchema, shelf.data.recents, MAXIMUM_RECENTS),
                searches: valid(savedSearchSchema, shelf.data.searches, MAXIMUM_SEARCHES),
              },
            ] as const,
          ]
        : [];
    }),
  );
}

/** The entries that can be used, so that one that cannot does not take the others with it. */
function valid<T>(schema: z.ZodMiniType<T>, value: unknown, maximum: number): readonly T[] {
  const entries: readonly unknown[] = Array.isArray(value) ? value : [];
  return entries.slice(0, maximum).flatMap((entry) => {
    const parsed = schema.safeParse(entry);
    return parsed.success ? [parsed.data] : [];
  });
}
