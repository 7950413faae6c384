import type { Clock } from "./clock.ts";
import { type ApiError, RateLimitError, ServerError } from "./errors.ts";
import { pause } from "./interruption.ts";
import { DEFAULT_LIMITS } from "./limits.ts";
import { RequestPace } from "./requestPace.ts";

/** The first wait after a refusal that names none, in ms; doubles with each refusal in a row. */
const FIRST_WAIT_MS = 1_000;
const LONGEST_OWN_WAIT_MS = 30_000;
/** Added to a wait that the server names, so that it is never undercut, as a part of it. */
const JITTER = 0.1;

/** What a gate is made of. */
export interface GateOptions {
  readonly clock: Clock;
  /** At least 0 and less than 1. */
  readonly random: () => number;
  /** Aborted by a cancel: what has not begun to write does not begin any more. */
  readonly signal?: AbortSignal | undefined;
  /** The longest `Retry-After` that is waited for, in ms; default 60 s. */
  readonly longestWaitMs?: number;
}

/**
 * One gate for all requests of a bulk run: when the server refuses one of them for its number (429, 503), all of
 * them wait for as long as it asks. A request that passes its refusals one by one would only earn more of them.
 */
export class RequestGate {
  readonly signal: AbortSignal | undefined;
  readonly #clock: Clock;
  readonly #random: () => number;
  readonly #longestWaitMs: number;
  readonly #onClose = new Set<() => void>();
  readonly #pace = new RequestPace();
  #opensAt = 0;
  #refusals = 0;
  #tooLong: ApiError | undefined;

  constructor({ clock, random, signal, longestWaitMs }: GateOptions) {
    this.signal = signal;
    this.#clock = clock;
    this.#random = random;
    this.#longestWaitMs = longestWaitMs ?? DEFAULT_LIMITS.retryAfterMs;
  }

  get isOpen(): boolean {
    return this.#clock.now() >= this.#opensAt;
  }

  /** How long it stays closed, in ms; 0 when it is open. */
  get remainingMs(): number {
    return Math.max(0, this.#opensAt - this.#clock.now());
  }

  /** The refusal that asked for a longer wait than anybody should sit through: the run has to end. */
  get tooLong(): ApiError | undefined {
    return this.#tooLong;
  }

  /** Calls back each time that the open gate closes; the returned function ends that. */
  onDidClose(callback: () => void): () => void {
    this.#onClose.add(callback);
    return () => this.#onClose.delete(callback);
  }

  /** Resolves when the gate is open, or when one of the signals is aborted: the caller looks at its signals. */
  async untilOpen(signals: readonly AbortSignal[] = []): Promise<void> {
    while (!this.isOpen && !isAborted(signals)) {
      await pause(this.#clock, this.#opensAt - this.#clock.now(), signals);
    }
  }

  /**
   * As {@link untilOpen}, and then waits for a place in the pace that the server takes. The run's own cancel ends the
   * wait at a closed gate, and nothing else: the gate is still closed then.
   */
  async pass(signals: readonly AbortSignal[] = []): Promise<void> {
    const ends = this.signal ? [...signals, this.signal] : signals;
    for (;;) {
      await this.untilOpen(ends);
      if (this.remainingMs > 0) {
        return;
      }
      const now = this.#clock.now();
      const place = this.#pace.place(now);
      if (place > now && !isAborted(signals)) {
        await pause(this.#clock, place - now, signals);
      }
      if (this.isOpen || isAborted(ends)) {
        return;
      }
    }
  }

  /**
   * Tells the gate how a request failed; only 429 and 503 close it.
   * @returns whether it was such a refusal
   */
  refused(failure: unknown): failure is ApiError {
    const isRefusal =
      failure instanceof RateLimitError || (failure instanceof ServerError && failure.status === 503);
    if (!isRefusal) {
      return false;
    }
    const asked = failure.retryAfterMs ?? 0;
    if (asked > this.#longestWaitMs) {
      this.#tooLong ??= failure;
      return true;
    }
    const now = this.#clock.now();
    const wasOpen = this.isOpen;
    this.#refusals += wasOpen ? 1 : 0;
    // Requests that were under way when the gate closed may be refused as well: the latest time counts.
    const bound = Math.min(LONGEST_OWN_WAIT_MS, FIRST_WAIT_MS * 2 ** (this.#refusals - 1));
    const wait = asked > 0 ? asked * (1 + JITTER * this.#random()) : wasOpen ? bound * this.#random() : 0;
    this.#opensAt = Math.max(this.#opensAt, now + wait);
    if (wasOpen) {
      this.#pace.refused(now, this.#opensAt);
      this.#onClose.forEach((callback) => callback());
    }
    return true;
  }

  /** Tells the gate that a request was answered: our own waits begin small again. */
  answered(): void {
    this.#pace.answered();
    if (this.isOpen) {
      this.#refusals = 0;
    }
  }
}

const isAborted = (signals: readonly AbortSignal[]): boolean => signals.some(({ aborted }) => aborted);
