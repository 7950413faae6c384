import { parseTree } from "jsonc-parser";
import * as vscode from "vscode";
import { textValueAt } from "../../model/textValueAt.ts";
import { inboxItem } from "../../ui/inboxItem.ts";
import { placeLabel } from "../../ui/placeText.ts";
import { loadFaker } from "../engine/seed/fakerLocale.ts";
import { fillPlaceholder, isPlaceholder, PLACEHOLDERS } from "../engine/seed/placeholders.ts";
import { parseRecipe, type Recipe } from "../engine/seed/recipe.ts";
import { placeholdersIn } from "../engine/seed/template.ts";
import { fileNameOf } from "./recipeFile.ts";
import type { SeedContext } from "./seedContext.ts";

const RECIPES: vscode.DocumentSelector = { pattern: "**/*.maiagent-seed.json" };

/** What the editor offers in a recipe, besides the JSON schema: CodeLens, placeholders, inbox names, hovers. */
export function registerRecipeLanguage(context: SeedContext): vscode.Disposable {
  const onDidChangeLenses = new vscode.EventEmitter<void>();
  return vscode.Disposable.from(
    onDidChangeLenses,
    context.connections.onDidChange(() => onDidChangeLenses.fire()),
    vscode.languages.registerCodeLensProvider(RECIPES, {
      onDidChangeCodeLenses: onDidChangeLenses.event,
      provideCodeLenses: (document) => lensesOf(context, document),
    }),
    vscode.languages.registerCompletionItemProvider(
      RECIPES,
      { provideCompletionItems: (document, position) => completionsAt(context, document, position) },
      "{",
      '"',
    ),
    vscode.languages.registerHoverProvider(RECIPES, {
      provideHover: (document, position) => hoverAt(document, position),
    }),
  );
}

function lensesOf({ connections }: SeedContext, document: vscode.TextDocument): vscode.CodeLens[] {
  const text = document.getText();
  const { recipe, problems } = parseRecipe(text, fileNameOf(document.uri));
  const start = document.positionAt(parseTree(text)?.offset ?? 0);
  const range = new vscode.Range(start, start);
  // A plain space between icon and word is not drawn.
  const lens = (title: string, command: string, tooltip: string) =>
    new vscode.CodeLens(range, { title, command, tooltip, arguments: [document.uri] });
  return [
    lens(
      `$(search)\u00a0${vscode.l10n.t("Dry run")}`,
      "maiagent.dryRunSeed",
      vscode.l10n.t("Shows what would be created and updated; sends nothing"),
    ),
    lens(
      `$(run)\u00a0${vscode.l10n.t("Seed")}`,
      "maiagent.runSeed",
      vscode.l10n.t("Creates what is missing and updates what the recipe changed"),
    ),
    lens(
      `$(trash)\u00a0${vscode.l10n.t("Clean up")}`,
      "maiagent.cleanUpSeed",
      vscode.l10n.t("Deletes what the runs of this recipe created, after a question"),
    ),
    recipe
      ? new vscode.CodeLens(range, { title: summaryOf(recipe, connections), command: "" })
      : new vscode.CodeLens(range, {
          title: `$(warning)\u00a0${problems.length === 1 ? vscode.l10n.t("1 problem") : vscode.l10n.t("{0} problems", problems.length)}`,
          command: "workbench.actions.view.problems",
        }),
  ];
}

/** Such as `26 contacts → Sample data (sandbox)`. */
function summaryOf(recipe: Recipe, connections: SeedContext["connections"]): string {
  const wanted = recipe.file.connection?.trim();
  const connection =
    wanted === undefined
      ? connections.current
      : (connections.get(wanted.toLowerCase()) ??
        connections.all.find(({ label }) => label.trim() === wanted));
  const count =
    recipe.count === 1
      ? vscode.l10n.t("1 contact")
      : vscode.l10n.t("{0} contacts", recipe.count.toLocaleString(vscode.env.language));
  return connection ? `${count} → ${placeLabel(connection)}` : count;
}

async function completionsAt(
  context: SeedContext,
  document: vscode.TextDocument,
  position: vscode.Position,
): Promise<vscode.CompletionItem[]> {
  const found = textValueAt(parseTree(document.getText()), document.offsetAt(position));
  if (!found) {
    return [];
  }
  const { node, path } = found;
  const content = new vscode.Range(
    document.positionAt(node.offset + 1),
    document.positionAt(node.offset + node.length - 1),
  );
  if (path.at(-2) === "inboxes") {
    const connection = context.connections.current;
    const inboxes = connection ? (await context.contacts.inboxes(connection.id)).inboxes : [];
    return inboxes.flatMap((inbox) => [inboxItem(inbox, "name", content), inboxItem(inbox, "id", content)]);
  }
  if (path.length === 1 && path[0] === "connection") {
    return context.connections.all.map((connection) => {
      const item = new vscode.CompletionItem(connection.id, vscode.CompletionItemKind.Value);
      item.range = content;
      item.detail = placeLabel(connection);
      return item;
    });
  }
  return path[0] === "generate" && path[1] === "template" ? placeholderItems(document, position) : [];
}

/** Replaces the braces and letters before the cursor and the closing braces behind it. */
function placeholderItems(document: vscode.TextDocument, position: vscode.Position): vscode.CompletionItem[] {
  const line = document.lineAt(position).text;
  const before = /\{{1,2}[\w.]*$/u.exec(line.slice(0, position.character))?.[0] ?? "";
  const after = /^[\w.]*\}{0,2}/u.exec(line.slice(position.character))?.[0] ?? "";
  const range = new vscode.Range(
    position.translate(0, -before.length),
    position.translate(0, before === "" ? 0 : after.length),
  );
  return PLACEHOLDERS.map((name, index) => {
    const item = new vscode.CompletionItem(`{{${name}}}`, vscode.CompletionItemKind.Variable);
    item.range = range;
    item.filterText = `{{${name}}}`;
    item.sortText = String(index).padStart(3, "0");
    return item;
  });
}

async function hoverAt(
  document: vscode.TextDocument,
  position: vscode.Position,
): Promise<vscode.Hover | undefined> {
  const { text } = document.lineAt(position);
  const use = placeholdersIn(text).find(
    ({ from, to }) => from <= position.character && position.character < to,
  );
  const name = use?.name ?? "";
  if (!use || !isPlaceholder(name)) {
    return undefined;
  }
  const { recipe } = parseRecipe(document.getText(), fileNameOf(document.uri));
  const faker = await loadFaker(recipe?.locale ?? "en");
  const examples = [1, 2, 3].map((index) => {
    const seed = recipe?.seed ?? 1;
    faker.seed([seed, index]);
    return fillPlaceholder(name, faker, { index, recipe: recipe?.name ?? "", seed });
  });
  const contents = new vscode.MarkdownString();
  contents.appendCodeblock(`{{${name}}}`, "text");
  contents.appendText(vscode.l10n.t("For example: {0}", examples.join(" · ")));
  const line = position.line;
  return new vscode.Hover(contents, new vscode.Range(line, use.from, line, use.to));
}
