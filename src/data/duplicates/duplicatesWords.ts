import * as vscode from "vscode";
import type { DuplicatesWords, GroupState } from "../../shared/duplicatesMessages.ts";
import type { DuplicateReason } from "../engine/duplicates/findDuplicates.ts";

/** The page's own words. */
export function duplicatesWords(): DuplicatesWords {
  return {
    heading: vscode.l10n.t("Possible Duplicates"),
    groups: vscode.l10n.t("Groups"),
    none: vscode.l10n.t("No duplicates were found here."),
    keep: vscode.l10n.t("Keep"),
    deleteAfter: vscode.l10n.t("Delete after the merge"),
    survivor: vscode.l10n.t("stays"),
    different: vscode.l10n.t("different"),
    same: vscode.l10n.t("the same"),
    inboxes: vscode.l10n.t("Inboxes"),
    inboxesAfter: vscode.l10n.t("Inboxes after the merge"),
    created: vscode.l10n.t("Created"),
    open: vscode.l10n.t("Open"),
    merge: vscode.l10n.t("Merge…"),
    dismiss: vscode.l10n.t("Not Duplicates"),
    search: vscode.l10n.t("Search Again"),
    field: vscode.l10n.t("Field"),
    loading: vscode.l10n.t("Reading contacts…"),
    consent: vscode.l10n.t("Nothing is deleted unless you tick it and confirm."),
  };
}

/** In what the contacts of a group agree. */
export function reasonName(reason: DuplicateReason): string {
  switch (reason) {
    case "sourceId":
      return vscode.l10n.t("same source ID");
    case "email":
      return vscode.l10n.t("same e-mail");
    case "phoneNumber":
      return vscode.l10n.t("same phone");
  }
}

export function stateName(state: GroupState): string {
  switch (state) {
    case "open":
      return "";
    case "merged":
      return vscode.l10n.t("merged");
    case "partly":
      return vscode.l10n.t("merged in part");
    case "dismissed":
      return vscode.l10n.t("not duplicates");
  }
}
