import type { CountState, ImportStrings, OutcomeRow, OutcomeState } from "../shared/importMessages.ts";
import { button, element, icon } from "./element.ts";
import { fillIn } from "./fillIn.ts";
import { postToImport } from "./importPageApi.ts";

const ICONS: Readonly<Record<CountState["kind"], string>> = {
  good: "add",
  change: "edit",
  quiet: "dash",
  bad: "error",
};

/** Numbers and rows of a dry run or an import. */
export function renderOutcome(outcome: OutcomeState | undefined, strings: ImportStrings): readonly Node[] {
  if (!outcome) return [];
  return [
    element("h2", { id: "outcome-heading" }, outcome.title),
    element("ul", { class: "counts" }, ...outcome.counts.map(renderCount)),
    ...(outcome.result === ""
      ? []
      : [
          button(
            { class: "button", id: "open-result" },
            () => postToImport({ type: "openResult" }),
            icon("go-to-file"),
            fillIn(strings.openResult, outcome.result),
          ),
        ]),
    ...(outcome.note === "" ? [] : [element("p", { class: "note" }, outcome.note)]),
    ...(outcome.rows.length === 0 ? [] : [renderRows(outcome.rows, strings)]),
  ];
}

function renderCount({ kind, label, count }: CountState): Node {
  return element(
    "li",
    { class: `count ${kind}` },
    icon(ICONS[kind]),
    element("strong", {}, count),
    element("span", {}, label),
  );
}

function renderRows(rows: readonly OutcomeRow[], strings: ImportStrings): Node {
  const head = [strings.row, strings.name, strings.outcome, strings.details].map((text) =>
    element("th", { scope: "col" }, text),
  );
  return element(
    "div",
    { class: "scroller", tabindex: "0", role: "region", "aria-labelledby": "outcome-heading" },
    element(
      "table",
      { class: "outcome-rows" },
      element("thead", {}, element("tr", {}, ...head)),
      element("tbody", {}, ...rows.map((row) => renderOutcomeRow(row, strings))),
    ),
  );
}

function renderOutcomeRow(
  { row, line, name, status, kind, detail }: OutcomeRow,
  strings: ImportStrings,
): Node {
  const link = button(
    { class: "link-button", "aria-label": fillIn(strings.openLine, String(line)) },
    () => postToImport({ type: "openLine", line }),
    String(row),
  );
  return element(
    "tr",
    {},
    element("td", { class: "row-number" }, link),
    element("td", { title: name, dir: "auto" }, name),
    element("td", { class: `status ${kind}` }, icon(ICONS[kind]), status),
    element("td", { class: "detail", dir: "auto" }, detail),
  );
}
