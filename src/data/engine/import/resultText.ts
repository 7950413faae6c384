import {
  ContactSyntaxError,
  type ContactText,
  fieldValue,
  parseContactText,
} from "../../../model/contactText.ts";
import { csvLine } from "../cells/cellText.ts";
import { guardFormula } from "../cells/formulaGuard.ts";
import { RESULT_COLUMNS, STATUS_COLUMN } from "./columnMapping.ts";
import type { FileLayout, FileRecord } from "./fileRecord.ts";
import { UNCLEAR } from "./lostCreates.ts";

/** What the result says of a row. */
export interface RowResult {
  readonly status: string;
  /** Of the contact; empty when there is none. */
  readonly id: string;
  /** A sentence; empty when nothing is wrong. */
  readonly error: string;
}

const OWN: readonly string[] = RESULT_COLUMNS;

/** Statuses of rows that the server was not asked about: what an earlier import did not know is still not known. */
const UNASKED = new Set(["notSent", "invalid"]);

/**
 * The file of an import's outcome: the same rows in the same order and layout, each with status, id and error in
 * front, so that rows of any width stay in line. It can be mended and imported again: what is done is left out then.
 */
export class ResultText {
  readonly #layout: FileLayout;
  readonly #columns: readonly string[];
  #count = 0;

  /** @param columns - of the file that is imported, which may be an earlier result */
  constructor(layout: FileLayout, columns: readonly string[]) {
    this.#layout = layout;
    this.#columns = columns;
  }

  head(): string {
    switch (this.#layout.format) {
      case "csv":
        return `\ufeff${csvLine([...OWN, ...this.#others(this.#columns)], this.#layout.delimiter)}`;
      case "json":
        return "[";
      case "ndjson":
        return "";
    }
  }

  row(record: FileRecord, { status: given, id, error }: RowResult): string {
    this.#count += 1;
    const { content } = record;
    const status = UNASKED.has(given) && this.#statusIn(record) === UNCLEAR ? UNCLEAR : given;
    if ("cells" in content) {
      const delimiter = this.#layout.format === "csv" ? this.#layout.delimiter : ",";
      return csvLine([status, id, guardFormula(error), ...this.#others(content.cells)], delimiter);
    }
    const own = [status, id, error].map(
      (text, index) => `${JSON.stringify(OWN[index])}:${JSON.stringify(text)}`,
    );
    const json = `{${[...own, ...membersOf(content.json)].join(",")}}`;
    return this.#layout.format === "json" ? `${this.#count === 1 ? "" : ","}\n${json}` : `${json}\n`;
  }

  tail(): string {
    return this.#layout.format === "json" ? "\n]\n" : "";
  }

  /** What an earlier import says of a row. */
  #statusIn({ content }: FileRecord): unknown {
    if ("cells" in content) {
      return content.cells[this.#columns.indexOf(STATUS_COLUMN)];
    }
    const contact = contactTextIn(content.json);
    return contact && fieldValue(contact, STATUS_COLUMN);
  }

  /** Cells without those of an earlier result. */
  #others(cells: readonly string[]): readonly string[] {
    return this.#columns.includes(STATUS_COLUMN)
      ? cells.filter((_, index) => !OWN.includes(this.#columns[index] ?? ""))
      : cells;
  }
}

/** Members of a record as they stand there; what is no object is kept as text, so that it can be mended. */
function membersOf(json: string): readonly string[] {
  const contact = contactTextIn(json);
  return contact
    ? [...contact.fields.values()]
        .filter(({ name }) => !OWN.includes(name))
        .map((field) => `${JSON.stringify(field.name)}:${field.json.replaceAll(/[\r\n]\s*/gu, "")}`)
    : [`"import_record":${JSON.stringify(json)}`];
}

/** Undefined for what is no object. */
function contactTextIn(json: string): ContactText | undefined {
  try {
    return parseContactText(json);
  } catch (error) {
    if (error instanceof ContactSyntaxError) {
      return undefined;
    }
    throw error;
  }
}
