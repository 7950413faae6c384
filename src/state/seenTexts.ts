import type { ContactRef } from "./contactStore.ts";

/** How long a text that the server gave is still the newest: a save looks at the server and then sends. */
const FRESH_MS = 5000;
/** Far more than are looked at and then written at one time; a run of thousands must not hold them all. */
const MOST = 200;

/** What the server said last of some contacts in the last seconds, verbatim, so that a write need not ask again. */
export class SeenTexts {
  readonly #now: () => number;
  readonly #seen = new Map<string, { readonly json: string; readonly at: number }>();

  constructor(now: () => number) {
    this.#now = now;
  }

  /** The server just said this of the contact. */
  saw(ref: ContactRef, json: string): void {
    const key = keyOf(ref);
    // Deleted first, so that the map stays in the order of time and only its beginning has to be looked at.
    this.#seen.delete(key);
    this.#seen.set(key, { json, at: this.#now() });
    for (const [old, { at }] of this.#seen) {
      if (this.#isFresh(at) && this.#seen.size <= MOST) {
        break;
      }
      this.#seen.delete(old);
    }
  }

  /** The newest text, unless it is older than some seconds. */
  fresh(ref: ContactRef): string | undefined {
    const seen = this.#seen.get(keyOf(ref));
    return seen && this.#isFresh(seen.at) ? seen.json : undefined;
  }

  /** A write is under way: what was seen before it is no longer what is there. */
  forget(ref: ContactRef): void {
    this.#seen.delete(keyOf(ref));
  }

  #isFresh(at: number): boolean {
    return this.#now() - at < FRESH_MS;
  }
}

function keyOf({ connectionId, contactId }: ContactRef): string {
  return `${connectionId}/${contactId}`;
}
