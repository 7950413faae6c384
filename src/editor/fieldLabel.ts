import * as vscode from "vscode";
import { printJson } from "../model/contactText.ts";
import { inboxNamesIn } from "../model/inboxNames.ts";
import { labelText, valueText } from "../ui/safeText.ts";

/** What a person calls a field: the form's name for it, else the key itself. */
export function fieldLabel(field: string): string {
  switch (field) {
    case "name":
      return vscode.l10n.t("Name");
    case "email":
      return vscode.l10n.t("E-mail");
    case "phoneNumber":
      return vscode.l10n.t("Phone");
    case "sourceId":
      return vscode.l10n.t("Source ID");
    case "avatar":
      return vscode.l10n.t("Avatar URL");
    case "inboxes":
      return vscode.l10n.t("Inboxes");
    case "queryMetadata":
      return vscode.l10n.t("Query metadata");
    default:
      return valueText(field);
  }
}

/** Several fields within a sentence. */
export function fieldLabels(fields: readonly string[]): string {
  return fields.map(fieldLabel).join(", ");
}

/** A field's value as a person reads it: JSON, inboxes by name. `names` are those of inboxes that the value does not name. */
export function shownValue(
  field: string,
  json: string | undefined,
  names: ReadonlyMap<string, string> = new Map(),
): string {
  if (json === undefined) {
    return vscode.l10n.t("not set");
  }
  const inboxes = field === "inboxes" ? inboxNamesIn(json, names) : undefined;
  return inboxes && inboxes.size > 0 ? [...inboxes.values()].map(labelText).join(", ") : printJson(json, "");
}
