import { BulkScheduler } from "../../../api/bulkScheduler.ts";
import type { Clock } from "../../../api/clock.ts";
import type { ContactAnswer, Contacts, RequestOptions } from "../../../api/contacts.ts";
import { AmbiguousWriteError, ApiError } from "../../../api/errors.ts";
import type { JsonText } from "../../../api/schemas.ts";
import { HOPELESS_IN_A_ROW, isAboutConnection, isFinal } from "../bulk/runBulk.ts";
import { assertUnchanged, type ImportCheck, type ImportReading } from "./checkImport.ts";
import { existingContacts } from "./existingContacts.ts";
import type { FileRecord } from "./fileRecord.ts";
import { fileRecords } from "./fileRecords.ts";
import type { ImportRow, RowProblem } from "./importRow.ts";
import { isLostCreate, LostCreates } from "./lostCreates.ts";
import { OrderedRows } from "./orderedRows.ts";
import { planRow, type PlannedRow, type PlanProblem, type Policy } from "./planRow.ts";
import { type CheckedRow, RowChecker } from "./rowChecker.ts";

/** Writes of an import: in the extension the contact store, so that lists and history follow. */
export interface ImportWrites {
  readonly create: (body: JsonText, options: RequestOptions) => Promise<ContactAnswer>;
  readonly update: (
    id: string,
    body: JsonText,
    options: RequestOptions & { readonly before: string },
  ) => Promise<ContactAnswer>;
}

/** What became of a row. In a dry run `created` and `updated` mean what would be. */
export type RowOutcome =
  | { readonly status: "created" | "unchanged" | "skipped"; readonly id: string }
  | { readonly status: "updated"; readonly id: string; readonly fields: readonly string[] }
  | { readonly status: "invalid"; readonly problems: readonly RowProblem[] }
  | { readonly status: "failed"; readonly id: string; readonly problem: PlanProblem }
  | { readonly status: "failed" | "unclear"; readonly id: string; readonly error: unknown }
  /** An earlier import has done it, with this status. */
  | { readonly status: "done"; readonly before: string }
  /** The run ended before it was this one's turn. */
  | { readonly status: "notSent" };

export type OutcomeCounts = Readonly<Record<RowOutcome["status"], number>>;

/** What a run needs. */
export interface ImportRun {
  readonly reading: ImportReading;
  readonly check: ImportCheck;
  readonly policy: Policy;
  readonly contacts: Contacts;
  /** Undefined: a dry run, nothing is written. */
  readonly writes: ImportWrites | undefined;
  readonly clock: Clock;
  /** At least 0 and less than 1. */
  readonly random: () => number;
  /** Cancel: what is in flight is finished, nothing more is started. */
  readonly signal: AbortSignal;
  /** Told of each row in the file's order. */
  readonly onRow: (record: FileRecord, outcome: RowOutcome, row: ImportRow | undefined) => Promise<void>;
  readonly onProgress: (counts: OutcomeCounts) => void;
  /** Told how many contacts were read to know which exist. */
  readonly onLookUp?: (read: number) => void;
  /** The server refused a request for their number or its own state: nothing is sent for so many ms. */
  readonly onPause?: (milliseconds: number) => void;
}

/** How a run ended. */
export interface ImportEnd {
  readonly counts: OutcomeCounts;
  readonly cancelled: boolean;
  /** Why it gave up: the key was refused, the connection is gone, the server wants a long pause. */
  readonly stoppedBy?: unknown;
}

/**
 * The second pass: reads the file again and sends row by row, holding no more than waits for an answer. After a
 * cancel or a refusal of the connection the rest of the rows is told as `notSent`, so that a result names every row.
 *
 * @throws FileProblemError when the file changed since it was checked; the failure of looking for existing contacts
 */
