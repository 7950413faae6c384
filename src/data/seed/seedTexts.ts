import * as vscode from "vscode";
import { BadRequestError } from "../../api/errors.ts";
import { describeError } from "../../ui/describeError.ts";
import { fieldNames } from "../../ui/fieldName.ts";
import type { CleanUpOutcome } from "../engine/seed/cleanUp.ts";
import type { SeededField } from "../engine/seed/contactImage.ts";
import { LedgerError } from "../engine/seed/ledger.ts";
import type { PlannedContact, SeedConflict } from "../engine/seed/seedPlan.ts";
import type { Outcome } from "../engine/seed/seedRun.ts";

/** What would change in a contact. */
export function plannedText(planned: PlannedContact): string {
  switch (planned.action) {
    case "create":
      return "";
    case "unchanged":
      return "";
    case "update":
      return fieldNames(planned.fields);
    case "conflict":
      return planned.fields.length === 0
        ? conflictText(planned.conflict)
        : `${conflictText(planned.conflict)} ${vscode.l10n.t("Differs from the recipe: {0}", fieldNames(planned.fields))}`;
  }
}

/** What became of a contact of a run, where its group does not say it all. */
export function outcomeText(outcome: Outcome, planned: PlannedContact): string {
  switch (outcome.result) {
    case "created":
    case "unchanged":
    case "pending":
      return "";
    case "updated":
      return "fields" in planned ? fieldNames(planned.fields) : "";
    case "skipped":
      return planned.action === "conflict" ? conflictText(planned.conflict) : "";
    case "failed":
      return seedErrorText(outcome.error);
  }
}

/** What became of a contact of a clean-up. */
export function cleanUpText(outcome: CleanUpOutcome, changed: readonly SeededField[]): string {
  switch (outcome.result) {
    case "deleted":
    case "gone":
    case "pending":
      return "";
    case "kept":
      return vscode.l10n.t("Changed since it was seeded: {0}", fieldNames(changed));
    case "changedMeanwhile":
      return vscode.l10n.t("Changed while the clean-up was running, so it was kept.");
    case "failed":
      // The reference page gives a DELETE that answers 400 this one meaning.
      return outcome.error instanceof BadRequestError
        ? vscode.l10n.t(
            "It still has conversations, and MaiAgent keeps such contacts. Delete or move the conversations in MaiAgent first.",
          )
        : seedErrorText(outcome.error);
  }
}

function conflictText(conflict: SeedConflict): string {
  switch (conflict) {
    case "several":
      return vscode.l10n.t("The server has this source ID more than once.");
    case "changed":
      return vscode.l10n.t("Changed by somebody since it was seeded.");
    case "real":
      return vscode.l10n.t("Could be a real person: no run made it, and its address is not a reserved one.");
  }
}

/** Why something failed, in a sentence. */
export function seedErrorText(error: unknown): string {
  return error instanceof LedgerError
    ? vscode.l10n.t(
        "The record of the run cannot be written, and without it clean-up would not know what to delete. Is the disk full?",
      )
    : describeError(error).message;
}
