import * as vscode from "vscode";

/**
 * Calls `load` once, as soon as a recipe is open in an editor. Small on purpose: it is all of the data features that
 * runs when the extension starts.
 */
export function watchRecipes(load: () => Promise<unknown>): vscode.Disposable {
  let isLoaded = false;
  const look = ({ uri }: vscode.TextDocument) => {
    if (!isLoaded && uri.path.endsWith(".maiagent-seed.json")) {
      isLoaded = true;
      subscription.dispose();
      void load();
    }
  };
  const subscription = vscode.workspace.onDidOpenTextDocument(look);
  vscode.workspace.textDocuments.forEach(look);
  return subscription;
}
