/** A sliding window, as DRF's SimpleRateThrottle keeps it. */
export class RateLimit {
  readonly #now: () => number;
  /** Times of the requests accepted within the window, oldest first. */
  #accepted: number[] = [];
  #perSecond: number | undefined;

  constructor(perSecond: number | undefined, now: () => number) {
    this.#perSecond = perSecond;
    this.#now = now;
  }

  /** Sets another limit and forgets what was counted. */
  setRate(perSecond: number | undefined): void {
    this.#perSecond = perSecond;
    this.#accepted = [];
  }

  /** Counts one request. @returns undefined when it may pass, else the seconds to wait, rounded up */
  take(): number | undefined {
    if (this.#perSecond === undefined) return undefined;
    // Less than one a second is one in a longer window.
    const window = Math.max(1, 1 / this.#perSecond) * 1000;
    const limit = Math.max(1, Math.floor(this.#perSecond));
    const now = this.#now();
    this.#accepted = this.#accepted.filter((time) => time > now - window);
    const [oldest] = this.#accepted;
    if (oldest === undefined || this.#accepted.length < limit) {
      this.#accepted.push(now);
      return undefined;
    }
    return Math.max(1, Math.ceil((oldest + window - now) / 1000));
  }
}
