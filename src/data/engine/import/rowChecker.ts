import type { FileRecord } from "./fileRecord.ts";
import { type ImportRow, importRow, type RowProblem, type RowReading } from "./importRow.ts";
import { SeenKeys } from "./seenKeys.ts";

/** Statuses of an earlier import that need no second one. */
const DONE = new Set(["created", "updated", "unchanged", "skipped"]);

/** What is to be done with a row: send it, leave it out for its errors, or nothing since an earlier import did it. */
export interface CheckedRow {
  readonly verdict: "ready" | "invalid" | "done";
  readonly row: ImportRow;
}

/** Checks row after row of one reading of a file; the same file gives the same verdicts each time. */
export class RowChecker {
  readonly #reading: RowReading;
  readonly #seen = new SeenKeys();

  constructor(reading: RowReading) {
    this.#reading = reading;
  }

  check(record: FileRecord): CheckedRow {
    const row = importRow(record, this.#reading);
    if (row.status !== undefined && DONE.has(row.status)) {
      return { verdict: "done", row };
    }
    const problems = [...row.problems, ...this.#duplicates(row)];
    return {
      verdict: problems.some(({ severity }) => severity === "error") ? "invalid" : "ready",
      row: { ...row, problems },
    };
  }

  #duplicates({ row, id, sourceId, inboxIds }: ImportRow): readonly RowProblem[] {
    const problems: RowProblem[] = [];
    if (id !== undefined) {
      const before = this.#seen.add(`id\n${id}`, row);
      if (before !== undefined) {
        problems.push({ code: "duplicateId", severity: "error", target: "id", detail: String(before) });
      }
    }
    if (sourceId !== undefined) {
      const before = inboxIds
        .map((inboxId) => this.#seen.add(`${inboxId}\n${sourceId}`, row))
        .find((other) => other !== undefined && other !== row);
      if (before !== undefined) {
        problems.push({
          ...{ code: "duplicateSourceId", severity: "error", target: "sourceId", detail: String(before) },
        });
      }
    }
    return problems;
  }
}
