import * as vscode from "vscode";
import { isContactId } from "../model/contactId.ts";
import type { ContactRef } from "../state/contactStore.ts";

/** Scheme of the copies' addresses. */
export const COPY_SCHEME = "maiagent-copy";
const ADDRESS = /^\/(server|editor)-\d+\/([^/]+)\.contact\.json$/;

/** The two sides of a comparison. */
export interface CopySources {
  /** The contact's text as the server has it now. */
  readonly server: (ref: ContactRef) => Promise<string>;
  /** The text of the contact's document. */
  readonly editor: (ref: ContactRef) => Promise<string>;
}

/**
 * Read-only copies for a comparison. Closing a diff over the live document would ask to save it, and 'Don't
 * Save' there would throw the edits away.
 */
export class ServerCopies implements vscode.TextDocumentContentProvider, vscode.Disposable {
  readonly #texts = new Map<string, string>();
  readonly #sources: CopySources;
  readonly #subscription: vscode.Disposable;
  #count = 0;

  constructor(sources: CopySources) {
    this.#sources = sources;
    this.#subscription = vscode.workspace.onDidCloseTextDocument(({ uri }) => {
      this.#texts.delete(uri.toString());
    });
  }

  /** A comparison that stood in a window which was reloaded is made anew: nothing of it was kept. */
  async provideTextDocumentContent(uri: vscode.Uri): Promise<string> {
    const text = this.#texts.get(uri.toString());
    const [, side, contactId = ""] = ADDRESS.exec(uri.path) ?? [];
    if (text !== undefined || !isContactId(contactId)) {
      return text ?? "";
    }
    const ref = { connectionId: uri.authority, contactId };
    return side === "editor" ? this.#sources.editor(ref) : this.#sources.server(ref);
  }

  /** Opens the server's text beside the editor's. */
  async compare(ref: ContactRef, title: string, theirs: string, mine: string): Promise<void> {
    const copy = (side: "server" | "editor", text: string) => {
      const uri = vscode.Uri.from({
        scheme: COPY_SCHEME,
        authority: ref.connectionId,
        path: `/${side}-${++this.#count}/${ref.contactId}.contact.json`,
      });
      this.#texts.set(uri.toString(), text);
      return uri;
    };
    await vscode.commands.executeCommand("vscode.diff", copy("server", theirs), copy("editor", mine), title);
  }

  dispose(): void {
    this.#subscription.dispose();
  }
}
