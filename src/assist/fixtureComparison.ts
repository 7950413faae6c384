import * as vscode from "vscode";
import { labelText } from "../ui/safeText.ts";
import { type TextPiece, withPieces } from "./engine/fixtureUpdate.ts";

/** The right side of a comparison; `when` clauses of package.json name it. */
const SCHEME = "maiagent-fixture";

interface Shown {
  readonly document: vscode.TextDocument;
  /** What the file's text was when the comparison was made. */
  readonly before: string;
  readonly after: string;
  readonly pieces: readonly TextPiece[];
}

/** Updates of fixtures that are shown and wait for a person's consent. */
export class FixtureComparisons implements vscode.TextDocumentContentProvider, vscode.Disposable {
  readonly #shown = new Map<string, Shown>();
  readonly #subscription: vscode.Disposable;
  #count = 0;

  constructor() {
    this.#subscription = vscode.Disposable.from(
      vscode.workspace.registerTextDocumentContentProvider(SCHEME, this),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => {
        this.#shown.delete(uri.toString());
      }),
    );
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    return this.#shown.get(uri.toString())?.after ?? "";
  }

  /** Opens the file beside what it would be. @returns the address of the right side, by which it can be applied */
  async show(document: vscode.TextDocument, pieces: readonly TextPiece[]): Promise<vscode.Uri> {
    const name = document.uri.path.slice(document.uri.path.lastIndexOf("/") + 1);
    const uri = vscode.Uri.from({ scheme: SCHEME, path: `/${++this.#count}/${name}` });
    const before = document.getText();
    this.#shown.set(uri.toString(), { document, before, pieces, after: withPieces(before, pieces) });
    const title = vscode.l10n.t("{0}: File and Server", labelText(name));
    await vscode.commands.executeCommand("vscode.diff", document.uri, uri, title, { preview: false });
    return uri;
  }

  /**
   * Puts the update into the file's document as one edit; it is saved by whoever wants it saved.
   * @returns "changed" when the text is no longer what was compared, so that nothing typed meanwhile is lost;
   *   "gone" when there is no such comparison
   */
  async apply(uri: vscode.Uri): Promise<"applied" | "changed" | "gone"> {
    const shown = this.#shown.get(uri.toString());
    if (!shown) {
      return "gone";
    }
    const document = await vscode.workspace.openTextDocument(shown.document.uri);
    if (document.getText() !== shown.before) {
      return "changed";
    }
    const edit = new vscode.WorkspaceEdit();
    for (const { offset, length, text } of shown.pieces) {
      const range = new vscode.Range(document.positionAt(offset), document.positionAt(offset + length));
      edit.replace(document.uri, range, text);
    }
    if (!(await vscode.workspace.applyEdit(edit))) {
      return "changed";
    }
    await closeTab(uri);
    await vscode.window.showTextDocument(document);
    return "applied";
  }

  dispose(): void {
    this.#subscription.dispose();
  }
}

async function closeTab(uri: vscode.Uri): Promise<void> {
  const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
  const own = tabs.filter(
    ({ input }) => input instanceof vscode.TabInputTextDiff && input.modified.toString() === uri.toString(),
  );
  await vscode.window.tabGroups.close(own);
}
