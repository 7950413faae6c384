import * as vscode from "vscode";
import { type FieldChange, sendableChanges } from "../model/contactChanges.ts";
import type { ContactText } from "../model/contactText.ts";
import { withKeyAt } from "../model/keyChange.ts";
import { changeBetween, rebaseTyping, withJsonAt, withValueAt } from "../model/textChange.ts";
import {
  type Action,
  type DocumentState,
  type Edit,
  fromWebviewSchema,
  type Notice,
  type RequestPreview,
  type ToWebview,
} from "../shared/messages.ts";
import { type ContactRecord, readable } from "./contactRecord.ts";
import { documentProblems } from "./documentProblems.ts";
import type { AccessHelp } from "./lazyAccessHelp.ts";

/** A webview that does not answer must not hold a save back for longer. */
const FLUSH_DEADLINE_MS = 1000;

/** What a panel needs of its surroundings. */
export interface PanelHost {
  readonly record: ContactRecord;
  readonly isReadOnly: () => boolean;
  readonly notice: () => Notice | undefined;
  /** What a save of these changes sends. */
  readonly request: (changes: readonly FieldChange[], after: ContactText) => RequestPreview | undefined;
  /** The help for `queryMetadata`; undefined until it is loaded, then the document is posted again. */
  readonly accessHelp: () => AccessHelp | undefined;
  /** A page is there and shows nothing yet, or what was posted before it could say so. */
  readonly onReady: () => void;
  readonly onAction: (action: Action, fields: readonly string[]) => void;
  /** The user wants to see the MCP credentials; `id` belongs into the answer. */
  readonly onRevealCredentials: (id: number) => void;
  readonly onFailure: (error: unknown) => void;
}

/**
 * One webview over a contact document. What is typed there arrives in numbered batches and is applied strictly
 * one after the other; each document message carries the last batch applied, so that an older echo never
 * overwrites newer typing.
 */
export class ContactPanel implements vscode.Disposable {
  readonly document: vscode.TextDocument;
  readonly #panel: vscode.WebviewPanel;
  readonly #host: PanelHost;
  readonly #flushes = new Map<number, () => void>();
  readonly #subscription: vscode.Disposable;
  #queue: Promise<void> = Promise.resolve();
  #ack = 0;
  #flushId = 0;
  #isReady = false;
  /** The first page is being made: VS Code keeps messages for it, so that it need not ask before it shows anything. */
  #isFirstToCome = true;
  /** What to show once the page is there. */
  #awaited: ToWebview | undefined;
  /** Kept while the JSON is half-typed, so that the form goes on showing what changed. */
  #changed: DocumentState["changed"] = [];

  constructor(document: vscode.TextDocument, panel: vscode.WebviewPanel, host: PanelHost) {
    this.document = document;
    this.#panel = panel;
    this.#host = host;
    this.#subscription = panel.webview.onDidReceiveMessage((message: unknown) => this.#receive(message));
  }

