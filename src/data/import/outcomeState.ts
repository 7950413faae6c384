import * as vscode from "vscode";
import type { CountState, OutcomeRow, OutcomeState } from "../../shared/importMessages.ts";
import { describeError } from "../../ui/describeError.ts";
import { fieldNames } from "../../ui/fieldName.ts";
import { valueText } from "../../ui/safeText.ts";
import { type ImportCheck, PROBLEMS_SHOWN } from "../engine/import/checkImport.ts";
import type { FileRecord } from "../engine/import/fileRecord.ts";
import type { ImportRow } from "../engine/import/importRow.ts";
import type { ImportEnd, OutcomeCounts, RowOutcome } from "../engine/import/runImport.ts";
import { describeOutcome, describeRowProblem } from "./describeRow.ts";

/** Rows of an outcome that the page shows; the result file has all. */
const ROWS_SHOWN = 200;

type Status = RowOutcome["status"];

const KINDS: Readonly<Record<Status, CountState["kind"]>> = {
  created: "good",
  updated: "change",
  unchanged: "quiet",
  skipped: "quiet",
  done: "quiet",
  notSent: "quiet",
  invalid: "bad",
  failed: "bad",
  unclear: "bad",
};

/** In the order in which they are shown. */
const STATUSES: readonly Status[] = [
  ...(["created", "updated", "unchanged", "skipped", "failed", "unclear", "invalid"] as const),
  ...(["done", "notSent"] as const),
];

function statusName(status: Status, isDryRun: boolean): string {
  switch (status) {
    case "created":
      return isDryRun ? vscode.l10n.t("to create") : vscode.l10n.t("created");
    case "updated":
      return isDryRun ? vscode.l10n.t("to update") : vscode.l10n.t("updated");
    case "unchanged":
      return vscode.l10n.t("unchanged");
    case "skipped":
      return isDryRun ? vscode.l10n.t("to skip (exists)") : vscode.l10n.t("skipped (exists)");
    case "failed":
      return isDryRun ? vscode.l10n.t("would fail") : vscode.l10n.t("failed");
    case "unclear":
      return vscode.l10n.t("unclear");
    case "invalid":
      return vscode.l10n.t("with errors");
    case "done":
      return vscode.l10n.t("done earlier");
    case "notSent":
      return isDryRun ? vscode.l10n.t("not looked at") : vscode.l10n.t("not sent");
  }
}

/** The numbers that are not zero. */
export function countStates(counts: OutcomeCounts, isDryRun: boolean): readonly CountState[] {
  return STATUSES.filter((status) => counts[status] > 0).map((status) => ({
    kind: KINDS[status],
    label: statusName(status, isDryRun),
    count: local(counts[status]),
  }));
}

/** Keeps the rows that an outcome shows: in a dry run the first of all, in an import the first that went wrong. */
export class OutcomeRows {
  readonly #isDryRun: boolean;
  readonly #rows: OutcomeRow[] = [];
  #left = 0;

  constructor(isDryRun: boolean) {
    this.#isDryRun = isDryRun;
  }

  add(record: FileRecord, outcome: RowOutcome, row: ImportRow | undefined): void {
    const kind = KINDS[outcome.status];
    if (!this.#isDryRun && kind !== "bad") {
      return;
    }
    if (this.#rows.length >= ROWS_SHOWN) {
      this.#left += 1;
      return;
    }
    const detail = describeOutcome(outcome) || fieldsOf(outcome);
    this.#rows.push({
      ...{ row: record.row, line: record.line, kind, detail },
      name: nameOf(row),
      status: statusName(outcome.status, this.#isDryRun),
    });
  }

  get rows(): readonly OutcomeRow[] {
    return this.#rows;
  }

  /** Rows that were left out. */
  get left(): number {
    return this.#left;
  }
}

/** What a dry run or an import shows at its end. */
export function outcomeState(
  end: ImportEnd,
  rows: OutcomeRows,
  isDryRun: boolean,
  result: string,
): OutcomeState {
  const notes = [
    ...(end.stoppedBy === undefined
      ? []
      : [vscode.l10n.t("It stopped early: {0}", describeError(end.stoppedBy).message)]),
    ...(end.cancelled ? [vscode.l10n.t("It was cancelled. What was in flight was finished.")] : []),
    ...(rows.left === 0 ? [] : [vscode.l10n.t("{0} more rows are not shown here.", local(rows.left))]),
    ...(isDryRun ? [vscode.l10n.t("Nothing was sent.")] : []),
    ...(result === "" || rows.rows.length === 0
      ? []
      : [
          vscode.l10n.t(
            "Mend the rows in the result file and import it: what is done is left out then, the rest is tried again.",
          ),
        ]),
  ];
  return {
    title: isDryRun ? vscode.l10n.t("Dry run") : vscode.l10n.t("Import finished"),
    counts: countStates(end.counts, isDryRun),
    rows: rows.rows,
    note: notes.join(" "),
    result,
  };
}

/** What a check shows when no row can be sent. */
export function checkState(check: ImportCheck): OutcomeState {
  const counts: CountState[] = [];
  if (check.invalid > 0) {
    counts.push({ kind: "bad", label: vscode.l10n.t("with errors"), count: local(check.invalid) });
  }
  if (check.done > 0) {
    counts.push({ kind: "quiet", label: vscode.l10n.t("done earlier"), count: local(check.done) });
  }
  const left = check.invalid > PROBLEMS_SHOWN ? check.invalid - PROBLEMS_SHOWN : 0;
  return {
    title: vscode.l10n.t("No row can be imported"),
    counts,
    rows: check.problems.map(({ row, line, problems }) => ({
      ...{ row, line, name: "", kind: "bad", status: vscode.l10n.t("with errors") },
      detail: problems.map(describeRowProblem).join(" "),
    })),
    note: left === 0 ? "" : vscode.l10n.t("{0} more rows are not shown here.", local(left)),
    result: "",
  };
}

function fieldsOf(outcome: RowOutcome): string {
  return outcome.status === "updated" ? fieldNames(outcome.fields) : "";
}

function nameOf(row: ImportRow | undefined): string {
  const json = row?.fields.get("name");
  const name: unknown = json === undefined ? "" : JSON.parse(json);
  return typeof name === "string" ? valueText(name) : "";
}

/** A number as the user's language writes it. */
export function local(number: number): string {
  return number.toLocaleString(vscode.env.language);
}
