import * as vscode from "vscode";
import type { Connection } from "../../model/connection.ts";
import { labelText } from "../../ui/safeText.ts";
import { RECIPE_SUFFIX } from "../engine/seed/recipeSchema.ts";
import type { SeedContext } from "./seedContext.ts";

/** Writes a recipe with explanations into the workspace and opens it; without a workspace as an untitled file. */
export async function newRecipe(context: SeedContext): Promise<void> {
  const folder = await folderFor();
  const name = await askForName(folder);
  const connection = context.connections.current;
  const text = exampleRecipe(name, await inboxNameOf(context, connection));
  if (!folder) {
    const document = await vscode.workspace.openTextDocument({ language: "jsonc", content: text });
    await vscode.window.showTextDocument(document);
    return;
  }
  const uri = vscode.Uri.joinPath(folder, `${name}${RECIPE_SUFFIX}`);
  await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
  await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri));
}

async function folderFor(): Promise<vscode.Uri | undefined> {
  const folders = vscode.workspace.workspaceFolders ?? [];
  if (folders.length <= 1) {
    return folders[0]?.uri;
  }
  const picked = await vscode.window.showWorkspaceFolderPick({
    placeHolder: vscode.l10n.t("Folder for the seed recipe"),
  });
  if (!picked) {
    throw new vscode.CancellationError();
  }
  return picked.uri;
}

async function askForName(folder: vscode.Uri | undefined): Promise<string> {
  const name = await vscode.window.showInputBox({
    title: vscode.l10n.t("New Seed Recipe"),
    prompt: vscode.l10n.t("Name of the recipe. The source IDs of its contacts begin with it."),
    value: "qa",
    ignoreFocusOut: true,
    validateInput: async (text) => {
      if (!/^[a-z0-9][a-z0-9._-]{0,63}$/u.test(text)) {
        return vscode.l10n.t(
          "The name may have lower-case letters, digits, dots, dashes and underscores, and begins with a letter or digit.",
        );
      }
      return folder && (await exists(vscode.Uri.joinPath(folder, `${text}${RECIPE_SUFFIX}`)))
        ? vscode.l10n.t("There is a recipe of this name already.")
        : undefined;
    },
  });
  if (name === undefined) {
    throw new vscode.CancellationError();
  }
  return name;
}

async function exists(uri: vscode.Uri): Promise<boolean> {
  try {
    await vscode.workspace.fs.stat(uri);
    return true;
  } catch (error) {
    if (error instanceof vscode.FileSystemError && error.code === "FileNotFound") {
      return false;
    }
    throw error;
  }
}

/** The first inbox of the connection, so that the example runs as it is; a recipe needs no server to be written. */
async function inboxNameOf(
  { contacts, log }: SeedContext,
  connection: Connection | undefined,
): Promise<string> {
  const fallback = vscode.l10n.t("Name of an inbox");
  if (!connection) {
    return fallback;
  }
  try {
    const { inboxes } = await contacts.inboxes(connection.id);
    return inboxes[0]?.name ?? fallback;
  } catch (error) {
    log.failure("new seed recipe", error);
    return fallback;
  }
}

/** The example: a recipe that can be seeded as it is, with a sentence for each part. */
export function exampleRecipe(name: string, inbox: string): string {
  const comment = (text: string) => labelText(text);
  return `// ${comment(vscode.l10n.t("Test contacts for MaiAgent. Seeding twice changes nothing; clean-up deletes exactly these."))}
{
  // ${comment(vscode.l10n.t("The source IDs begin with this name, so keep it when you rename the file."))}
  "name": ${JSON.stringify(name)},

  // ${comment(vscode.l10n.t("Inboxes that every contact goes into, by name or id."))}
  "inboxes": [${JSON.stringify(inbox)}],

  // ${comment(vscode.l10n.t("Contacts that a test needs exactly so. Addresses must be reserved ones: nobody real is written to."))}
  "contacts": [
    {
      "name": "Ann Example",
      "email": "ann@example.com",
      "phoneNumber": "+1 202 555 0100",
      "sourceId": ${JSON.stringify(`${name}-ann`)}
    }
  ],

  // ${comment(vscode.l10n.t("Contacts from a template. The same seed gives the same contacts on every machine."))}
  "generate": {
    "count": 25,
    "seed": 1,
    // ${comment(vscode.l10n.t("Language of the names: en, zh_TW or ja."))}
    "locale": ${JSON.stringify(localeOf(vscode.env.language))},
    // ${comment(vscode.l10n.t("Type two braces for a list of placeholders."))}
    "template": {
      "name": "{{person.fullName}}",
      "email": "qa{{index}}@example.com",
      "phoneNumber": "{{phone.fictional}}"
    }
  }
}
`;
}

function localeOf(language: string): string {
  return language.toLowerCase() === "zh-tw" ? "zh_TW" : language === "ja" ? "ja" : "en";
}
