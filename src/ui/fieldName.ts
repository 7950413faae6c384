import * as vscode from "vscode";
import { valueText } from "./safeText.ts";

/** What a person calls a field, wherever it is shown: the form's name for it, else the key itself. */
export function fieldName(field: string): string {
  switch (field) {
    case "id":
      return vscode.l10n.t("ID");
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
    case "createdAt":
      return vscode.l10n.t("Created");
    case "updatedAt":
      return vscode.l10n.t("Updated");
    default:
      return valueText(field);
  }
}

/** Several fields within a sentence: `Name, E-mail`. */
export function fieldNames(fields: readonly string[]): string {
  return fields.map(fieldName).join(", ");
}
