import * as vscode from "vscode";
import type { ImportStrings } from "../../shared/importMessages.ts";

/** The page's words in the user's language. */
export function importStrings(): ImportStrings {
  return {
    title: vscode.l10n.t("Import {0}"),
    settings: vscode.l10n.t("File and target"),
    preview: vscode.l10n.t("Columns and first rows"),
    row: vscode.l10n.t("Row"),
    fieldFor: vscode.l10n.t("Field for column {0}"),
    empty: vscode.l10n.t("empty"),
    nullValue: vscode.l10n.t("null"),
    missing: vscode.l10n.t("not set"),
    error: vscode.l10n.t("Error"),
    warning: vscode.l10n.t("Warning"),
    done: vscode.l10n.t("An earlier import has done this row. It is left out."),
    dryRun: vscode.l10n.t("Dry Run"),
    import: vscode.l10n.t("Import"),
    cancel: vscode.l10n.t("Cancel"),
    openResult: vscode.l10n.t("Open {0}"),
    openLine: vscode.l10n.t("Open line {0}"),
    name: vscode.l10n.t("Name"),
    outcome: vscode.l10n.t("Outcome"),
    details: vscode.l10n.t("Details"),
  };
}
