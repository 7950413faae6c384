import type { Clock } from "./clock.ts";
import { RequestGate } from "./requestGate.ts";

const START = 6;
const SMALLEST = 1;
const LARGEST = 16;

/** What a scheduler is made of. */
export interface SchedulerOptions {
  readonly clock: Clock;
  /** At least 0 and less than 1; spreads the waits. */
  readonly random: () => number;
  /** Cancel: nothing more is started, what is in flight is finished. */
  readonly signal?: AbortSignal;
}

/** What the work on one item gets. */
export interface WorkContext {
  /** To be passed to every call of the client, so that one refusal makes all of them wait. */
  readonly gate: RequestGate;
  /** To be called when the item's last request was answered: another one begins while this one is written down. */
  readonly release: () => void;
}

/** How a run ended, besides what the work itself noted. */
export interface RunEnd {
  /** Items whose work was begun. */
  readonly started: number;
  /** True when a cancel ended the run before the items did. */
  readonly cancelled: boolean;
}

/**
 * Works through many items with as many requests at once as the server takes: begins with 6, one more after each
 * round without a refusal, half as many after a refusal (429, 503), between 1 and 16. All share one gate.
 *
 * Items are taken from the iterable one by one as there is room, so that a generator of any length needs no memory.
 */
export class BulkScheduler {
  readonly gate: RequestGate;
  readonly #signal: AbortSignal | undefined;
  #limit = START;

  constructor({ clock, random, signal }: SchedulerOptions) {
    this.#signal = signal;
    this.gate = new RequestGate({ clock, random, signal });
    this.gate.onDidClose(() => {
      this.#limit = Math.max(SMALLEST, this.#limit / 2);
    });
  }

  /** Requests that may be in flight now. */
  get concurrency(): number {
    return Math.floor(this.#limit);
  }

  /**
   * Calls `work` for each item. An item's failure is the work's own to note: what it throws ends the run, like an
   * error of the iterable. Then nothing more is started, what is in flight is finished, and the first error is thrown.
   *
   * @throws the `ApiError` of a server that asks for a wait of more than a minute
   */
  async run<T>(
    items: Iterable<T> | AsyncIterable<T>,
    work: (item: T, context: WorkContext) => Promise<void>,
  ): Promise<RunEnd> {
    const iterator = iteratorOf(items);
    const active = new Set<Promise<void>>();
    /** Those of the active that still ask the server. While sixteen others are written down, nothing begins. */
    const asking = new Set<Promise<undefined>>();
    const failures: unknown[] = [];
    let started = 0;
    let isDone = false;
    const isStopped = () => (this.#signal?.aborted ?? false) || failures.length > 0 || this.#isRefused();
    const begin = (item: T) => {
      started++;
      const answered = Promise.withResolvers<undefined>();
      const release = () => {
        asking.delete(answered.promise);
        answered.resolve(undefined);
      };
      asking.add(answered.promise);
      const running: Promise<void> = work(item, { gate: this.gate, release })
        .then(() => this.#grow())
        .catch((error: unknown) => {
          if (this.#signal?.aborted === true && error === this.#signal.reason) {
            started--; // Cancelled before its first request was sent.
          } else {
            failures.push(error);
          }
        })
        .finally(() => {
          release();
          active.delete(running);
        });
      active.add(running);
    };
    try {
      while (!isDone && !isStopped()) {
        if (asking.size >= this.concurrency) {
          await Promise.race(asking);
          continue;
        }
        if (active.size - asking.size >= LARGEST) {
          await Promise.race(active);
          continue;
        }
        await this.gate.untilOpen(this.#signal ? [this.#signal] : []);
        if (isStopped() || asking.size >= this.concurrency) {
          continue;
        }
        const next = await iterator.next();
        if (next.done === true) {
          isDone = true;
        } else if (isStopped()) {
          break;
        } else {
          begin(next.value);
        }
      }
    } catch (error) {
      failures.push(error);
    } finally {
      await Promise.all(active);
      if (!isDone) {
        await iterator.return?.();
      }
    }
    if (failures.length > 0) {
      throw failures[0];
    }
    if (this.gate.tooLong) {
      throw this.gate.tooLong;
    }
    return { started, cancelled: !isDone };
  }

  #isRefused(): boolean {
    return this.gate.tooLong !== undefined;
  }

  #grow(): void {
    if (this.gate.isOpen) {
      this.#limit = Math.min(LARGEST, this.#limit + 1 / this.#limit);
    }
  }
}

function iteratorOf<T>(items: Iterable<T> | AsyncIterable<T>): Iterator<T> | AsyncIterator<T> {
  return Symbol.asyncIterator in items ? items[Symbol.asyncIterator]() : items[Symbol.iterator]();
}
