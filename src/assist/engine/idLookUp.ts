import type { Clock } from "../../api/clock.ts";
import { NotFoundError } from "../../api/errors.ts";
import type { Contact } from "../../api/schemas.ts";

/** Identity of a contact. */
export interface AskedContact {
  readonly connectionId: string;
  readonly contactId: string;
}

/** How long it is taken as known that a contact does not exist. */
export const MISSING_MS = 5 * 60_000;
/** How long a failure is not tried again by itself. */
export const FAILED_MS = 30_000;
/** A pointer that only passes over an id asks nothing. */
export const DEBOUNCE_MS = 300;
/** Requests in flight over all ids; a further automatic look-up waits for nothing and is left out. */
export const MAXIMUM_IN_FLIGHT = 4;
const MAXIMUM_REMEMBERED = 1000;

/** What a look-up came to; times in epoch milliseconds. */
export type LookUpOutcome =
  | { readonly kind: "found"; readonly contact: Contact }
  | { readonly kind: "missing"; readonly at: number }
  | { readonly kind: "failed"; readonly at: number; readonly error: unknown };

/** What is still known of an earlier look-up that found nothing. */
export type Unfound = Exclude<LookUpOutcome, { readonly kind: "found" }>;

interface Running {
  readonly abort: AbortController;
  readonly outcome: Promise<LookUpOutcome>;
  waiting: number;
}

/**
 * Looks contacts up by id for hovers: one request at most is in flight for each contact, it ends when nobody waits
 * for it any longer, and what does not exist is not asked for again for some minutes.
 */
export class IdLookUp {
  readonly #retrieve: (ref: AskedContact, signal: AbortSignal) => Promise<Contact>;
  readonly #clock: Clock;
  readonly #unfound = new Map<string, Unfound>();
  readonly #running = new Map<string, Running>();

  constructor(retrieve: (ref: AskedContact, signal: AbortSignal) => Promise<Contact>, clock: Clock) {
    this.#retrieve = retrieve;
    this.#clock = clock;
  }

  /** What the last look-up said, while that counts. Sends nothing. */
  unfound(ref: AskedContact): Unfound | undefined {
    const known = this.#unfound.get(keyOf(ref));
    const limit = known?.kind === "missing" ? MISSING_MS : FAILED_MS;
    return known && this.#clock.now() - known.at < limit ? known : undefined;
  }

  /** Somebody asked for it: always looks. Rejects with the signal's reason when it is aborted; never otherwise. */
  async look(ref: AskedContact, signal: AbortSignal): Promise<LookUpOutcome> {
    signal.throwIfAborted();
    const running = this.#running.get(keyOf(ref)) ?? this.#start(ref);
    running.waiting += 1;
    const { promise: aborted, reject } = Promise.withResolvers<never>();
    const leave = () => {
      running.waiting -= 1;
      if (running.waiting === 0) {
        running.abort.abort();
      }
      reject(signal.reason as Error);
    };
    signal.addEventListener("abort", leave, { once: true });
    try {
      return await Promise.race([running.outcome, aborted]);
    } finally {
      signal.removeEventListener("abort", leave);
    }
  }

  /**
   * Nobody asked by hand: looks after a pause, and only where nothing is known and not much is in flight.
   * @returns undefined when nothing was asked
   */
  async lookByItself(ref: AskedContact, signal: AbortSignal): Promise<LookUpOutcome | undefined> {
    const known = this.unfound(ref);
    if (known) {
      return known;
    }
    await this.#pause(signal);
    return this.#running.size >= MAXIMUM_IN_FLIGHT && !this.#running.has(keyOf(ref))
      ? undefined
      : this.look(ref, signal);
  }

  /** The connection is another one now. */
  forgetConnection(connectionId: string): void {
    for (const key of this.#unfound.keys()) {
      if (key.startsWith(`${connectionId}/`)) {
        this.#unfound.delete(key);
      }
    }
  }

  #start(ref: AskedContact): Running {
    const key = keyOf(ref);
    const abort = new AbortController();
    const running: Running = { abort, waiting: 0, outcome: this.#ask(ref, abort.signal) };
    this.#running.set(key, running);
    const end = () => {
      if (this.#running.get(key) === running) {
        this.#running.delete(key);
      }
    };
    abort.signal.addEventListener("abort", end);
    void running.outcome.then(end);
    return running;
  }

  /** Settles in any case. */
  async #ask(ref: AskedContact, signal: AbortSignal): Promise<LookUpOutcome> {
    const key = keyOf(ref);
    try {
      const contact = await this.#retrieve(ref, signal);
      this.#unfound.delete(key);
      return { kind: "found", contact };
    } catch (error) {
      const at = this.#clock.now();
      const outcome: Unfound =
        error instanceof NotFoundError ? { kind: "missing", at } : { kind: "failed", at, error };
      if (!signal.aborted) {
        this.#remember(key, outcome);
      }
      return outcome;
    }
  }

  #remember(key: string, outcome: Unfound): void {
    this.#unfound.delete(key);
    this.#unfound.set(key, outcome);
    for (const oldest of this.#unfound.keys()) {
      if (this.#unfound.size <= MAXIMUM_REMEMBERED) {
        break;
      }
      this.#unfound.delete(oldest);
    }
  }

  async #pause(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    await new Promise<void>((resolve, reject) => {
      const stop = this.#clock.setTimeout(() => {
        signal.removeEventListener("abort", leave);
        resolve();
      }, DEBOUNCE_MS);
      const leave = () => {
        stop();
        reject(signal.reason as Error);
      };
      signal.addEventListener("abort", leave, { once: true });
    });
  }
}

function keyOf({ connectionId, contactId }: AskedContact): string {
  return `${connectionId}/${contactId}`;
}
