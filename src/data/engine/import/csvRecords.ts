import { Readable } from "node:stream";
import { CsvError, parse } from "csv-parse";
import { lineEnds } from "./decodedChunks.ts";
import { FileProblemError, RECORD_LIMIT } from "./fileProblem.ts";

/** A line of cells and where it begins. */
export interface CsvRecord {
  readonly cells: readonly string[];
  /** From 1. */
  readonly line: number;
}

/** What csv-parse hands on with `info`. */
interface ParsedRecord {
  readonly record: readonly string[];
  readonly info: { readonly lines: number };
}

/**
 * Reads CSV of any size, empty lines left out.
 *
 * @throws FileProblemError `quote` for a quote that is out of place or never closed, `recordTooLarge`
 */
export async function* csvRecords(
  chunks: AsyncIterable<string>,
  delimiter: string,
): AsyncGenerator<CsvRecord, void, undefined> {
  let nextLine = 1;
  const parser = parse({
    delimiter,
    // Told while it parses: an error ends the stream before the records ahead of it are handed on.
    on_record: (record, { lines }) => {
      nextLine = lines + 1;
      return record;
    },
    // A lone CR ended lines on a Mac of 1999; here it is text.
    record_delimiter: ["\r\n", "\n"],
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: RECORD_LIMIT,
    info: true,
  });
  const source = Readable.from(chunks, { objectMode: true });
  // The parser is told of a failure, so that it reaches the loop below.
  source.on("error", (error) => parser.destroy(error));
  source.pipe(parser);
  try {
    for await (const parsed of parser as AsyncIterable<ParsedRecord>) {
      const { record, info } = parsed;
      const inside = record.reduce((sum, cell) => sum + lineEnds(cell), 0);
      yield { cells: record, line: info.lines - inside };
    }
  } catch (error) {
    throw error instanceof CsvError ? problemOf(error, nextLine) : error;
  } finally {
    source.destroy();
    parser.destroy();
  }
}

/** What has no end is named by where it begins: the line behind the last record. */
function problemOf(error: CsvError, nextLine: number): FileProblemError {
  if (error.code === "CSV_MAX_RECORD_SIZE") {
    return new FileProblemError("recordTooLarge", nextLine, String(RECORD_LIMIT));
  }
  const lines: unknown = error["lines"];
  const isOpen = error.code === "CSV_QUOTE_NOT_CLOSED";
  return new FileProblemError("quote", isOpen || typeof lines !== "number" ? nextLine : lines);
}
