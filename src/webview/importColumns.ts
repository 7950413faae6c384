import type { CellState, ImportState, ImportStrings, RowNote, RowState } from "../shared/importMessages.ts";
import { element, icon, setText } from "./element.ts";
import { fillIn } from "./fillIn.ts";
import { postToImport } from "./importPageApi.ts";
import { select, showChosen } from "./select.ts";

/** The head of a column. */
interface Header {
  readonly cell: HTMLElement;
  readonly control: HTMLSelectElement;
}

/**
 * The table of the first rows; over each column stands the field that it becomes. The selects stay while only what
 * they show changes.
 */
export class ImportColumns {
  readonly root = element("section", { class: "columns", hidden: true });
  readonly #heading = element("h2", { id: "columns-heading" });
  readonly #problem = element("p", { class: "mapping-problem", hidden: true });
  readonly #problemText = element("span");
  readonly #note = element("p", { class: "note", hidden: true });
  readonly #head = element("tr");
  readonly #body = element("tbody");
  #headers: readonly Header[] = [];
  #made = "";
  #shown = "";

  constructor() {
    this.#problem.append(icon("error"), this.#problemText);
    const table = element("table", {}, element("thead", {}, this.#head), this.#body);
    this.root.append(
      this.#heading,
      this.#problem,
      this.#note,
      element(
        "div",
        { class: "scroller", tabindex: "0", role: "region", "aria-labelledby": "columns-heading" },
        table,
      ),
    );
  }

  show(state: ImportState, strings: ImportStrings, isBusy: boolean): void {
    const { columns, targets, rows, mappingProblem, mappingNote } = state;
    this.root.hidden = columns.length === 0;
    setText(this.#heading, strings.preview);
    this.#problem.hidden = mappingProblem === "";
    setText(this.#problemText, mappingProblem);
    this.#note.hidden = mappingNote === "";
    setText(this.#note, mappingNote);
    const made = JSON.stringify([columns.map(({ name }) => name), targets]);
    if (made !== this.#made) {
      this.#made = made;
      this.#makeHead(state, strings);
    }
    for (const [index, { cell, control }] of this.#headers.entries()) {
      const target = columns[index]?.target ?? "";
      showChosen(control, target, isBusy);
      cell.classList.toggle("is-ignored", target === "");
    }
    const shown = JSON.stringify([columns, rows]);
    if (shown !== this.#shown) {
      this.#shown = shown;
      this.#body.replaceChildren(...rows.flatMap((row) => renderRow(row, state, strings)));
    }
  }

  #makeHead({ columns, targets }: ImportState, strings: ImportStrings): void {
    this.#headers = columns.map(({ name, target }, column) => {
      const label = fillIn(strings.fieldFor, name);
      const control = select({ id: `column-${column}`, "aria-label": label }, targets, target, (chosen) =>
        postToImport({ type: "map", column, target: chosen }),
      );
      const text = element("span", { class: "column-name", title: name, dir: "auto" }, name);
      return { cell: element("th", { scope: "col" }, text, control), control };
    });
    this.#head.replaceChildren(
      element("th", { scope: "col", class: "row-number" }, strings.row),
      ...this.#headers.map(({ cell }) => cell),
    );
  }
}

function renderRow(
  row: RowState,
  { columns }: ImportState,
  strings: ImportStrings,
): readonly HTMLTableRowElement[] {
  const cells = columns.map((column, index) =>
    renderCell(row.cells[index] ?? { kind: "missing", text: "" }, column.target === "", strings),
  );
  const worst = row.notes.some(({ severity }) => severity === "error") ? "has-error" : "has-warning";
  const number = element(
    "th",
    { scope: "row", class: "row-number" },
    String(row.row),
    ...(row.isDone ? [icon("check")] : []),
  );
  const line = element("tr", { class: row.notes.length > 0 ? worst : row.isDone ? "is-done" : undefined });
  line.append(number, ...cells);
  const notes: readonly RowNote[] = row.isDone ? [{ severity: "warning", text: strings.done }] : row.notes;
  if (notes.length === 0) return [line];
  const list = element(
    "ul",
    { class: "row-notes" },
    ...notes.map(({ severity, text }) =>
      element(
        "li",
        { class: row.isDone ? "done-note" : severity },
        icon(row.isDone ? "check" : severity),
        ...(row.isDone ? [] : [element("span", { class: "visually-hidden" }, `${strings[severity]}: `)]),
        element("span", { dir: "auto" }, text),
      ),
    ),
  );
  const below = element("tr", { class: "notes-row" });
  below.append(
    element("td", { class: "row-number" }),
    element("td", { colspan: String(columns.length) }, list),
  );
  return [line, below];
}

function renderCell(cell: CellState, isIgnored: boolean, strings: ImportStrings): Node {
  const words = { missing: strings.missing, null: strings.nullValue, empty: strings.empty };
  const text = cell.kind === "text" ? cell.text : words[cell.kind];
  const classes = [cell.kind === "text" ? "" : "no-text", isIgnored ? "is-ignored" : ""];
  return element("td", { class: classes.join(" ").trim() || undefined, title: text, dir: "auto" }, text);
}
