import type { Clock } from "../api/clock.ts";
import { NotFoundError } from "../api/errors.ts";
import type { Page } from "../api/page.ts";
import type { Contact } from "../api/schemas.ts";
import { isUuid } from "../model/contactId.ts";
import { hasWords, shelvedRows, withoutRepeats } from "./knownContacts.ts";
import { completed, type LookupQuery, matchName, type Narrowing, parseLookupQuery } from "./lookupQuery.ts";
import type {
  LookupOption,
  LookupPlace,
  LookupRow,
  LookupSearch,
  LookupSource,
  LookupView,
  RememberedView,
  ResultsView,
} from "./lookupView.ts";

/** RULES: a request 200 ms after the last key. */
export const DEBOUNCE_MS = 200;
/** RULES: at most 100 rows. */
export const MAXIMUM_ROWS = 100;

/**
 * One picker's search: debounced, the request before aborted, an answer for an older text dropped. What is shown
 * always fits the text that stands in the box: rows are the server's answer for it or, until that comes, what is
 * known here and has every word.
 */
export class LookupSession {
  readonly #source: LookupSource;
  readonly #home: LookupPlace;
  readonly #clock: Clock;
  readonly #changed: (view: LookupView) => void;
  #query: LookupQuery = parseLookupQuery("");
  #view: LookupView = { kind: "remembered", rows: [], searches: [] };
  /** The last answer: its contacts help with the next text in the same place. */
  #answered: readonly LookupRow[] = [];
  #answeredPlace: LookupPlace | undefined;
  /** Number of the first row of each page up to the one that is shown. */
  #starts: readonly number[] = [1];
  #running = new AbortController();
  #stopTimer: () => void = () => undefined;

  /** @param home - where to look while the text says nothing else */
  constructor(source: LookupSource, home: LookupPlace, clock: Clock, changed: (view: LookupView) => void) {
    this.#source = source;
    this.#home = home;
    this.#clock = clock;
    this.#changed = changed;
  }

  get view(): LookupView {
    return this.#view;
  }

  /** The text in the box. */
  get text(): string {
    return this.#query.text;
  }

  /** Takes the text without waiting for further keys: at the start, and to try again. */
  lookNow(text: string = this.#query.text): void {
    this.#take(text, 0);
  }

  /** Somebody typed. */
  setText(text: string): void {
    if (text !== this.#query.text) {
      this.#take(text, DEBOUNCE_MS);
    }
  }

  /** Pins, recents or saved searches changed: what shows them follows, without a request. */
  refreshRemembered(): void {
    if (this.#view.kind === "remembered") {
      const place = this.#placeNow();
      this.#show(place ? this.#remembered(place) : this.#view);
    } else {
      this.#show(this.#view);
    }
  }

  /** Up to 100 further rows in the place of these. */
  showNext(): void {
    const view = this.#view;
    if (view.kind === "results" && view.hasMore) {
      this.#turn([...this.#starts, view.start + view.rows.length], view.place);
    }
  }

  showPrevious(): void {
    if (this.#view.kind === "results" && this.#starts.length > 1) {
      this.#turn(this.#starts.slice(0, -1), this.#view.place);
    }
  }

  /** What 'Save This Search' would keep; undefined while the text is no search. */
  get search(): Omit<LookupSearch, "id" | "name"> | undefined {
    const place = this.#view.kind === "results" ? this.#view.place : undefined;
    const { words } = this.#query;
    return place && (words !== "" || place.inboxId !== undefined) && !isUuid(words)
      ? { connectionId: place.connectionId, text: words, inboxId: place.inboxId }
      : undefined;
  }

  /** The text that runs a saved search. */
  textOf({ connectionId, text, inboxId }: LookupSearch): string {
    const inbox = this.#source.knownInboxes(connectionId).find(({ id }) => id === inboxId);
    const parts = [
      text,
      inboxId === undefined ? "" : narrowingText("in", inbox ?? { id: inboxId, name: "" }),
      connectionId === this.#home.connectionId ? "" : narrowingText("on", { id: connectionId, name: "" }),
    ];
    return parts.filter((part) => part !== "").join(" ");
  }

  dispose(): void {
    this.#stop();
  }

