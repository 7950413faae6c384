import type { CellState, ImportState, ImportStrings, RowNote, RowState } from "../shared/importMessages.ts";
import { element, icon } from "./element.ts";
import { fillIn } from "./fillIn.ts";
import { postToImport } from "./importPageApi.ts";
import { select } from "./select.ts";

/** The table of the first rows; over each column stands the field that it becomes. */
export function renderColumns(state: ImportState, strings: ImportStrings, isBusy: boolean): readonly Node[] {
  const { columns, rows, mappingProblem, mappingNote } = state;
  if (columns.length === 0) return [];
  const heading = element("h2", { id: "columns-heading" }, strings.preview);
  const table = element(
    "table",
    {},
    element(
      "thead",
      {},
      element(
        "tr",
        {},
        element("th", { scope: "col", class: "row-number" }, strings.row),
        ...columns.map((_, index) => renderHeader(state, strings, index, isBusy)),
      ),
    ),
    element("tbody", {}, ...rows.flatMap((row) => renderRow(row, state, strings))),
  );
  return [
    heading,
    ...(mappingProblem === ""
      ? []
      : [element("p", { class: "mapping-problem" }, icon("error"), mappingProblem)]),
    ...(mappingNote === "" ? [] : [element("p", { class: "note" }, mappingNote)]),
    element(
      "div",
      { class: "scroller", tabindex: "0", role: "region", "aria-labelledby": "columns-heading" },
      table,
    ),
  ];
}

function renderHeader(
  { columns, targets }: ImportState,
  strings: ImportStrings,
  index: number,
  isBusy: boolean,
): Node {
  const column = columns[index];
  const name = column?.name ?? "";
  const control = select(
    { id: `column-${index}`, disabled: isBusy, "aria-label": fillIn(strings.fieldFor, name) },
    targets,
    column?.target ?? "",
    (target) => postToImport({ type: "map", column: index, target }),
  );
  return element(
    "th",
    { scope: "col", class: column?.target === "" ? "is-ignored" : undefined },
    element("span", { class: "column-name", title: name, dir: "auto" }, name),
    control,
  );
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
