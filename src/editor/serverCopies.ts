import * as vscode from "vscode";
import type { ContactRecord } from "./contactRecord.ts";

const COPY_SCHEME = "maiagent-copy";

/**
 * Read-only copies for a comparison. Closing a diff over the live document would ask to save it, and 'Don't
 * Save' there would throw the edits away.
 */
export class ServerCopies implements vscode.TextDocumentContentProvider, vscode.Disposable {
  readonly #texts = new Map<string, string>();
  readonly #subscriptions: readonly vscode.Disposable[];
  #count = 0;

  constructor() {
    this.#subscriptions = [
      vscode.workspace.registerTextDocumentContentProvider(COPY_SCHEME, this),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => {
        this.#texts.delete(uri.toString());
      }),
    ];
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    return this.#texts.get(uri.toString()) ?? "";
  }

  /** Opens the server's text beside the editor's. */
  async compare(record: ContactRecord, title: string, theirs: string, mine: string): Promise<void> {
    const copy = (side: string, text: string) => {
      const uri = vscode.Uri.from({
        scheme: COPY_SCHEME,
        path: `/${side}-${++this.#count}/${record.ref.contactId}.contact.json`,
      });
      this.#texts.set(uri.toString(), text);
      return uri;
    };
    await vscode.commands.executeCommand("vscode.diff", copy("server", theirs), copy("editor", mine), title);
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) {
      subscription.dispose();
    }
  }
}
