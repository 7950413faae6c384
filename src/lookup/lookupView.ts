import type { Page } from "../api/page.ts";
import type { Contact } from "../api/schemas.ts";

/** Where is looked: a connection, and one of its inboxes or, without `inboxId`, all contacts. */
export interface LookupPlace {
  readonly connectionId: string;
  readonly inboxId: string | undefined;
}

/** Something with a name that can be chosen: a connection or an inbox. */
export interface LookupOption {
  readonly id: string;
  readonly name: string;
}

/** A contact that can be picked. `shelf` says why it is known without having been asked for. */
export interface LookupRow {
  readonly connectionId: string;
  readonly contact: Contact;
  readonly shelf?: "pinned" | "recent";
}

/** A saved search that can be run. */
export interface LookupSearch {
  readonly connectionId: string;
  readonly id: string;
  readonly name: string;
  readonly text: string;
  readonly inboxId?: string | undefined;
}

/** What a picker shows. */
export type LookupView = RememberedView | CompletionsView | ResultsView | FailedView;

/** Nothing is typed. */
export interface RememberedView {
  readonly kind: "remembered";
  readonly rows: readonly LookupRow[];
  readonly searches: readonly LookupSearch[];
}

/** `in:` or `on:` is being typed, or names nothing (`isKnown` false) or more than one. */
export interface CompletionsView {
  readonly kind: "completions";
  readonly keyword: "in" | "on";
  readonly value: string;
  readonly isKnown: boolean;
  /** `text` is what stands in the box once the option is chosen. */
  readonly options: readonly (LookupOption & { readonly text: string })[];
}

/** The server's answer, or while `isWaiting` what is known here and fits. */
export interface ResultsView {
  readonly kind: "results";
  readonly place: LookupPlace;
  readonly words: string;
  readonly rows: readonly LookupRow[];
  /** Number of the first row, from 1. */
  readonly start: number;
  /** Of all that match; undefined while it is not known. */
  readonly count: number | undefined;
  readonly hasMore: boolean;
  readonly isWaiting: boolean;
}

export interface FailedView {
  readonly kind: "failed";
  readonly place: LookupPlace;
  readonly error: unknown;
}

/** What a picker looks in. Its methods without a promise send no request. */
export interface LookupSource {
  readonly connections: () => readonly LookupOption[];
  readonly pins: (connectionId: string) => readonly Contact[];
  readonly recents: (connectionId: string) => readonly Contact[];
  readonly searches: (connectionId: string) => readonly Omit<LookupSearch, "connectionId">[];
  readonly knownInboxes: (connectionId: string) => readonly LookupOption[];
  readonly inboxes: (connectionId: string) => Promise<readonly LookupOption[]>;
  readonly search: (
    place: LookupPlace,
    asked: { readonly words: string; readonly page: number; readonly pageSize: number },
    signal: AbortSignal,
  ) => Promise<Page<Contact>>;
  /** @throws NotFoundError */
  readonly retrieve: (connectionId: string, contactId: string, signal: AbortSignal) => Promise<Contact>;
  /** The server showed these contacts. */
  readonly saw: (connectionId: string, contacts: readonly Contact[]) => void;
}
