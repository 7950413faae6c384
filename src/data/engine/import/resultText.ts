import { parseContactText } from "../../../model/contactText.ts";
import { csvLine } from "../cells/cellText.ts";
import { guardFormula } from "../cells/formulaGuard.ts";
import { RESULT_COLUMNS, STATUS_COLUMN } from "./columnMapping.ts";
import type { FileLayout, FileRecord } from "./fileRecord.ts";

/** What the result says of a row. */
export interface RowResult {
  readonly status: string;
  /** Of the contact; empty when there is none. */
  readonly id: string;
  /** A sentence; empty when nothing is wrong. */
  readonly error: string;
}

const OWN: readonly string[] = RESULT_COLUMNS;

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

  row({ content }: FileRecord, { status, id, error }: RowResult): string {
    this.#count += 1;
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

  /** Cells without those of an earlier result. */
  #others(cells: readonly string[]): readonly string[] {
    return this.#columns.includes(STATUS_COLUMN)
      ? cells.filter((_, index) => !OWN.includes(this.#columns[index] ?? ""))
      : cells;
  }
}

/** Members of a record as they stand there; what is no object is kept as text, so that it can be mended. */
function membersOf(json: string): readonly string[] {
  try {
    return [...parseContactText(json).fields.values()]
      .filter(({ name }) => !OWN.includes(name))
      .map((field) => `${JSON.stringify(field.name)}:${field.json.replaceAll(/[\r\n]\s*/gu, "")}`);
  } catch {
    return [`"import_record":${JSON.stringify(json)}`];
  }
}