  #stop(): void {
    this.#stopTimer();
    this.#running.abort();
    this.#running = new AbortController();
  }

  #take(text: string, delay: number): void {
    // What is being asked for is no longer wanted, whatever the next request will be.
    this.#stop();
    this.#starts = [1];
    this.#query = parseLookupQuery(text);
    const place = this.#placeNow();
    if (!place) {
      return;
    }
    if (this.#query.words === "" && !this.#query.inbox) {
      const view = this.#remembered(place);
      if (view.rows.length + view.searches.length > 0) {
        this.#show(view);
        return;
      }
    }
    this.#show(this.#waiting(place));
    this.#askLater(delay);
  }

  #turn(starts: readonly number[], place: LookupPlace): void {
    this.#stop();
    this.#starts = starts;
    this.#show({ ...this.#waiting(place), rows: [] });
    this.#askLater(0);
  }

  #askLater(delay: number): void {
    const { signal } = this.#running;
    this.#stopTimer = this.#clock.setTimeout(() => void this.#ask(signal), delay);
  }

  /** Settles in any case: a failure is shown where the rows would stand. */
  async #ask(signal: AbortSignal): Promise<void> {
    let place = this.#home;
    try {
      const found = await this.#lookUpPlace(signal);
      if (!found) {
        return;
      }
      place = found;
      const page = await this.#page(place, signal);
      if (signal.aborted) {
        return;
      }
      const { connectionId } = place;
      const rows = page.items.slice(0, MAXIMUM_ROWS).map((contact): LookupRow => ({ connectionId, contact }));
      this.#answered = rows;
      this.#answeredPlace = place;
      this.#show({
        ...{ kind: "results", place, words: this.#query.words, rows, start: this.#starts.at(-1) ?? 1 },
        ...{ count: page.count, hasMore: page.hasMore, isWaiting: false },
      });
      this.#source.saw(connectionId, page.items);
    } catch (error) {
      if (!signal.aborted) {
        this.#show({ kind: "failed", place, error });
      }
    }
  }

  async #page(place: LookupPlace, signal: AbortSignal): Promise<Page<Contact>> {
    const { words } = this.#query;
    if (!isUuid(words)) {
      const page = this.#starts.length;
      return this.#source.search(place, { words, page, pageSize: MAXIMUM_ROWS }, signal);
    }
    try {
      const contact = await this.#source.retrieve(place.connectionId, words.toLowerCase(), signal);
      return { items: [contact], count: 1, page: 1, hasMore: false };
    } catch (error) {
      if (error instanceof NotFoundError) {
        return { items: [], count: 0, page: 1, hasMore: false };
      }
      throw error;
    }
  }

  /** Where to look as far as it is known without a request; undefined when something has to be chosen first. */
  #placeNow(): LookupPlace | undefined {
    const { connection, inbox } = this.#query;
    const connectionId = connection
      ? this.#chosen(connection, this.#source.connections())
      : this.#home.connectionId;
    if (connectionId === undefined) {
      return undefined;
    }
    if (!inbox) {
      return connectionId === this.#home.connectionId ? this.#home : { connectionId, inboxId: undefined };
    }
    const known = this.#source.knownInboxes(connectionId);
    const inboxId = known.length === 0 ? undefined : this.#chosen(inbox, known);
    return known.length === 0 || inboxId !== undefined ? { connectionId, inboxId } : undefined;
  }

  /** The same, with the names of the inboxes where they were not known yet. */
  async #lookUpPlace(signal: AbortSignal): Promise<LookupPlace | undefined> {
    const place = this.#placeNow();
    if (!place || !this.#query.inbox || place.inboxId !== undefined) {
      return place;
    }
    const inboxes = await this.#source.inboxes(place.connectionId);
    if (signal.aborted) {
      return undefined;
    }
    const inboxId = this.#chosen(this.#query.inbox, inboxes);
    return inboxId === undefined ? undefined : { ...place, inboxId };
  }

  /** The id that a narrowing names; otherwise rows to choose from are shown. */
  #chosen(narrowing: Narrowing, candidates: readonly LookupOption[]): string | undefined {
    const found = matchName(candidates, narrowing);
    if ("match" in found) {
      return found.match.id;
    }
    const isKnown = found.options.length > 0;
    const options = (isKnown ? found.options : candidates).slice(0, MAXIMUM_ROWS).map((option) => {
      const isOnlyOne = candidates.filter(({ name }) => name === option.name).length === 1;
      const written = isOnlyOne ? option : { ...option, name: "" };
      return { ...option, text: completed(this.#query.text, narrowing, written) };
    });
    const { keyword, value } = narrowing;
    this.#show({ kind: "completions", keyword, value, isKnown, options });
    return undefined;
  }

  #waiting(place: LookupPlace): ResultsView {
    const { words, inbox } = this.#query;
    const isPlaceKnown = !inbox || place.inboxId !== undefined;
    const isSamePlace =
      this.#answeredPlace?.connectionId === place.connectionId &&
      this.#answeredPlace.inboxId === place.inboxId;
    const known = [...shelvedRows(this.#source, place), ...(isSamePlace ? this.#answered : [])];
    const rows =
      words === "" || !isPlaceKnown
        ? []
        : withoutRepeats(known.filter(({ contact }) => hasWords(contact, words))).slice(0, MAXIMUM_ROWS);
    return {
      ...{ kind: "results", place, words, rows, start: this.#starts.at(-1) ?? 1 },
      ...{ count: undefined, hasMore: false, isWaiting: true },
    };
  }

  #remembered(place: LookupPlace): RememberedView {
    const { connectionId: first, inboxId } = place;
    const others = this.#source.connections().flatMap(({ id }) => (id === first ? [] : [id]));
    const isWide = !this.#query.connection && inboxId === undefined;
    const connectionIds = [first, ...(isWide ? others : [])];
    const rows = connectionIds.flatMap((connectionId) =>
      shelvedRows(this.#source, { connectionId, inboxId }),
    );
    const ofShelf = (shelf: LookupRow["shelf"]) => rows.filter((row) => row.shelf === shelf);
    return {
      kind: "remembered",
      rows: [...ofShelf("pinned"), ...ofShelf("recent")].slice(0, MAXIMUM_ROWS),
      searches: connectionIds.flatMap((connectionId) =>
        this.#source
          .searches(connectionId)
          .filter((search) => inboxId === undefined || search.inboxId === inboxId)
          .map((search) => ({ ...search, connectionId })),
      ),
    };
  }

  #show(view: LookupView): void {
    this.#view = view;
    this.#changed(view);
  }
}

function narrowingText(keyword: Narrowing["keyword"], option: LookupOption): string {
  return completed("", { keyword, value: "", isOpen: true, start: 0, end: 0 }, option).trim();
}
