import { systemClock } from "../../../../src/api/clock.ts";
import type { MaiAgentClient } from "../../../../src/api/client.ts";
import { checkImport, type ImportReading } from "../../../../src/data/engine/import/checkImport.ts";
import { guessMapping } from "../../../../src/data/engine/import/columnMapping.ts";
import { detectLayout } from "../../../../src/data/engine/import/detectLayout.ts";
import { fileRecords } from "../../../../src/data/engine/import/fileRecords.ts";
import type { InboxTarget } from "../../../../src/data/engine/import/inboxNames.ts";
import { columnsOf } from "../../../../src/data/engine/import/previewFile.ts";
import type { Policy } from "../../../../src/data/engine/import/planRow.ts";
import { ResultText } from "../../../../src/data/engine/import/resultText.ts";
import { type ImportEnd, runImport, type RowOutcome } from "../../../../src/data/engine/import/runImport.ts";
import { memorySource } from "./memorySource.ts";

/** What a run of an import left behind. */
export interface Imported extends ImportEnd {
  readonly outcomes: readonly RowOutcome[];
  /** The result file. */
  readonly result: string;
}

/** How a test imports. */
export interface ImportingOptions {
  readonly policy?: Policy;
  readonly dryRun?: boolean;
  readonly inboxes?: Partial<InboxTarget>;
  readonly signal?: AbortSignal;
  readonly onRow?: (row: number) => void;
  readonly onPause?: (milliseconds: number) => void;
}

/** Reads a text as the page would: guessed layout, guessed mapping. */
export async function readingOf(text: string, name: string, inboxes: InboxTarget): Promise<ImportReading> {
  const source = memorySource(text, name, 4096);
  const options = { encoding: "utf-8" as const, layout: detectLayout(name, text) };
  const records = [];
  let header: readonly string[] | undefined;
  for await (const record of fileRecords(source, options, ({ columns }) => {
    header = columns;
  })) {
    records.push(record);
  }
  const columns = header ?? columnsOf(records);
  return { source, options, rows: { columns, mapping: guessMapping(columns), inboxes } };
}

/** Both passes over a text, with the inboxes that the server has. */
export async function importText(
  client: MaiAgentClient,
  text: string,
  name: string,
  { policy = "update", dryRun = false, inboxes, signal, onRow, onPause }: ImportingOptions = {},
): Promise<Imported> {
  const known = (await client.inboxes.list()).inboxes;
  const reading = await readingOf(text, name, { fixedId: undefined, known, complete: true, ...inboxes });
  const bounds = signal ?? new AbortController().signal;
  const check = await checkImport(reading, { signal: bounds });
  const resultText = new ResultText(reading.options.layout, reading.rows.columns);
  const outcomes: RowOutcome[] = [];
  let result = resultText.head();
  const end = await runImport({
    ...{ reading, check, policy, contacts: client.contacts, clock: systemClock, random: Math.random },
    signal: bounds,
    writes: dryRun
      ? undefined
      : {
          create: (body, options) => client.contacts.create(body, options),
          update: (id, body, options) => client.contacts.update(id, body, { ...options }),
        },
    onRow: async (record, outcome) => {
      outcomes.push(outcome);
      const id = "id" in outcome ? outcome.id : "";
      const status = outcome.status === "done" ? outcome.before : outcome.status;
      result += resultText.row(record, { status, id, error: "error" in outcome ? "refused" : "" });
      onRow?.(record.row);
      await Promise.resolve();
    },
    onProgress: () => undefined,
    ...(onPause ? { onPause } : {}),
  });
  return { ...end, outcomes, result: result + resultText.tail() };
}
