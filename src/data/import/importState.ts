import * as vscode from "vscode";
import type { Connection } from "../../model/connection.ts";
import type {
  CellState,
  ImportState,
  OutcomeState,
  RowState,
  SettingState,
} from "../../shared/importMessages.ts";
import { placeLabel } from "../../ui/placeText.ts";
import { labelText, valueText } from "../../ui/safeText.ts";
import { textCellJson } from "../engine/cells/cellText.ts";
import { type ColumnMapping, doubleTargets, TARGETS } from "../engine/import/columnMapping.ts";
import { DELIMITERS } from "../engine/import/detectLayout.ts";
import { ENCODINGS } from "../engine/import/encoding.ts";
import type { FileRecord } from "../engine/import/fileRecord.ts";
import type { InboxTarget } from "../engine/import/inboxNames.ts";
import type { Policy } from "../engine/import/planRow.ts";
import type { FilePreview } from "../engine/import/previewFile.ts";
import { RowChecker } from "../engine/import/rowChecker.ts";
import { parseContactText } from "../../model/contactText.ts";
import { encodingName } from "./describeFileProblem.ts";
import { describeRowProblem, targetName } from "./describeRow.ts";

/** What a session knows; {@link importState} makes the page's view of it. */
export interface ImportFacts {
  readonly fileName: string;
  /** Bytes. */
  readonly size: number;
  readonly connection: Connection;
  readonly inboxes: InboxTarget;
  readonly policy: Policy;
  /** Undefined when the file cannot be read; then `problem` says why. */
  readonly preview: FilePreview | undefined;
  readonly problem: string;
  readonly mapping: ColumnMapping;
  readonly isRemembered: boolean;
  readonly progress: ImportState["progress"];
  readonly outcome: OutcomeState | undefined;
}

/** The page's view of a session. */
export function importState(facts: ImportFacts): ImportState {
  const { fileName, size, connection, preview, mapping, progress, outcome, problem } = facts;
  const mappingProblem = preview ? mappingProblemOf(facts) : "";
  return {
    file: valueText(fileName),
    facts: [
      sizeText(size),
      ...(preview ? [preview.options.layout.format.toUpperCase()] : []),
      placeLabel(connection),
    ],
    role: connection.role,
    settings: settingsOf(facts),
    problem,
    mappingProblem,
    mappingNote: facts.isRemembered
      ? vscode.l10n.t("The fields are those that you used for these columns the last time.")
      : "",
    columns: (preview?.columns ?? []).map((name, index) => ({
      name: labelText(name),
      target: mapping[index] ?? "",
    })),
    targets: [
      { value: "", label: vscode.l10n.t("(not imported)") },
      ...TARGETS.map((target) => ({ value: target, label: targetName(target) })),
    ],
    rows: preview ? rowsOf(facts, preview) : [],
    canRun: preview !== undefined && problem === "" && mappingProblem === "" && progress === undefined,
    progress,
    outcome,
  };
}

function mappingProblemOf({ mapping, inboxes }: ImportFacts): string {
  const [double] = doubleTargets(mapping);
  if (double !== undefined) {
    return vscode.l10n.t("Two columns are “{0}”. Give it to one of them.", targetName(double));
  }
  if (!mapping.some((target) => target === "name" || target === "sourceId" || target === "id")) {
    return vscode.l10n.t(
      "No column is “{0}”. Choose the field above the column that has it.",
      targetName("name"),
    );
  }
  if (inboxes.fixedId === undefined && !mapping.includes("inboxes") && !mapping.includes("id")) {
    return vscode.l10n.t("No column names the inbox. Choose an inbox for all rows.");
  }
  return "";
}