  post(message: ToWebview): void {
    if (this.#isReady || this.#isFirstToCome) {
      this.#panel.webview
        .postMessage(message)
        .then(undefined, (error: unknown) => this.#host.onFailure(error));
    }
  }

  /** Whether the page is on screen: what is shown for a moment only must not wait for it. */
  get isVisible(): boolean {
    return this.#isReady && this.#panel.visible;
  }

  /** Brings a place into view, at once or as soon as the page is there. */
  reveal(message: Extract<ToWebview, { type: "reveal" }>): void {
    if (this.#isReady) {
      this.post(message);
    } else {
      this.#awaited = message;
    }
  }

  /** Shows the document as it is now. */
  postDocument(): void {
    this.post({ type: "document", document: this.#state(this.document.getText()) });
  }

  /** Resolves when everything typed until now stands in the document, or after a second. */
  async flush(): Promise<void> {
    if (!this.#isReady || !this.#panel.visible) {
      return this.#queue;
    }
    const id = ++this.#flushId;
    let timer: NodeJS.Timeout | undefined;
    const flushed = new Promise<void>((resolve) => {
      this.#flushes.set(id, resolve);
      timer = setTimeout(resolve, FLUSH_DEADLINE_MS);
    });
    this.post({ type: "flush", id });
    await flushed;
    clearTimeout(timer);
    this.#flushes.delete(id);
    return this.#queue;
  }

  /** Changes the document after everything that was typed until now. */
  async edit(change: (text: string) => string): Promise<void> {
    this.#enqueue(this.#ack, change);
    await this.#queue;
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#isReady = this.#isFirstToCome = false;
    for (const resolve of this.#flushes.values()) {
      resolve();
    }
  }

  #receive(message: unknown): void {
    const parsed = fromWebviewSchema.safeParse(message);
    if (!parsed.success) {
      this.#host.onFailure(new Error("A message of the editor did not fit its schema."));
      return;
    }
    const { data } = parsed;
    switch (data.type) {
      case "ready":
        this.#isReady = true;
        this.#isFirstToCome = false;
        // Not counted from 0 again: a page that was hidden goes on from the first number it is told, and that may be
        // in a document which was posted before it was ready.
        this.#host.onReady();
        if (this.#awaited) {
          this.post(this.#awaited);
          this.#awaited = undefined;
        }
        break;
      case "edits":
        this.#enqueue(data.seq, (text) => applied(text, data.edits));
        break;
      case "text": {
        const [base, typed] = [this.#withOwnLineEnds(data.base), this.#withOwnLineEnds(data.text)];
        this.#enqueue(data.seq, (text) => rebaseTyping(base, typed, text));
        break;
      }
      case "flushed":
        this.#flushes.get(data.id)?.();
        break;
      case "revealCredentials":
        this.#host.onRevealCredentials(data.id);
        break;
      case "action":
        this.#host.onAction(data.action, data.fields ?? []);
        break;
    }
  }

  #enqueue(seq: number, change: (text: string) => string): void {
    this.#queue = this.#queue
      .then(() => this.#apply(change))
      .catch((error: unknown) => this.#host.onFailure(error))
      .then(() => {
        this.#ack = Math.max(this.#ack, seq);
        // Also when nothing changed: the webview waits for the number.
        this.postDocument();
      })
      // A queue that rejects would leave out every later edit.
      .catch((error: unknown) => this.#host.onFailure(error));
  }

  async #apply(change: (text: string) => string): Promise<void> {
    // VS Code applies a WorkspaceEdit to a read-only document as well, and never saves it.
    if (!this.#isEditable()) {
      return;
    }
    const text = this.document.getText();
    const replacement = changeBetween(text, change(text));
    if (!replacement) {
      return;
    }
    const edit = new vscode.WorkspaceEdit();
    const range = new vscode.Range(
      this.document.positionAt(replacement.from),
      this.document.positionAt(replacement.to),
    );
    edit.replace(this.document.uri, range, replacement.insert);
    if (!(await vscode.workspace.applyEdit(edit))) {
      throw new Error("VS Code refused the edit.");
    }
  }

  /** The webview counts in line feeds only. */
  #withOwnLineEnds(text: string): string {
    return this.document.eol === vscode.EndOfLine.CRLF ? text.replaceAll("\n", "\r\n") : text;
  }

  #isEditable(): boolean {
    return !this.#host.record.isPlaceholder && !this.#host.isReadOnly();
  }

  #state(text: string): DocumentState {
    const { record } = this.#host;
    const mine = readable(text);
    const changes = record.changes(text);
    this.#changed = changes?.map(({ field, from }) => ({ field, was: from?.json })) ?? this.#changed;
    const help = this.#host.accessHelp();
    return {
      text,
      ack: this.#ack,
      problems: documentProblems(record, text, help),
      changed: this.#changed,
      request: mine && this.#host.request(sendableChanges(changes ?? []), mine),
      credentials: record.credentialCount,
      access: help?.accessState(text, record.base),
      editable: this.#isEditable(),
      loaded: !record.isPlaceholder,
      notice: this.#host.notice(),
    };
  }
}

function applied(text: string, edits: readonly Edit[]): string {
  return edits.reduce((before, edit) => withEdit(before, edit), text);
}

function withEdit(text: string, { path, value, json, key, remove }: Edit): string {
  if (key !== undefined) {
    return withKeyAt(text, path, key);
  }
  return json === undefined || remove
    ? withValueAt(text, path, remove ? undefined : value)
    : withJsonAt(text, path, json);
}
