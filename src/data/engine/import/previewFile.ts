import { parseContactText } from "../../../model/contactText.ts";
import { RESULT_COLUMNS } from "./columnMapping.ts";
import { detectLayout } from "./detectLayout.ts";
import { detectEncoding, type Encoding, SAMPLE_BYTES } from "./encoding.ts";
import { FileProblemError } from "./fileProblem.ts";
import type { FileLayout, FileRecord } from "./fileRecord.ts";
import { fileRecords, type ReadingOptions } from "./fileRecords.ts";
import { firstBytes, type ImportSource } from "./importSource.ts";

/** Rows that are shown before anything else is done with a file. */
export const PREVIEW_ROWS = 20;
/** Records that are looked at for the keys of a JSON file. */
const COLUMN_ROWS = 1000;

/** The beginning of a file, as it is read with these options. */
export interface FilePreview {
  readonly options: ReadingOptions;
  /** False when a byte order mark says which encoding it is. */
  readonly isEncodingGuessed: boolean;
  readonly columns: readonly string[];
  /** At most {@link PREVIEW_ROWS}. */
  readonly records: readonly FileRecord[];
}

/** What a user has decided instead of the guess. */
export interface ReadingChoice {
  readonly encoding?: Encoding | undefined;
  readonly delimiter?: string | undefined;
  readonly hasHeader?: boolean | undefined;
}

/**
 * Guesses how a file is to be read and reads its first rows.
 *
 * @throws FileProblemError for a file that is empty or cannot be read so far; the system's error
 */
export async function previewFile(source: ImportSource, choice: ReadingChoice = {}): Promise<FilePreview> {
  const { size } = await source.stamp();
  if (size === 0) {
    throw new FileProblemError("empty");
  }
  const bytes = await firstBytes(source, SAMPLE_BYTES);
  const detected = detectEncoding(bytes);
  const encoding = choice.encoding ?? detected.encoding;
  const sample = new TextDecoder(encoding).decode(bytes, { stream: true });
  const options: ReadingOptions = { encoding, layout: layoutOf(source.name, sample, choice) };
  let header: readonly string[] | undefined;
  const records: FileRecord[] = [];
  const looked = options.layout.format === "csv" ? PREVIEW_ROWS : COLUMN_ROWS;
  for await (const record of fileRecords(source, options, ({ columns }) => {
    header = columns;
  })) {
    records.push(record);
    if (records.length >= looked) {
      break;
    }
  }
  const columns = header ?? columnsOf(records);
  if (records.length === 0 && columns.length === 0) {
    throw new FileProblemError("empty");
  }
  return {
    options,
    isEncodingGuessed: !detected.certain,
    columns,
    records: records.slice(0, PREVIEW_ROWS),
  };
}

/** The delimiter decides which row is a header, so it comes first. */
function layoutOf(name: string, sample: string, { delimiter, hasHeader }: ReadingChoice): FileLayout {
  const layout = detectLayout(name, sample, delimiter);
  return layout.format === "csv" ? { ...layout, hasHeader: hasHeader ?? layout.hasHeader } : layout;
}

/** Columns of records without a header: numbers for cells, for JSON every key in the order of its first appearance. */
export function columnsOf(records: readonly FileRecord[]): readonly string[] {
  const keys = new Set<string>();
  let width = 0;
  for (const { content } of records) {
    if ("cells" in content) {
      width = Math.max(width, content.cells.length);
    } else {
      keysOf(content.json).forEach((key) => keys.add(key));
    }
  }
  const own: readonly string[] = RESULT_COLUMNS;
  return width > 0
    ? Array.from({ length: width }, (_, index) => `Column ${index + 1}`)
    : [...keys].filter((key) => !own.includes(key));
}

function keysOf(json: string): readonly string[] {
  try {
    return [...parseContactText(json).fields.keys()];
  } catch {
    return []; // The row's own check says what is wrong with it.
  }
}
