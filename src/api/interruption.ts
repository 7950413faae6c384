import type { Clock } from "./clock.ts";

/** Our own deadline has passed. Internal: the engine turns it into a NetworkError `timeout`. */
export class DeadlinePassed extends Error {
  override readonly name = "DeadlinePassed";
}

/**
 * What may end one attempt from outside: the caller's signals and our deadlines. Races against it rather than
 * trusting the transport to obey its signal, because a transport is the host's, and hosts patch.
 */
export class Interruption {
  readonly #clock: Clock;
  readonly #signals: readonly AbortSignal[];
  readonly #controller = new AbortController();
  readonly #interrupted: Promise<never>;
  readonly #cancels = new Map<string, () => void>();
  #interruptedBefore = false;
  #reject: (failure: Error) => void = () => undefined;
  readonly #onAbort = (): void => {
    this.#interrupt();
  };

  constructor(clock: Clock, signals: readonly AbortSignal[]) {
    this.#clock = clock;
    this.#signals = signals;
    this.#interrupted = new Promise<never>((_resolve, reject) => {
      this.#reject = reject;
    });
    // Often nobody is racing when the interruption comes.
    this.#interrupted.catch(() => undefined);
    for (const signal of signals) {
      signal.addEventListener("abort", this.#onAbort, { once: true });
    }
    if (signals.some((signal) => signal.aborted)) {
      this.#interrupt();
    }
  }

  /** For the transport. Aborted without the caller's reason: that is given back by whoever holds the signal. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  #interrupt(): void {
    this.#interruptedBefore = true;
    this.#reject(new DeadlinePassed());
    this.#controller.abort();
  }

  /** Starts or restarts the deadline of this name. */
  arm(name: string, milliseconds: number): void {
    this.disarm(name);
    this.#cancels.set(
      name,
      this.#clock.setTimeout(() => {
        this.#interrupt();
      }, milliseconds),
    );
  }

  /** Stops the deadline of this name. */
  disarm(name: string): void {
    this.#cancels.get(name)?.();
    this.#cancels.delete(name);
  }

  /**
   * @returns the promise's own outcome
   * @throws DeadlinePassed if a deadline or an abort comes first; a late outcome of the promise is ignored
   */
  async race<T>(promise: Promise<T>): Promise<T> {
    try {
      return await Promise.race([promise, this.#interrupted]);
    } catch (failure) {
      // A transport that obeys its signal rejects too; why it was aborted is known here only.
      throw this.#interruptedBefore ? new DeadlinePassed() : failure;
    }
  }

  /** Drops the connection of an answer that is not read to its end. */
  discard(): void {
    this.#controller.abort();
  }

  /** Clears every timer and listener, so that the process can exit. */
  dispose(): void {
    for (const cancel of this.#cancels.values()) {
      cancel();
    }
    this.#cancels.clear();
    for (const signal of this.#signals) {
      signal.removeEventListener("abort", this.#onAbort);
    }
  }
}

/** Waits, unless one of the signals is aborted first. Does not tell which: the caller looks at its signals. */
export async function pause(
  clock: Clock,
  milliseconds: number,
  signals: readonly AbortSignal[],
): Promise<void> {
  if (milliseconds <= 0) {
    return;
  }
  const interruption = new Interruption(clock, signals);
  interruption.arm("pause", milliseconds);
  try {
    await interruption.race(new Promise<never>(() => undefined));
  } catch {
    // Either end of the wait comes this way.
  } finally {
    interruption.dispose();
  }
}
