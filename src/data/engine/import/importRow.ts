import { AVATAR_MAX_LENGTH, NAME_MAX_LENGTH } from "../../../api/schemas.ts";
import { type ContactField, ContactSyntaxError, parseContactText } from "../../../model/contactText.ts";
import { plainCell, textCellJson } from "../cells/cellText.ts";
import { unguardFormula } from "../cells/formulaGuard.ts";
import { type ColumnMapping, guessTarget, STATUS_COLUMN, type Target } from "./columnMapping.ts";
import type { FileRecord } from "./fileRecord.ts";
import { inboxNamesInCell, inboxNamesOf, type InboxTarget, resolveInboxes } from "./inboxNames.ts";

/** What can be wrong with a row; the page has the sentence for each. */
export type RowProblemCode =
  | "notJson"
  | "notObject"
  | "duplicateKey"
  | "tooManyCells"
  | "tooFewCells"
  | "nameMissing"
  | "tooLong"
  | "type"
  | "emailForm"
  | "urlForm"
  | "metadataJson"
  | "idForm"
  | "inboxUnknown"
  | "inboxAmbiguous"
  | "noInbox"
  | "duplicateSourceId"
  | "duplicateId";

/** One complaint about a row. An `error` keeps the row from being sent, a `warning` leaves it to the server. */
export interface RowProblem {
  readonly code: RowProblemCode;
  readonly severity: "error" | "warning";
  readonly target?: Target;
  /** A limit, a name from the file, another row's number. */
  readonly detail?: string;
}

/** A row as the contact that it means. */
export interface ImportRow {
  readonly row: number;
  readonly line: number;
  /** Of the contact to update, if the file says. */
  readonly id: string | undefined;
  /** JSON source by wire name, in the wire's order; `inboxes` as a list of ids. */
  readonly fields: ReadonlyMap<string, string>;
  readonly inboxIds: readonly string[];
  readonly sourceId: string | undefined;
  /** The status that an earlier import gave the row. */
  readonly status: string | undefined;
  readonly problems: readonly RowProblem[];
}

/** How rows become contacts. */
export interface RowReading {
  /** Header names, or keys of JSON records. */
  readonly columns: readonly string[];
  readonly mapping: ColumnMapping;
  readonly inboxes: InboxTarget;
}

/** Values of one row by target: JSON source, or why there is none. */
interface RowValues {
  readonly values: ReadonlyMap<Target, string>;
  readonly inboxNames: readonly string[];
  readonly status: string | undefined;
  readonly problems: readonly RowProblem[];
}

const WIRE_ORDER = ["name", "avatar", "phoneNumber", "email", "sourceId", "queryMetadata"] as const;
const error = (code: RowProblemCode, target?: Target, detail?: string): RowProblem => ({
  code,
  severity: "error",
  ...(target === undefined ? {} : { target }),
  ...(detail === undefined ? {} : { detail }),
});

/** Reads and checks a row without a request. */
export function importRow(record: FileRecord, reading: RowReading): ImportRow {
  const { values, inboxNames, status, problems } =
    "cells" in record.content
      ? cellValues(record.content.cells, reading)
      : jsonValues(record.content.json, reading);
  const { fixedId } = reading.inboxes;
  const resolved = fixedId === undefined ? resolveInboxes(inboxNames, reading.inboxes) : { ids: [fixedId] };
  const inboxIds = "ids" in resolved ? resolved.ids : [];
  const id = stringOf(values.get("id"))?.trim();
  const sourceId = stringOf(values.get("sourceId"))?.trim();
  const fields = new Map<string, string>();
  for (const name of WIRE_ORDER) {
    const json = values.get(name);
    if (json !== undefined) {
      fields.set(name, name === "phoneNumber" && isNumber(json) ? JSON.stringify(json) : json);
    }
  }
  if (inboxIds.length > 0) {
    fields.set("inboxes", JSON.stringify(inboxIds.map((inboxId) => ({ id: inboxId }))));
  }
  const isReadable = problems.length === 0;
  return {
    row: record.row,
    line: record.line,
    id: id === "" ? undefined : id,
    fields,
    inboxIds,
    sourceId: sourceId === "" ? undefined : sourceId,
    status,
    problems: isReadable
      ? [
          ...valueProblems(values),
          ...("problem" in resolved ? [error(resolved.problem, "inboxes", resolved.name)] : []),
          ...("ids" in resolved && inboxIds.length === 0 && !id ? [error("noInbox", "inboxes")] : []),
        ]
      : problems,
  };
}

