import * as vscode from "vscode";
import type { LookupMemory, SavedSearch } from "../state/lookupMemory.ts";
import { toastText, valueText } from "../ui/safeText.ts";

const MAXIMUM_NAME = 80;

/** Asks how a search is to be called. @returns undefined when the question is dismissed */
export async function askForSearchName(title: string, value: string): Promise<string | undefined> {
  const name = await vscode.window.showInputBox({
    title,
    prompt: vscode.l10n.t("The search stands in the Contacts view under this name."),
    value: value.slice(0, MAXIMUM_NAME),
    validateInput: (text) =>
      text.trim() === "" || text.length > MAXIMUM_NAME
        ? vscode.l10n.t("Enter a name of 1 to {0} characters.", MAXIMUM_NAME)
        : undefined,
  });
  return name?.trim();
}

/** Forgets a search at once and offers to take that back: nothing on the server changes. */
export async function deleteSearch(
  memory: LookupMemory,
  search: SavedSearch & { readonly connectionId: string },
): Promise<void> {
  const { connectionId, id, ...kept } = search;
  memory.deleteSearch(connectionId, id);
  const undo = vscode.l10n.t("Undo");
  const choice = await vscode.window.showInformationMessage(
    toastText(vscode.l10n.t("The search “{0}” was deleted.", valueText(search.name))),
    undo,
  );
  if (choice === undo) {
    memory.saveSearch(connectionId, kept);
  }
}
