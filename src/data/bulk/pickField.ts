import * as vscode from "vscode";
import { fieldName } from "../../ui/fieldName.ts";
import { problemMessage } from "../../ui/problemMessage.ts";
import { labelText } from "../../ui/safeText.ts";
import {
  type FieldValue,
  INDEX,
  problemsOfValue,
  SETTABLE_FIELDS,
  type SettableField,
} from "../engine/bulk/fieldPlan.ts";

/**
 * Asks for a field and its new value, which is checked while it is typed.
 * @throws vscode.CancellationError when a question is dismissed
 */
export async function pickField(title: string, count: number): Promise<FieldValue> {
  const field = await pickWhich(title);
  const isCleared = field !== "name" && (await pickClear(title, field));
  if (isCleared) {
    return { field, json: "null" };
  }
  const typed = await vscode.window.showInputBox({
    title: `${labelText(title)} · ${fieldName(field)}`,
    prompt:
      field === "queryMetadata"
        ? vscode.l10n.t("A JSON object or text. It decides what knowledge the assistant may read.")
        : vscode.l10n.t("{0} becomes 1, 2, 3, … in the order of the list.", INDEX),
    placeHolder: placeHolderOf(field),
    ignoreFocusOut: true,
    validateInput: (text) => problemOf(field, text, count),
  });
  if (typed === undefined) {
    throw new vscode.CancellationError();
  }
  return { field, json: jsonOf(field, typed) };
}

async function pickWhich(title: string): Promise<SettableField> {
  const picked = await vscode.window.showQuickPick(
    SETTABLE_FIELDS.map((field) => ({ label: fieldName(field), description: field, field })),
    { title: labelText(title), placeHolder: vscode.l10n.t("Field to set"), matchOnDescription: true },
  );
  if (!picked) {
    throw new vscode.CancellationError();
  }
  return picked.field;
}

async function pickClear(title: string, field: SettableField): Promise<boolean> {
  const picked = await vscode.window.showQuickPick(
    [
      { label: vscode.l10n.t("Set a value…"), isCleared: false },
      { label: vscode.l10n.t("Clear it"), description: "null", isCleared: true },
    ],
    { title: `${labelText(title)} · ${fieldName(field)}` },
  );
  if (!picked) {
    throw new vscode.CancellationError();
  }
  return picked.isCleared;
}

function placeHolderOf(field: SettableField): string {
  const examples: Readonly<Record<SettableField, string>> = {
    name: `QA ${INDEX}`,
    email: `qa-${INDEX}@example.com`,
    phoneNumber: "+886 2 0000 0000",
    sourceId: `qa-${INDEX}`,
    avatar: "https://",
    queryMetadata: '{"label_relations": {"operator": "OR", "conditions": []}}',
  };
  return examples[field];
}

/** Knowledge access is JSON as typed; every other field is a text. */
function jsonOf(field: SettableField, typed: string): string {
  return field === "queryMetadata" ? typed.trim() : JSON.stringify(typed.trim());
}

function problemOf(
  field: SettableField,
  typed: string,
  count: number,
): string | vscode.InputBoxValidationMessage | undefined {
  if (typed.trim() === "") {
    return vscode.l10n.t("Enter a value.");
  }
  if (field === "queryMetadata" && !isObjectOrText(typed)) {
    return vscode.l10n.t("This is not a JSON object or text.");
  }
  if (field === "sourceId" && count > 1 && !typed.includes(INDEX)) {
    return vscode.l10n.t("Each contact of an inbox needs its own source ID: put {0} into it.", INDEX);
  }
  const problems = problemsOfValue({ field, json: jsonOf(field, typed) });
  const error = problems.find(({ severity }) => severity === "error");
  if (error) {
    return problemMessage(error);
  }
  const [warning] = problems;
  return warning
    ? { message: problemMessage(warning), severity: vscode.InputBoxValidationSeverity.Warning }
    : undefined;
}

function isObjectOrText(typed: string): boolean {
  try {
    const value: unknown = JSON.parse(typed.replaceAll(INDEX, "1"));
    return (
      typeof value === "string" || (typeof value === "object" && value !== null && !Array.isArray(value))
    );
  } catch {
    return false; // What is half typed is not JSON yet.
  }
}
