/** Why a file cannot be read at all; the command has the sentence for each. */
export type FileProblemCode =
  | "missing"
  | "directory"
  | "empty"
  | "encoding"
  | "quote"
  | "recordTooLarge"
  | "duplicateHeader"
  | "emptyHeader"
  | "tooManyColumns"
  | "notArray"
  | "trailing"
  | "syntax"
  | "tooDeep"
  | "fileTooLarge"
  | "changed";

/** A file that cannot be imported. Found while reading, before anything is sent. */
export class FileProblemError extends Error {
  // Set by hand: a bundler's minifier renames classes, and the log shows this name.
  override readonly name = "FileProblemError";
  readonly code: FileProblemCode;
  /** Line of the file, from 1; 0 when it concerns the whole file. */
  readonly line: number;
  /** A header, a limit or the like; never a row's content. */
  readonly detail: string;

  constructor(code: FileProblemCode, line = 0, detail = "") {
    super(`The file cannot be read (${code}, line ${line}).`);
    this.code = code;
    this.line = line;
    this.detail = detail;
  }
}

/** Longest record, in bytes of UTF-8 (CSV) or characters (JSON): what the API answers for one contact. */
export const RECORD_LIMIT = 1024 * 1024;
/** Columns of a file; a contact has a dozen fields. */
export const COLUMN_LIMIT = 500;
