import * as vscode from "vscode";
import type { MetadataProblem } from "../model/metadataProblems.ts";
import { valueText } from "../ui/safeText.ts";

/** The sentence for a warning about `queryMetadata`: what is wrong and what to do. */
export function metadataProblemMessage({ code, detail }: MetadataProblem): string {
  switch (code) {
    case "noKnowledge":
      return vscode.l10n.t(
        "Without a knowledge base in it, nothing can be read: this closes all knowledge access of the contact.",
      );
    case "booleanText":
      return vscode.l10n.t('The server expects the text "True" or "False" here, not {0}.', valueText(detail));
    case "operator":
      return vscode.l10n.t('The operator of conditions is "AND" or "OR".');
    case "noConditions":
      return vscode.l10n.t("This rule has no conditions. Add a label, or remove the rule.");
    case "emptyCondition":
      return vscode.l10n.t("This condition is empty. Give it a label, or remove it.");
    case "idForm":
      return vscode.l10n.t("This is not an id: 32 hexadecimal digits in the form 8-4-4-4-12 are expected.");
    case "idMissing":
      return vscode.l10n.t("This entry does not say which knowledge base it means.");
    case "duplicateBase":
      return vscode.l10n.t("This knowledge base is listed already. Keep one entry for it.");
    case "mixedSpelling":
      return vscode.l10n.t(
        "{0} is spelt differently from the keys before it. Use either snake_case or camelCase, not both.",
        valueText(detail),
      );
  }
}
