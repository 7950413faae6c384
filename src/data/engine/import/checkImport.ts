import { FileProblemError } from "./fileProblem.ts";
import { fileRecords, type ReadingOptions } from "./fileRecords.ts";
import type { RowProblem, RowReading } from "./importRow.ts";
import type { ImportSource } from "./importSource.ts";
import { isLostCreate } from "./lostCreates.ts";
import { RowChecker } from "./rowChecker.ts";

/** Rows with problems that are kept to be shown. */
export const PROBLEMS_SHOWN = 200;

/** How a file's rows are read and turned into contacts. */
export interface ImportReading {
  readonly source: ImportSource;
  readonly options: ReadingOptions;
  readonly rows: RowReading;
}

/** A row that has problems. */
export interface ProblemRow {
  readonly row: number;
  readonly line: number;
  readonly problems: readonly RowProblem[];
}

/** What the first pass over a file found. Nothing of it grows with the file. */
export interface ImportCheck {
  readonly rows: number;
  /** Rows that can be sent. */
  readonly ready: number;
  /** Rows with errors. */
  readonly invalid: number;
  /** Rows that can be sent although something about them is odd. */
  readonly warned: number;
  /** Rows that an earlier import has done. */
  readonly done: number;
  /** Rows to send by which a contact could exist already: they have a source id or an id. */
  readonly keyed: number;
  /** Rows to send of which an earlier import does not know whether it created them: they are looked for first. */
  readonly unclear: number;
  /** Every inbox that a row to send names. */
  readonly inboxIds: readonly string[];
  /** The first {@link PROBLEMS_SHOWN} rows with problems, errors and warnings. */
  readonly problems: readonly ProblemRow[];
  /** The file as it was checked. */
  readonly stamp: { readonly size: number; readonly changed: number };
}

/** How a pass over a file is watched and stopped. */
export interface PassOptions {
  readonly signal: AbortSignal;
  /** Told of the number of rows so far, now and then. */
  readonly onProgress?: (rows: number) => void;
}

const PROGRESS_ROWS = 1000;

/**
 * Reads the whole file and checks every row. Sends nothing.
 *
 * @throws FileProblemError for a file that cannot be read to its end or has no row; the signal's reason
 */
export async function checkImport(
  { source, options, rows: reading }: ImportReading,
  { signal, onProgress }: PassOptions,
): Promise<ImportCheck> {
  const stamp = await source.stamp();
  const checker = new RowChecker(reading);
  const problems: ProblemRow[] = [];
  const inboxIds = new Set<string>();
  const counts = { rows: 0, ready: 0, invalid: 0, warned: 0, done: 0, keyed: 0, unclear: 0 };
  for await (const record of fileRecords(source, options)) {
    signal.throwIfAborted();
    const { verdict, row } = checker.check(record);
    counts.rows += 1;
    counts[verdict] += 1;
    if (verdict === "ready") {
      counts.warned += row.problems.length > 0 ? 1 : 0;
      counts.keyed += row.id !== undefined || row.sourceId !== undefined ? 1 : 0;
      counts.unclear += isLostCreate(row) ? 1 : 0;
      row.inboxIds.forEach((id) => inboxIds.add(id));
    }
    if (verdict !== "done" && row.problems.length > 0 && problems.length < PROBLEMS_SHOWN) {
      problems.push({ row: row.row, line: row.line, problems: row.problems });
    }
    if (counts.rows % PROGRESS_ROWS === 0) {
      onProgress?.(counts.rows);
    }
  }
  if (counts.rows === 0) {
    throw new FileProblemError("empty");
  }
  return { ...counts, inboxIds: [...inboxIds], problems, stamp };
}

/** @throws FileProblemError `changed` when the file is no longer what was checked */
export async function assertUnchanged(source: ImportSource, { stamp }: ImportCheck): Promise<void> {
  const now = await source.stamp();
  if (now.size !== stamp.size || now.changed !== stamp.changed) {
    throw new FileProblemError("changed");
  }
}
