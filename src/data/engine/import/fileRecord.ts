/** One record of a file with the place where it begins. */
export interface FileRecord {
  /** From 1; a header is not counted. */
  readonly row: number;
  /** Line of the file, from 1. */
  readonly line: number;
  /** What stands there: cells of CSV, or the JSON text of one record. */
  readonly content: { readonly cells: readonly string[] } | { readonly json: string };
}

/** How a file is laid out. */
export type FileLayout =
  | { readonly format: "csv"; readonly delimiter: string; readonly hasHeader: boolean }
  | { readonly format: "json" }
  | { readonly format: "ndjson" };
