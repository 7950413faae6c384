import { guardFormula, unguardFormula } from "./formulaGuard.ts";

/**
 * A CSV cell has only text, a contact's field is missing, null, "" or text. An empty cell is a missing field, `null`
 * is null, and a JSON string such as `""` or `"null"` is that text: needed where plain text would mean something
 * else or could not be written in UTF-8.
 */
const NULL = "null";

/** C0 controls except TAB, LF and CR: not every reader of CSV keeps them. */

const UNSAFE = /[\0-\u0008\u000b\u000c\u000e-\u001f\u007f]/u;

function jsonString(text: string): string | undefined {
  if (!text.startsWith('"') || !text.endsWith('"') || text.length < 2) {
    return undefined;
  }
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "string" ? value : undefined;
  } catch {
    return undefined;
  }
}

/**
 * The cell for a field.
 *
 * @param json - the field's JSON source; undefined when the contact has no such field
 * @param kind - `text`: a JSON string stands as its plain text; `json`: every value stands as JSON
 */
export function cellOf(json: string | undefined, kind: "text" | "json"): string {
  if (json === undefined) {
    return "";
  }
  const text = kind === "text" ? jsonString(json) : undefined;
  if (text === undefined) {
    return guardFormula(json);
  }
  const isPlain =
    text !== "" &&
    text !== NULL &&
    jsonString(text) === undefined &&
    text.isWellFormed() &&
    !UNSAFE.test(text);
  return guardFormula(isPlain ? text : JSON.stringify(text));
}

/** The JSON source of a text field that a cell says; undefined for a missing field. */
export function textCellJson(cell: string): string | undefined {
  const text = unguardFormula(cell);
  if (text === "") {
    return undefined;
  }
  return text === NULL || jsonString(text) !== undefined ? text : JSON.stringify(text);
}

/** The text between guard and quotes; undefined for an empty cell. */
export function plainCell(cell: string): string | undefined {
  const text = unguardFormula(cell).trim();
  return text === "" ? undefined : text;
}

/** One line of CSV with its CRLF (RFC 4180). Cells that any common delimiter could split are quoted. */
export function csvLine(cells: readonly string[], delimiter = ","): string {
  return `${cells.map(quoted).join(delimiter)}\r\n`;
}

function quoted(cell: string): string {
  return /[",;|\t\r\n]|^\s|\s$/u.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
