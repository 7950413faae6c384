import { csvRecords } from "./csvRecords.ts";
import { decodedChunks } from "./decodedChunks.ts";
import type { Encoding } from "./encoding.ts";
import { COLUMN_LIMIT, FileProblemError } from "./fileProblem.ts";
import type { FileLayout, FileRecord } from "./fileRecord.ts";
import type { ImportSource } from "./importSource.ts";
import { jsonRecords, ndjsonRecords } from "./jsonRecords.ts";

/** How a file is read. */
export interface ReadingOptions {
  readonly encoding: Encoding;
  readonly layout: FileLayout;
}

/** The header's cells and the line it stands on; for CSV without a header and for JSON there is none. */
export interface HeaderLine {
  readonly columns: readonly string[];
  readonly line: number;
}

/**
 * Reads the records of a file from its beginning, holding one at a time.
 *
 * @param onHeader - told of the header before the first record
 * @throws FileProblemError for a file that cannot be read to its end
 */
export async function* fileRecords(
  source: ImportSource,
  { encoding, layout }: ReadingOptions,
  onHeader: (header: HeaderLine) => void = () => undefined,
): AsyncGenerator<FileRecord, void, undefined> {
  const chunks = decodedChunks(source.open(), encoding);
  let row = 0;
  if (layout.format === "csv") {
    let awaitsHeader = layout.hasHeader;
    for await (const { cells, line } of csvRecords(chunks, layout.delimiter)) {
      if (cells.length > COLUMN_LIMIT) {
        throw new FileProblemError("tooManyColumns", line, String(COLUMN_LIMIT));
      }
      if (awaitsHeader) {
        awaitsHeader = false;
        assertHeader(cells, line);
        onHeader({ columns: cells, line });
      } else {
        row += 1;
        yield { row, line, content: { cells } };
      }
    }
  } else {
    const records = layout.format === "json" ? jsonRecords(chunks) : ndjsonRecords(chunks);
    for await (const { json, line } of records) {
      row += 1;
      yield { row, line, content: { json } };
    }
  }
}

function assertHeader(cells: readonly string[], line: number): void {
  const seen = new Set<string>();
  for (const [index, cell] of cells.entries()) {
    const name = cell.trim().toLowerCase();
    if (name === "") {
      throw new FileProblemError("emptyHeader", line, String(index + 1));
    }
    if (seen.has(name)) {
      throw new FileProblemError("duplicateHeader", line, cell.trim());
    }
    seen.add(name);
  }
}
