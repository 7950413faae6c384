import * as vscode from "vscode";

/** Loads what gives the texts of one scheme. */
export type TextsOf = () => Promise<vscode.TextDocumentContentProvider>;

/**
 * Registers read-only documents before anything of them is loaded: VS Code opens their tabs by itself when a window
 * comes back with them.
 */
export function registerReadOnlyTexts(schemes: Readonly<Record<string, TextsOf>>): vscode.Disposable {
  return vscode.Disposable.from(
    ...Object.entries(schemes).map(([scheme, load]) =>
      vscode.workspace.registerTextDocumentContentProvider(scheme, {
        provideTextDocumentContent: async (uri, token) =>
          (await load()).provideTextDocumentContent(uri, token),
      }),
    ),
  );
}
