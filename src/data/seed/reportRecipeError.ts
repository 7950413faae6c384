import * as vscode from "vscode";
import { toastText, valueText } from "../../ui/safeText.ts";
import { RecipeError, type RecipeProblem } from "../engine/seed/recipeProblem.ts";
import { describeRecipeProblem } from "./describeRecipeProblem.ts";
import { rangeOf } from "./recipeDiagnostics.ts";
import type { SeedContext } from "./seedContext.ts";

/**
 * Does work with a recipe. What is wrong with the recipe itself is shown in Problems and in a message with file, line
 * and column; every other error goes on to the command's registration.
 */
export async function reportingRecipeErrors(
  { diagnostics }: SeedContext,
  uri: vscode.Uri,
  work: () => Promise<void>,
): Promise<void> {
  try {
    await work();
  } catch (error) {
    const [first] = error instanceof RecipeError ? error.problems : [];
    if (!(error instanceof RecipeError) || !first) {
      throw error;
    }
    const document = vscode.workspace.textDocuments.find((open) => open.uri.toString() === uri.toString());
    if (document) {
      diagnostics.show(uri, error.problems, document.getText());
    }
    await say(uri, error, first);
  }
}

async function say(uri: vscode.Uri, { file, problems }: RecipeError, first: RecipeProblem): Promise<void> {
  const more = problems.length - 1;
  const text = [
    vscode.l10n.t(
      "{0}, line {1}, column {2}: {3}",
      valueText(file),
      first.line,
      first.column,
      describeRecipeProblem(first),
    ),
    ...(more > 0 ? [vscode.l10n.t("There are {0} more problems.", more)] : []),
    vscode.l10n.t("Nothing was sent."),
  ].join(" ");
  // A folder or a file of two gigabytes has no line to show.
  const canShow = !["notFile", "tooLarge", "notText"].includes(first.code);
  const show = vscode.l10n.t("Show in Recipe");
  const choice = await vscode.window.showErrorMessage(toastText(text), ...(canShow ? [show] : []));
  if (choice === show) {
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(document, { selection: rangeOf(first, document.getText()) });
  }
}
