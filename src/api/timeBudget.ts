import type { Clock } from "./clock.ts";

/** How long all attempts at one thing may take together. */
export class TimeBudget {
  readonly #clock: Clock;
  #end: number;

  constructor(clock: Clock, totalMs: number) {
    this.#clock = clock;
    this.#end = clock.now() + totalMs;
  }

  /** What is left, in ms; 0 or less when the time is up. */
  get remainingMs(): number {
    return this.#end - this.#clock.now();
  }

  /** Gives back the time of a wait that is not the request's own: at the gate of a bulk run. */
  extend(milliseconds: number): void {
    this.#end += milliseconds;
  }
}
