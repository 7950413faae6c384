import * as vscode from "vscode";

/**
 * Calls `load` as soon as a recipe is open in an editor; once, unless it fails: then again with the next recipe. Small on
 * purpose: it is all of the data features that runs when the extension starts.
 */
export function watchRecipes(
  load: () => Promise<unknown>,
  onFailure: (error: unknown) => void,
): vscode.Disposable {
  let isLoaded = false;
  const look = ({ uri }: vscode.TextDocument) => {
    if (!isLoaded && uri.path.endsWith(".maiagent-seed.json")) {
      isLoaded = true;
      load().then(
        () => void subscription.dispose(),
        (error: unknown) => {
          isLoaded = false;
          onFailure(error);
        },
      );
    }
  };
  const subscription = vscode.workspace.onDidOpenTextDocument(look);
  vscode.workspace.textDocuments.forEach(look);
  return subscription;
}
