import type { Clock } from "../../../../src/api/clock.ts";

interface Timer {
  readonly at: number;
  readonly callback: () => void;
}

/** A clock that stands still until a test moves it. */
export class FakeClock implements Clock {
  #now = Date.parse("2026-01-01T00:00:00Z");
  readonly #timers = new Set<Timer>();
  readonly #armed = new Map<number, number>();
  readonly #watchers = new Set<() => void>();

  now(): number {
    return this.#now;
  }

  setTimeout(callback: () => void, milliseconds: number): () => void {
    const timer = { at: this.#now + milliseconds, callback };
    this.#timers.add(timer);
    this.#armed.set(milliseconds, (this.#armed.get(milliseconds) ?? 0) + 1);
    for (const watcher of this.#watchers) {
      watcher();
    }
    return () => this.#timers.delete(timer);
  }

  /** Timers that would keep a process alive. */
  get pending(): number {
    return this.#timers.size;
  }

  /** Moves time on and fires what is due, in order. */
  advance(milliseconds: number): void {
    const end = this.#now + milliseconds;
    for (;;) {
      const due = [...this.#timers].filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
      if (due === undefined) {
        break;
      }
      this.#timers.delete(due);
      this.#now = Math.max(this.#now, due.at);
      due.callback();
    }
    this.#now = end;
  }

  /** Moves time to the next timer that is due, if there is one. */
  advanceToNext(): void {
    const next = Math.min(...[...this.#timers].map(({ at }) => at));
    if (Number.isFinite(next)) {
      this.advance(Math.max(0, next - this.#now));
    }
  }

  /** Resolves once a timer of exactly this length has been set that many times. */
  async armed(milliseconds: number, times = 1): Promise<void> {
    await new Promise<void>((resolve) => {
      const look = (): void => {
        if ((this.#armed.get(milliseconds) ?? 0) >= times) {
          this.#watchers.delete(look);
          resolve();
        }
      };
      this.#watchers.add(look);
      look();
    });
  }

  /** For in-memory transports: moves time to the next timer whenever nothing else is left to happen. */
  async drive<T>(work: Promise<T>): Promise<T> {
    let settled = false;
    const settle = (): void => {
      settled = true;
    };
    work.then(settle, settle);
    const isSettled = (): boolean => settled;
    while (!isSettled()) {
      for (let turn = 0; turn < 4; turn += 1) {
        await new Promise((resolve) => setImmediate(resolve));
      }
      if (!isSettled()) {
        this.advanceToNext();
      }
    }
    return work;
  }
}
