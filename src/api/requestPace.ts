/** The first guess, as a part of what got through: a throttle's window does not begin with our first request. */
const FIRST_GUESS = 0.96;
/** Places that a busy process let pass within this time are taken later; an idle pause is not made up for. */
const CATCH_UP_MS = 20;
/** Where the pace starts again after a refusal, as a part of the pace that was refused. */
const STEP_BACK = 0.98;
/** The same while searching, since a window lags behind, and after a refusal on the heels of the last one. */
const LEAP_BACK = 0.94;
const ON_THE_HEELS_MS = 3_000;
/** Growth in a second while only a first guess is known, and near a pace that was refused. */
const SEARCHING = 0.03;
const HOLDING = 0.0005;
/** After this time without a refusal the growth itself grows: the server may take more by now. */
const PATIENCE_MS = 20_000;

/**
 * The number of requests a second that a server takes, learned from its refusals. Unbounded until the first one;
 * its guess is then what got through until the gate opened again. Throttles count in windows of whole seconds and
 * round the wait up, so that time is rounded down, and a steady pace just below the limit gets more through than
 * bursts between waits.
 */
export class RequestPace {
  #perSecond = Number.POSITIVE_INFINITY;
  #refusals = 0;
  #answered = 0;
  #since: number | undefined;
  #openedAt = 0;
  #grownAt = 0;
  #next = 0;

  /** When a request may be sent that is ready now (ms, as all times here); takes that place. */
  place(now: number): number {
    this.#since ??= now;
    if (this.#refusals === 1 && !Number.isFinite(this.#perSecond)) {
      // Only now: what was under way at the refusal has been answered meanwhile.
      const window = Math.max(1, Math.floor((this.#openedAt - this.#since) / 1_000));
      this.#perSecond = (FIRST_GUESS * Math.max(this.#answered, 1)) / window;
      this.#grownAt = now;
    }
    this.#grow(now);
    const place = Math.max(now, this.#next);
    this.#next = Math.max(this.#next, now - CATCH_UP_MS) + 1_000 / this.#perSecond;
    return place;
  }

  /** A request was answered. */
  answered(): void {
    this.#answered++;
  }

  /** A request was refused at `now`, and nothing is sent before `opensAt`. */
  refused(now: number, opensAt: number): void {
    this.#grow(now);
    if (this.#refusals > 0) {
      const isFar = this.#refusals === 1 || now - this.#openedAt < ON_THE_HEELS_MS;
      this.#perSecond *= isFar ? LEAP_BACK : STEP_BACK;
    }
    this.#refusals++;
    this.#openedAt = opensAt;
    this.#grownAt = opensAt;
    this.#next = opensAt;
  }

  #grow(now: number): void {
    const seconds = (now - this.#grownAt) / 1_000;
    if (this.#refusals === 0 || seconds <= 0) {
      return;
    }
    const patience = Math.max(1, (now - this.#openedAt) / PATIENCE_MS) ** 2;
    this.#perSecond *= (1 + (this.#refusals === 1 ? SEARCHING : HOLDING * patience)) ** seconds;
    this.#grownAt = now;
  }
}
