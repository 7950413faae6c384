/** Time as the API client sees it: injected, so that tests never sleep. */
export interface Clock {
  /** Wall clock in milliseconds since the epoch: `Retry-After` may be a date. */
  now(): number;
  /** Calls `callback` once after `milliseconds`; the returned function cancels it. */
  setTimeout(callback: () => void, milliseconds: number): () => void;
}

/** The machine's own clock. */
export const systemClock: Clock = {
  now: () => Date.now(),
  setTimeout(callback, milliseconds) {
    const timer = globalThis.setTimeout(callback, milliseconds);
    return () => clearTimeout(timer);
  },
};