function cellValues(cells: readonly string[], { columns, mapping, inboxes }: RowReading): RowValues {
  const values = new Map<Target, string>();
  const problems: RowProblem[] = [];
  let inboxNames: readonly string[] = [];
  if (cells.length !== columns.length) {
    const code = cells.length > columns.length ? "tooManyCells" : "tooFewCells";
    problems.push(error(code, undefined, `${cells.length}/${columns.length}`));
  }
  for (const [index, cell] of cells.entries()) {
    const target = mapping[index];
    if (target === "inboxes") {
      const names = inboxNamesInCell(plainCell(cell) ?? "", inboxes);
      inboxNames = names ?? [];
      problems.push(...(names ? [] : [error("type", target)]));
    } else if (target === "queryMetadata") {
      const json = unguardFormula(cell).trim();
      if (json !== "" && !isJson(json)) {
        problems.push(error("metadataJson", target));
      } else if (json !== "") {
        values.set(target, json);
      }
    } else if (target !== undefined) {
      const json = textCellJson(cell);
      if (json !== undefined) {
        values.set(target, json);
      }
    }
  }
  const status = cells[columns.indexOf(STATUS_COLUMN)];
  return { values, inboxNames, status, problems };
}

function jsonValues(json: string, { columns, mapping }: RowReading): RowValues {
  let fields: ReadonlyMap<string, ContactField>;
  try {
    ({ fields } = parseContactText(json));
  } catch (failure) {
    if (failure instanceof ContactSyntaxError) {
      const code = failure.errors.length === 0 ? "notObject" : "notJson";
      return { values: new Map(), inboxNames: [], status: undefined, problems: [error(code)] };
    }
    throw failure;
  }
  const values = new Map<Target, string>();
  const problems: RowProblem[] = [];
  let inboxNames: readonly string[] = [];
  const [first] = fields.values();
  if (first && first.property.parent?.children?.length !== fields.size) {
    problems.push(error("duplicateKey"));
  }
  for (const field of fields.values()) {
    const column = columns.indexOf(field.name);
    // A key that the first records did not have is what its name says, unless another column is that.
    const guess = column === -1 ? guessTarget(field.name) : undefined;
    const target = column === -1 ? (mapping.includes(guess) ? undefined : guess) : mapping[column];
    if (target === "inboxes") {
      const names = inboxNamesOf(JSON.parse(field.json));
      inboxNames = names ?? [];
      problems.push(...(names ? [] : [error("type", target)]));
    } else if (target !== undefined) {
      values.set(target, field.json);
    }
  }
  return { values, inboxNames, status: stringOf(fields.get(STATUS_COLUMN)?.json), problems };
}

function valueProblems(values: ReadonlyMap<Target, string>): readonly RowProblem[] {
  const problems: RowProblem[] = [];
  const id = stringOf(values.get("id"));
  if (values.has("id") && values.get("id") !== "null" && !/^\s*[\w-]{0,64}\s*$/u.test(id ?? "?")) {
    problems.push(error("idForm", "id"));
  }
  const name = values.get("name");
  if (name !== undefined && name !== "null" && stringOf(name) === undefined) {
    problems.push(error("type", "name"));
  } else if (id === undefined && !values.has("sourceId") && isBlank(name)) {
    // With an id or a source id the contact may exist, and keeps its name.
    problems.push(error("nameMissing", "name"));
  }
  for (const target of ["email", "phoneNumber", "sourceId", "avatar"] as const) {
    const json = values.get(target);
    const isText = json === undefined || json === "null" || stringOf(json) !== undefined;
    if (!isText && !(target === "phoneNumber" && isNumber(json))) {
      problems.push(error("type", target));
    }
  }
  for (const [target, limit] of [
    ["name", NAME_MAX_LENGTH],
    ["avatar", AVATAR_MAX_LENGTH],
  ] as const) {
    const text = stringOf(values.get(target)) ?? "";
    // The server counts code points, as Python does.
    if (text.length > limit && Array.from(text).length > limit) {
      problems.push(error("tooLong", target, String(limit)));
    }
  }
  const email = stringOf(values.get("email")) ?? "";
  if (email !== "" && !/^[^\s@]+@[^\s@]+\.[^\s@.]+$/u.test(email.trim())) {
    problems.push({ code: "emailForm", severity: "warning", target: "email" });
  }
  const avatar = stringOf(values.get("avatar")) ?? "";
  if (avatar !== "" && !/^https?:\/\/\S+$/iu.test(avatar.trim())) {
    problems.push({ code: "urlForm", severity: "warning", target: "avatar" });
  }
  return problems;
}

/** Whether a name is missing, null or empty. */
export function isBlank(json: string | undefined): boolean {
  return (stringOf(json)?.trim() ?? "") === "";
}

function isNumber(json: string): boolean {
  return /^-?\d/u.test(json);
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** The text of a JSON string; undefined for any other value. Most have nothing escaped and need no parser. */
function stringOf(json: string | undefined): string | undefined {
  if (!json?.startsWith('"')) {
    return undefined;
  }
  return json.includes("\\") ? String(JSON.parse(json)) : json.slice(1, -1);
}
