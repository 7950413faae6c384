import * as vscode from "vscode";
import type { Connection } from "../../model/connection.ts";
import { labelText } from "../../ui/safeText.ts";
import { parseRecipe, type Recipe } from "../engine/seed/recipe.ts";
import { RecipeError, type RecipeProblemCode } from "../engine/seed/recipeProblem.ts";
import { LARGEST_RECIPE, RECIPE_SUFFIX } from "../engine/seed/recipeSchema.ts";
import type { SeedContext } from "./seedContext.ts";

/** A recipe that was read, and where from. */
export interface ReadRecipe {
  readonly uri: vscode.Uri;
  readonly fileName: string;
  readonly recipe: Recipe;
}

export function isRecipe(uri: vscode.Uri): boolean {
  return uri.path.endsWith(RECIPE_SUFFIX);
}

export function fileNameOf(uri: vscode.Uri): string {
  return uri.path.slice(uri.path.lastIndexOf("/") + 1);
}

/**
 * Reads a recipe: as its editor shows it if it is open, else from its file. Nothing larger than a recipe can be is
 * loaded.
 *
 * @throws RecipeError, or the file system's error when there is no such file
 */
export async function readRecipe(uri: vscode.Uri): Promise<ReadRecipe> {
  const fileName = fileNameOf(uri);
  const { recipe, problems } = parseRecipe(await textOf(uri, fileName), fileName);
  if (!recipe) {
    throw new RecipeError(fileName, problems);
  }
  return { uri, fileName, recipe };
}

async function textOf(uri: vscode.Uri, fileName: string): Promise<string> {
  const open = vscode.workspace.textDocuments.find((document) => document.uri.toString() === uri.toString());
  if (open) {
    return open.getText();
  }
  const fail = (code: RecipeProblemCode) =>
    new RecipeError(fileName, [{ code, path: [], from: 0, to: 0, line: 1, column: 1, detail: [] }]);
  const { type, size } = await vscode.workspace.fs.stat(uri);
  if ((type & vscode.FileType.Directory) !== 0) {
    throw fail("notFile");
  }
  if (size > LARGEST_RECIPE) {
    throw fail("tooLarge");
  }
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(await vscode.workspace.fs.readFile(uri));
  } catch (error) {
    throw error instanceof TypeError ? fail("notText") : error;
  }
}

/**
 * The connection that a recipe names, by id or label, else the current one.
 * @throws RecipeError when there is none of that name
 */
export async function connectionOf(
  { connections, currentConnection }: Pick<SeedContext, "connections" | "currentConnection">,
  { recipe, fileName }: ReadRecipe,
  title: string,
): Promise<Connection> {
  const wanted = recipe.file.connection?.trim();
  if (wanted === undefined) {
    return currentConnection(title);
  }
  const found =
    connections.get(wanted.toLowerCase()) ?? connections.all.find(({ label }) => label.trim() === wanted);
  if (!found) {
    const labels = connections.all.map(({ label }) => label);
    throw new RecipeError(fileName, [
      recipe.source.problem("unknownConnection", ["connection"], wanted, ...labels),
    ]);
  }
  return found;
}

/**
 * The recipe that a command was given, else that of the active editor, else one of the workspace.
 * @throws vscode.CancellationError when none is picked
 */
export async function recipeFor(target: vscode.Uri | undefined, title: string): Promise<vscode.Uri> {
  if (target) {
    return target;
  }
  const active = vscode.window.activeTextEditor?.document.uri;
  if (active && isRecipe(active)) {
    return active;
  }
  const found = await vscode.workspace.findFiles(`**/*${RECIPE_SUFFIX}`, "**/node_modules/**", 500);
  const [only] = found;
  if (only && found.length === 1) {
    return only;
  }
  if (!only) {
    const create = vscode.l10n.t("New Seed Recipe");
    const choice = await vscode.window.showInformationMessage(
      vscode.l10n.t("This workspace has no seed recipe yet."),
      create,
    );
    if (choice === create) {
      await vscode.commands.executeCommand("maiagent.newSeedRecipe");
    }
    throw new vscode.CancellationError();
  }
  const picked = await vscode.window.showQuickPick(
    found
      .map((uri) => ({
        label: labelText(fileNameOf(uri).slice(0, -RECIPE_SUFFIX.length)),
        description: labelText(vscode.workspace.asRelativePath(uri)),
        uri,
      }))
      .sort((left, right) => left.description.localeCompare(right.description)),
    { title, placeHolder: vscode.l10n.t("Seed recipe") },
  );
  if (!picked) {
    throw new vscode.CancellationError();
  }
  return picked.uri;
}
