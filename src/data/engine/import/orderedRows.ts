import type { FileRecord } from "./fileRecord.ts";

/** Rows that may wait for an earlier one: what bounds the memory of a run. */
const LARGEST_WAIT = 2000;

interface Waiting<T> {
  readonly record: FileRecord;
  outcome: T | undefined;
}

/** Brings outcomes, which arrive in any order, back into the order of the file. */
export class OrderedRows<T> {
  readonly #write: (record: FileRecord, outcome: T) => Promise<void>;
  /** In the file's order. */
  readonly #waiting = new Map<number, Waiting<T>>();
  #writing: Promise<void> = Promise.resolve();
  #room: (() => void) | undefined;

  constructor(write: (record: FileRecord, outcome: T) => Promise<void>) {
    this.#write = write;
  }

  /** A row was read; resolves when there is room for another. */
  async begin(record: FileRecord): Promise<void> {
    this.#waiting.set(record.row, { record, outcome: undefined });
    if (this.#waiting.size > LARGEST_WAIT) {
      await new Promise<void>((resolve) => {
        this.#room = resolve;
      });
    }
  }

  /** What became of a row; resolves when everything up to it that can be written is. */
  async settle(row: number, outcome: T): Promise<void> {
    const waiting = this.#waiting.get(row);
    if (waiting) {
      waiting.outcome = outcome;
    }
    const settled: Waiting<T>[] = [];
    for (const [number, entry] of this.#waiting) {
      if (entry.outcome === undefined) {
        break;
      }
      settled.push(entry);
      this.#waiting.delete(number);
    }
    if (this.#waiting.size <= LARGEST_WAIT) {
      this.#room?.();
    }
    this.#writing = this.#writing.then(async () => {
      for (const { record, outcome: known } of settled) {
        if (known !== undefined) {
          await this.#write(record, known);
        }
      }
    });
    await this.#writing;
  }

  /** Gives every row that has no outcome this one. */
  async settleRest(outcome: T): Promise<void> {
    for (const [row, entry] of [...this.#waiting]) {
      if (entry.outcome === undefined) {
        await this.settle(row, outcome);
      }
    }
    await this.#writing;
  }
}
