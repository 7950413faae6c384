import {
  ApiError,
  InvalidInputError,
  NetworkError,
  NotFoundError,
  PermissionError,
  ReadOnlyError,
  RedirectError,
  ServerError,
} from "../api/errors.ts";
import type { ContactAnswer } from "../api/contacts.ts";
import type { WriteKind } from "../model/historyEntry.ts";
import type { ContactRef } from "./contactStore.ts";
import type { HistoryStore } from "./historyStore.ts";

/** A write that is about to be sent. */
export interface PlannedWrite {
  readonly kind: WriteKind;
  readonly ref: ContactRef;
  /** Of the client's base URL. */
  readonly origin: string;
  readonly body: string | undefined;
  /** The contact's text before the write, where the caller has it. */
  readonly before: string | undefined;
  /** Asks the server for it otherwise. */
  readonly retrieve: () => Promise<ContactAnswer>;
  /** A cancel that stops the write only as long as nothing of it was sent: that of a bulk run's gate. */
  readonly cancel?: AbortSignal | undefined;
}

/** How long a text that the server gave is still the newest: a save looks at the server and then sends. */
const FRESH_MS = 5000;

/** Sends writes and records each with what the contact was before, for history, undo and trash. */
export class WriteRecorder {
  readonly #history: () => Promise<HistoryStore>;
  readonly #now: () => number;
  readonly #seen = new Map<string, { readonly json: string; readonly at: number }>();

  /** @param history - loaded at the first write; it never fails one */
  constructor(history: () => Promise<HistoryStore>, now: () => number) {
    this.#history = history;
    this.#now = now;
  }

  /** The server just said this of the contact. */
  saw(ref: ContactRef, json: string): void {
    const key = keyOf(ref);
    // Deleted first, so that the map stays in the order of time and only its beginning has to be looked at.
    this.#seen.delete(key);
    this.#seen.set(key, { json, at: this.#now() });
    for (const [old, { at }] of this.#seen) {
      if (this.#isFresh(at)) {
        break;
      }
      this.#seen.delete(old);
    }
  }

  /**
   * Sends a PATCH, PUT or DELETE and records it. What the contact is before is asked for first when nobody knows;
   * when that fails, nothing is sent, unless the server will not say (403, 404).
   */
  async run<T extends ContactAnswer | undefined>(write: PlannedWrite, send: () => Promise<T>): Promise<T> {
    const history = await this.#history();
    const before = history.isOn ? await this.#before(write) : undefined;
    const { kind, ref, origin, body } = write;
    const performed = { kind, ...ref, origin, body, before };
    this.#seen.delete(keyOf(ref));
    let answer: T;
    try {
      answer = await send();
    } catch (error) {
      const wasStopped = write.cancel?.aborted === true && error === write.cancel.reason;
      if (!wasStopped && mayHaveHappened(error)) {
        await history.record({ ...performed, after: undefined, outcome: "unknown" });
      }
      throw error;
    }
    if (answer) {
      this.saw(ref, answer.json);
    }
    await history.record({ ...performed, after: answer?.json, outcome: "done" });
    return answer;
  }

  /** Records a POST that succeeded; `restores` is the entry of the delete that it made good. */
  async created(
    ref: ContactRef,
    origin: string,
    body: string,
    after: string,
    restores: string | undefined,
  ): Promise<void> {
    this.saw(ref, after);
    const kind = restores === undefined ? "create" : "restore";
    const history = await this.#history();
    await history.record({
      ...{ kind, ...ref, origin, body, after },
      before: undefined,
      outcome: "done",
      ...(restores === undefined ? {} : { restores }),
    });
  }

  async #before({ ref, before, retrieve }: PlannedWrite): Promise<string | undefined> {
    const seen = this.#seen.get(keyOf(ref));
    if (before !== undefined || (seen && this.#isFresh(seen.at))) {
      return before ?? seen?.json;
    }
    try {
      return (await retrieve()).json;
    } catch (error) {
      if (error instanceof PermissionError || error instanceof NotFoundError) {
        return undefined;
      }
      throw error;
    }
  }

  #isFresh(at: number): boolean {
    return this.#now() - at < FRESH_MS;
  }
}

function keyOf({ connectionId, contactId }: ContactRef): string {
  return `${connectionId}/${contactId}`;
}

/** False when the server said no, or the request certainly never reached it. */
function mayHaveHappened(error: unknown): boolean {
  const refused =
    (error instanceof ApiError && !(error instanceof ServerError)) ||
    error instanceof RedirectError ||
    error instanceof ReadOnlyError ||
    error instanceof InvalidInputError;
  return !refused && !(error instanceof NetworkError && error.unsent);
}
