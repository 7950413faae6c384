/** How far a run is. */
export interface Progress {
  readonly done: number;
  readonly total: number;
  /** Over the last ten seconds; undefined while that says nothing. */
  readonly perSecond: number | undefined;
  /** Undefined while the rate is. */
  readonly remainingMs: number | undefined;
}

const WINDOW_MS = 10_000;
/** Before that a rate would jump about. */
const MEANINGFUL_MS = 1_000;

/** Counts what is done and says how fast it goes. Keeps a few numbers however long the run is. */
export class RunProgress {
  readonly #total: number;
  readonly #now: () => number;
  readonly #started: number;
  #done = 0;
  /** Counts at earlier moments, oldest first, at most one for each half second. */
  readonly #marks: { readonly at: number; readonly done: number }[];

  /** @param now - ms */
  constructor(total: number, now: () => number) {
    this.#total = total;
    this.#now = now;
    this.#started = now();
    this.#marks = [{ at: this.#started, done: 0 }];
  }

  /** One more is done. */
  step(): Progress {
    this.#done++;
    const now = this.#now();
    const last = this.#marks.at(-1);
    if (!last || now - last.at >= WINDOW_MS / 20) {
      this.#marks.push({ at: now, done: this.#done });
    }
    while ((this.#marks[1]?.at ?? now) < now - WINDOW_MS) {
      this.#marks.shift();
    }
    return this.current;
  }

  get current(): Progress {
    const now = this.#now();
    const [oldest] = this.#marks;
    const elapsed = now - (oldest?.at ?? now);
    const counted = this.#done - (oldest?.done ?? 0);
    const perSecond =
      now - this.#started < MEANINGFUL_MS || counted === 0 ? undefined : (counted / elapsed) * 1_000;
    return {
      done: this.#done,
      total: this.#total,
      perSecond,
      remainingMs: perSecond === undefined ? undefined : ((this.#total - this.#done) / perSecond) * 1_000,
    };
  }
}
