import type { ContactAnswer } from "../api/contacts.ts";
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
import type { WriteKind } from "../model/historyEntry.ts";
import type { ContactRef } from "./contactStore.ts";
import type { HistoryStore } from "./historyStore.ts";
import type { SeenTexts } from "./seenTexts.ts";

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

/** A create that succeeded. */
export interface PerformedCreate {
  readonly ref: ContactRef;
  readonly origin: string;
  readonly body: string;
  readonly after: string;
  /** The id of the entry of the delete that it made good. */
  readonly restores: string | undefined;
}

/** Sends writes and records each with what the contact was before, for history, undo and trash. */
export class WriteRecorder {
  readonly #history: HistoryStore;
  readonly #seen: SeenTexts;

  constructor(history: HistoryStore, seen: SeenTexts) {
    this.#history = history;
    this.#seen = seen;
  }

  /**
   * Sends a PATCH, PUT or DELETE and records it. What the contact is before is asked for first when nobody knows;
   * when that fails, nothing is sent, unless the server will not say (403, 404).
   */
  async run<T extends ContactAnswer | undefined>(write: PlannedWrite, send: () => Promise<T>): Promise<T> {
    const { kind, ref, origin, body } = write;
    const before = this.#history.isOn ? await this.#before(write) : undefined;
    const performed = { kind, ...ref, origin, body, before };
    this.#seen.forget(ref);
    let answer: T;
    try {
      answer = await send();
    } catch (error) {
      const wasStopped = write.cancel?.aborted === true && error === write.cancel.reason;
      if (!wasStopped && mayHaveHappened(error)) {
        await this.#history.record({ ...performed, after: undefined, outcome: "unknown" });
      }
      throw error;
    }
    if (answer) {
      this.#seen.saw(ref, answer.json);
    }
    await this.#history.record({ ...performed, after: answer?.json, outcome: "done" });
    return answer;
  }

  /** Records a POST that succeeded. */
  async created({ ref, origin, body, after, restores }: PerformedCreate): Promise<void> {
    this.#seen.saw(ref, after);
    await this.#history.record({
      kind: restores === undefined ? "create" : "restore",
      ...{ ...ref, origin, body, after },
      before: undefined,
      outcome: "done",
      ...(restores === undefined ? {} : { restores }),
    });
  }

  async #before({ ref, before, retrieve }: PlannedWrite): Promise<string | undefined> {
    const known = before ?? this.#seen.fresh(ref);
    if (known !== undefined) {
      return known;
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
}

/** False when the server said no, or the request certainly never reached it. */
function mayHaveHappened(error: unknown): boolean {
  const isRefused =
    (error instanceof ApiError && !(error instanceof ServerError)) ||
    error instanceof RedirectError ||
    error instanceof ReadOnlyError ||
    error instanceof InvalidInputError;
  return !isRefused && !(error instanceof NetworkError && error.unsent);
}
