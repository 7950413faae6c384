import { hash } from "node:crypto";

const FIRST_SIZE = 1024;
const FULLEST = 0.6;

/**
 * Which row had a key first, for millions of keys: twelve bytes for each place instead of a string. Keys are compared
 * by 64 bits of a hash; that two of a million differ and look the same happens once in 37 million files.
 */
export class SeenKeys {
  #high = new Uint32Array(FIRST_SIZE);
  #low = new Uint32Array(FIRST_SIZE);
  /** 0: the place is free. */
  #rows = new Uint32Array(FIRST_SIZE);
  #count = 0;

  /** @param row - from 1. @returns the row that had the key before, or undefined: then this one has it */
  add(key: string, row: number): number | undefined {
    if (this.#count >= this.#rows.length * FULLEST) {
      this.#grow();
    }
    const digest = hash("sha1", key, "buffer");
    const [high, low] = [digest.readUInt32LE(0), digest.readUInt32LE(4)];
    const place = this.#placeOf(high, low);
    const before = this.#rows[place] ?? 0;
    if (before === 0) {
      this.#put(place, high, low, row);
      this.#count += 1;
      return undefined;
    }
    return before;
  }

  /** The place that has this hash, or the free one where it belongs. */
  #placeOf(high: number, low: number): number {
    const mask = this.#rows.length - 1;
    let place = low & mask;
    while (this.#rows[place] !== 0 && (this.#low[place] !== low || this.#high[place] !== high)) {
      place = (place + 1) & mask;
    }
    return place;
  }

  #put(place: number, high: number, low: number, row: number): void {
    this.#high[place] = high;
    this.#low[place] = low;
    this.#rows[place] = row;
  }

  #grow(): void {
    const [high, low, rows] = [this.#high, this.#low, this.#rows];
    const size = rows.length * 2;
    [this.#high, this.#low, this.#rows] = [
      new Uint32Array(size),
      new Uint32Array(size),
      new Uint32Array(size),
    ];
    for (const [place, row] of rows.entries()) {
      if (row !== 0) {
        const [oldHigh = 0, oldLow = 0] = [high[place], low[place]];
        this.#put(this.#placeOf(oldHigh, oldLow), oldHigh, oldLow, row);
      }
    }
  }
}