function settingsOf(facts: ImportFacts): readonly SettingState[] {
  const { preview, inboxes, policy } = facts;
  const reading = preview?.options;
  const layout = reading?.layout;
  return [
    ...(reading
      ? [
          {
            setting: "encoding" as const,
            label: vscode.l10n.t("Encoding"),
            value: reading.encoding as string,
            choices: ENCODINGS.map((encoding) => ({ value: encoding, label: encodingName(encoding) })),
            note: preview.isEncodingGuessed
              ? vscode.l10n.t("Guessed: look whether the names read well.")
              : vscode.l10n.t("The file says so itself."),
          },
        ]
      : []),
    ...(layout?.format === "csv"
      ? [
          {
            setting: "delimiter" as const,
            label: vscode.l10n.t("Delimiter"),
            value: layout.delimiter,
            choices: DELIMITERS.map((value) => ({ value, label: delimiterName(value) })),
            note: "",
          },
          {
            setting: "hasHeader" as const,
            label: vscode.l10n.t("First line"),
            value: String(layout.hasHeader),
            choices: [
              { value: "true", label: vscode.l10n.t("Names of the columns") },
              { value: "false", label: vscode.l10n.t("A contact already") },
            ],
            note: "",
          },
        ]
      : []),
    {
      setting: "inbox",
      label: vscode.l10n.t("Inbox"),
      value: inboxes.fixedId ?? "",
      choices: [
        { value: "", label: vscode.l10n.t("As each row says") },
        ...inboxes.known.map(({ id, name }) => ({ value: id, label: labelText(name) || id })),
      ],
      note: "",
    },
    {
      setting: "policy",
      label: vscode.l10n.t("Contacts that exist already"),
      value: policy,
      choices: [
        { value: "update", label: vscode.l10n.t("Update what differs") },
        { value: "skip", label: vscode.l10n.t("Skip") },
        { value: "fail", label: vscode.l10n.t("Report as failed") },
      ],
      note: vscode.l10n.t("Found by ID, else by source ID within the inbox. Empty cells change nothing."),
    },
  ];
}

function rowsOf({ mapping, inboxes }: ImportFacts, { columns, records }: FilePreview): readonly RowState[] {
  const checker = new RowChecker({ columns, mapping, inboxes });
  return records.map((record) => {
    const { row, verdict } = checker.check(record);
    return {
      row: record.row,
      line: record.line,
      cells: cellsOf(record, columns, mapping),
      notes: row.problems.map((problem) => ({
        severity: problem.severity,
        text: describeRowProblem(problem),
      })),
      isDone: verdict === "done",
    };
  });
}

function cellsOf(
  { content }: FileRecord,
  columns: readonly string[],
  mapping: ColumnMapping,
): readonly CellState[] {
  if ("cells" in content) {
    return content.cells.map((cell, index) => {
      const target = mapping[index];
      // Inboxes, metadata and what is not imported stand as they are.
      const isText = target !== undefined && target !== "inboxes" && target !== "queryMetadata";
      const json = isText ? textCellJson(cell) : cell === "" ? undefined : JSON.stringify(cell);
      return cellState(json);
    });
  }
  try {
    const { fields } = parseContactText(content.json);
    return columns.map((column) => cellState(fields.get(column)?.json));
  } catch {
    return [{ kind: "text", text: valueText(content.json) }];
  }
}

function cellState(json: string | undefined): CellState {
  if (json === undefined) {
    return { kind: "missing", text: "" };
  }
  if (json === "null") {
    return { kind: "null", text: "" };
  }
  const value: unknown = json.startsWith('"') ? JSON.parse(json) : json;
  const text = valueText(String(value));
  return text === "" ? { kind: "empty", text } : { kind: "text", text };
}

function delimiterName(delimiter: string): string {
  switch (delimiter) {
    case "\t":
      return vscode.l10n.t("Tab");
    case ";":
      return vscode.l10n.t("Semicolon ;");
    case "|":
      return vscode.l10n.t("Bar |");
    default:
      return vscode.l10n.t("Comma ,");
  }
}

function sizeText(bytes: number): string {
  const units = ["B", "kB", "MB", "GB"];
  let [value, unit] = [bytes, 0];
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${value.toLocaleString(vscode.env.language, { maximumFractionDigits: unit === 0 ? 0 : 1 })} ${units[unit] ?? ""}`;
}
