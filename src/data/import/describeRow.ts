import * as vscode from "vscode";
import { AmbiguousWriteError } from "../../api/errors.ts";
import { describeError } from "../../ui/describeError.ts";
import { fieldName } from "../../ui/fieldName.ts";
import { problemMessage } from "../../ui/problemMessage.ts";
import { toastText, valueText } from "../../ui/safeText.ts";
import type { Target } from "../engine/import/columnMapping.ts";
import type { RowProblem } from "../engine/import/importRow.ts";
import type { PlanProblem } from "../engine/import/planRow.ts";
import type { RowOutcome } from "../engine/import/runImport.ts";

/** What a column can become, by the field's name; the id is there to find a contact by. */
export function targetName(target: Target): string {
  return target === "id" ? vscode.l10n.t("ID (finds the contact)") : fieldName(target);
}

/** A complaint about a row, with the field it concerns. */
export function describeRowProblem(problem: RowProblem): string {
  const sentence = sentenceOf(problem);
  return problem.target === undefined ? sentence : `${targetName(problem.target)}: ${sentence}`;
}

function sentenceOf({ code, detail = "" }: Pick<RowProblem, "code" | "detail">): string {
  const value = valueText(detail);
  switch (code) {
    case "notJson":
      return vscode.l10n.t("This is not JSON.");
    case "notObject":
    case "emailForm":
    case "urlForm":
      return problemMessage({ code, path: [] });
    case "duplicateKey":
      return vscode.l10n.t("A field stands twice.");
    case "tooManyCells":
      return vscode.l10n.t("More cells than columns ({0}).", value);
    case "tooFewCells":
      return vscode.l10n.t("Fewer cells than columns ({0}).", value);
    case "nameMissing":
      return problemMessage({ code: "required", path: ["name"] });
    case "tooLong":
      return vscode.l10n.t("Longer than {0} characters.", value);
    case "type":
      return vscode.l10n.t("The value has the wrong type.");
    case "metadataJson":
      return vscode.l10n.t("This is not JSON. Text stands in double quotes.");
    case "idForm":
      return vscode.l10n.t("This is not the ID of a contact.");
    case "inboxUnknown":
      return vscode.l10n.t("There is no inbox “{0}” here.", value);
    case "inboxAmbiguous":
      return vscode.l10n.t("Several inboxes are called “{0}”. Use the ID.", value);
    case "noInbox":
      return vscode.l10n.t("No inbox. Choose one for all rows, or a column that names it.");
    case "duplicateSourceId":
      return vscode.l10n.t("Row {0} has the same source ID in this inbox.", value);
    case "duplicateId":
      return vscode.l10n.t("Row {0} has the same ID.", value);
  }
}

function planSentence(problem: PlanProblem): string {
  switch (problem) {
    case "exists":
      return vscode.l10n.t("It exists already.");
    case "several":
      return vscode.l10n.t("Several contacts have this source ID in this inbox. Merge them first.");
    case "nameMissing":
    case "noInbox":
      return sentenceOf({ code: problem });
  }
}

/** What went wrong with a row, in the file's language of the user; empty when nothing did. */
export function describeOutcome(outcome: RowOutcome): string {
  switch (outcome.status) {
    case "created":
    case "updated":
    case "unchanged":
    case "skipped":
    case "done":
    case "notSent":
      return "";
    case "invalid":
      return toastText(
        outcome.problems
          .filter(({ severity }) => severity === "error")
          .map(describeRowProblem)
          .join(" "),
      );
    case "failed":
    case "unclear":
      return toastText(
        "problem" in outcome
          ? planSentence(outcome.problem)
          : outcome.error instanceof AmbiguousWriteError
            ? vscode.l10n.t(
                "The connection broke while it was being created. It may exist: look before you import it again.",
              )
            : describeError(outcome.error).message,
      );
  }
}