export async function runImport(run: ImportRun): Promise<ImportEnd> {
  const { reading, check, contacts, signal, onProgress } = run;
  await assertUnchanged(reading.source, check);
  const giveUp = new AbortController();
  const stop = AbortSignal.any([signal, giveUp.signal]);
  const scheduler = new BulkScheduler({ clock: run.clock, random: run.random, signal: stop });
  scheduler.gate.onDidClose(() => run.onPause?.(scheduler.gate.remainingMs));
  const existing = await existingContacts(contacts, check, {
    ...{ signal, gate: scheduler.gate },
    ...(run.onLookUp ? { onProgress: run.onLookUp } : {}),
  });
  const counts = emptyCounts();
  let stoppedBy: unknown;
  let hopelessInARow = 0;
  const rows = new OrderedRows<{ readonly outcome: RowOutcome; readonly row: ImportRow | undefined }>(
    async (record, { outcome, row }) => run.onRow(record, outcome, row),
  );
  const settle = async (number: number, outcome: RowOutcome, row: ImportRow | undefined) => {
    counts[outcome.status] += 1;
    const error = "error" in outcome ? outcome.error : undefined;
    hopelessInARow = isAboutConnection(error) ? hopelessInARow + 1 : 0;
    if (isFinal(error) || hopelessInARow >= HOPELESS_IN_A_ROW) {
      stoppedBy ??= error;
      giveUp.abort();
    }
    await rows.settle(number, { outcome, row });
    onProgress(counts);
  };
  const checker = new RowChecker(reading.rows);
  const lost = new LostCreates(contacts);
  const records = fileRecords(reading.source, reading.options);
  /** Not closed with the run: the rest of the file is still to be told. */
  const ready = async function* (): AsyncGenerator<CheckedRow, void, undefined> {
    for (let next = await records.next(); next.done !== true; next = await records.next()) {
      const checked = checker.check(next.value);
      await rows.begin(next.value);
      if (checked.verdict === "ready") {
        yield checked;
      } else {
        await settle(checked.row.row, withoutSending(checked), checked.row);
      }
    }
  };
  try {
    await scheduler.run(ready(), async ({ row }, { gate }) => {
      let isOpen = isLostCreate(row);
      try {
        const id = isOpen ? await lost.find(row, { gate }) : undefined;
        isOpen = false;
        if (id !== undefined) {
          await settle(row.row, { status: "unchanged", id }, row);
          return;
        }
        let planned = planRow(row, await existing.find(row, { gate }), run.policy);
        if (planned.action === "update" && run.writes && !existing.isFresh) {
          planned = planRow(row, [await contacts.retrieve(planned.id, { gate })], run.policy);
        }
        await settle(row.row, await performed(planned, run.writes, { gate }), row);
      } catch (error) {
        const isCancelled = stop.aborted && error === stop.reason;
        const status = error instanceof AmbiguousWriteError || isOpen ? "unclear" : "failed";
        await settle(row.row, isCancelled ? { status: "notSent" } : { status, id: "", error }, row);
      }
    });
  } catch (error) {
    // The scheduler's own refusal: a pause of more than a minute.
    if (!(error instanceof ApiError)) {
      throw error;
    }
    stoppedBy ??= error;
  } finally {
    if (stop.aborted || stoppedBy !== undefined) {
      await tellRest();
    }
    await records.return();
  }
  return { counts, cancelled: signal.aborted, ...(stoppedBy === undefined ? {} : { stoppedBy }) };

  /** What was read and not begun, then what was not even read. */
  async function tellRest(): Promise<void> {
    const told = counts.notSent;
    await rows.settleRest({ outcome: { status: "notSent" }, row: undefined });
    for (let next = await records.next(); next.done !== true; next = await records.next()) {
      const checked = checker.check(next.value);
      const outcome: RowOutcome =
        checked.verdict === "ready" ? { status: "notSent" } : withoutSending(checked);
      counts[outcome.status] += 1;
      await run.onRow(next.value, outcome, checked.row);
    }
    // Rows in between were counted by nobody: what is left of all rows.
    const counted = Object.values(counts).reduce((sum, count) => sum + count, 0);
    counts.notSent = Math.max(told, counts.notSent) + Math.max(0, check.rows - counted);
    onProgress(counts);
  }
}

function withoutSending({ verdict, row }: CheckedRow): RowOutcome {
  return verdict === "invalid"
    ? { status: "invalid", problems: row.problems }
    : { status: "done", before: row.status ?? "" };
}

async function performed(
  planned: PlannedRow,
  writes: ImportWrites | undefined,
  options: RequestOptions,
): Promise<RowOutcome> {
  switch (planned.action) {
    case "create":
      return { status: "created", id: (await writes?.create(planned.body, options))?.contact.id ?? "" };
    case "update": {
      const { id, body, before, fields } = planned;
      await writes?.update(id, body, { ...options, before });
      return { status: "updated", id, fields };
    }
    case "unchanged":
      return { status: "unchanged", id: planned.id };
    case "skip":
      return { status: "skipped", id: planned.id };
    case "fail":
      return { status: "failed", id: planned.id ?? "", problem: planned.problem };
  }
}

function emptyCounts(): Record<RowOutcome["status"], number> {
  return {
    ...{ created: 0, updated: 0, unchanged: 0, skipped: 0, invalid: 0, failed: 0 },
    ...{ unclear: 0, done: 0, notSent: 0 },
  };
}
