import * as vscode from "vscode";
import { documentTextOf, fieldValue } from "../model/contactText.ts";
import type { SaveNews } from "../model/serverAnswer.ts";
import type { ConnectionStore } from "../state/connectionStore.ts";
import type { ContactRef, ContactStore } from "../state/contactStore.ts";
import type { EditorStrings } from "../shared/editorStrings.ts";
import type { ToWebview } from "../shared/messages.ts";
import { contactLabel, shortId } from "../ui/contactLabel.ts";
import { describeError } from "../ui/describeError.ts";
import type { Log } from "../ui/log.ts";
import { toastText } from "../ui/safeText.ts";
import type { ContactFileSystem } from "./contactFileSystem.ts";
import { conflictSentence } from "./conflictSentence.ts";
import type { ContactPanel } from "./contactPanel.ts";
import { type ContactRecord, readable } from "./contactRecord.ts";
import { LazyAccessHelp } from "./lazyAccessHelp.ts";
import type { PanelContext } from "./panelContext.ts";
import { panelParts } from "./panelParts.ts";
import { ServerCopies } from "./serverCopies.ts";
import { SCHEME, uriOf, VIEW_TYPE } from "./contactUri.ts";

/** The custom editor: form and JSON over one text document, in as many panels as the user splits. */
export class ContactEditor implements vscode.Disposable {
  readonly #extensionUri: vscode.Uri;
  readonly #files: ContactFileSystem;
  readonly #connections: ConnectionStore;
  readonly #contacts: ContactStore;
  readonly #log: Log;
  readonly #panels = new Map<ContactPanel, PanelContext>();
  /** Read-only copies for comparisons. */
  readonly copies: ServerCopies;
  /** Documents whose conflict was announced. */
  readonly #inConflict = new WeakSet<ContactRecord>();
  readonly #accessHelp = new LazyAccessHelp(
    () => vscode.workspace.textDocuments.forEach((document) => this.#changed(document)),
    (error) => this.#log.failure("editor access help", error),
  );
  readonly #diagnostics = vscode.languages.createDiagnosticCollection("maiagent");
  readonly #subscriptions: readonly vscode.Disposable[];

  constructor(
    extensionUri: vscode.Uri,
    files: ContactFileSystem,
    connections: ConnectionStore,
    contacts: ContactStore,
    log: Log,
  ) {
    this.#extensionUri = extensionUri;
    this.#files = files;
    this.#connections = connections;
    this.#contacts = contacts;
    this.#log = log;
    this.copies = new ServerCopies({
      server: (ref) => this.#serverText(ref),
      editor: async (ref) => (await vscode.workspace.openTextDocument(uriOf(ref))).getText(),
    });
    this.#subscriptions = [
      vscode.workspace.onDidChangeTextDocument(({ document }) => this.#changed(document)),
      vscode.workspace.onWillSaveTextDocument((event) => {
        const flushes = this.#panelsOf(event.document).map((panel) => panel.flush());
        if (flushes.length > 0) {
          event.waitUntil(Promise.all(flushes).then(() => []));
        }
      }),
      vscode.workspace.onDidSaveTextDocument((document) => this.#saved(document)),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => this.#diagnostics.delete(uri)),
      files.onDidChangeRecord((record) => this.#recordChanged(record)),
      connections.onDidChange(() => this.#panels.forEach((context) => context.post())),
    ];
  }

  /** As `CustomTextEditorProvider.resolveCustomTextEditor`. */
  async open(
    document: vscode.TextDocument,
    webviewPanel: vscode.WebviewPanel,
    strings: EditorStrings,
  ): Promise<void> {
    const record = this.#files.record(document.uri);
    record.adopt(document);
    const parts = await panelParts();
    const panel = new parts.ContactPanel(document, webviewPanel, {
      record,
      isReadOnly: () => this.#files.isReadOnly(record),
      request: (changes, after) =>
        record.base &&
        parts.requestPreviewOf(this.#files.pendingSave(record, { changes, before: record.base, after })),
      notice: () => parts.noticeOf(record, this.#files.isReadOnly(record), this.#inboxNames(record)),
      accessHelp: () => this.#accessHelp.current,
      onReady: () => context.ready(),
      onAction: (action, fields) => {
        parts
          .performAction(
            {
              ...{ panel, record, files: this.#files, connections: this.#connections },
              compareWithServer: (uri) => this.compareWithServer(uri),
            },
            action,
            fields,
          )
          .catch((error: unknown) => this.#failed(panel, error));
      },
      onRevealCredentials: (id) => {
        context
          .revealCredentials(id)
          .catch((error: unknown) => this.#log.failure("editor credentials", error));
      },
      onFailure: (error) => this.#log.failure("editor", error),
    });
    const html = parts.pageHtml(webviewPanel.webview, this.#extensionUri, "contactEditor", {
      pictures: true,
    });
    const context = new parts.PanelContext({
      ...{ panel, record, strings, extensionUri: this.#extensionUri },
      ...{ connections: this.#connections, contacts: this.#contacts, log: this.#log },
    });
    this.#panels.set(panel, context);
    webviewPanel.webview.options = {
      enableScripts: true,
      enableCommandUris: false,
      localResourceRoots: [vscode.Uri.joinPath(this.#extensionUri, "dist", "webview")],
    };
    webviewPanel.webview.html = html;
    context.post();
    const retitle = () => {
      webviewPanel.title = titleOf(document.getText(), record);
    };
    retitle();
    const changes = vscode.workspace.onDidChangeTextDocument(({ document: changed }) => {
      if (changed === document) {
        retitle();
      }
    });
    webviewPanel.onDidDispose(() => {
      changes.dispose();
      panel.dispose();
      context.dispose();
      this.#panels.delete(panel);
    });
  }

  /** Brings a field of the contact's form into view: the link in a failed save's message. */
  async showField(uri: vscode.Uri, field: string): Promise<void> {
    await this.#reveal(uri, field === "" ? undefined : { type: "reveal", path: [field], pane: "form" });
  }

  /** Shows what a save would send, in the contact's editor. */
  async showPreview(uri: vscode.Uri): Promise<void> {
    await this.#reveal(uri, { type: "reveal", path: [], pane: "request" });
  }

  /** The server's text now beside the editor's, both as read-only copies. */
  async compareWithServer(uri: vscode.Uri): Promise<void> {
    const record = this.#files.record(uri);
    const theirs = await this.#serverText(record.ref);
    const document = record.isPlaceholder ? undefined : record.document;
    const title = vscode.l10n.t("{0}: Server ↔ Editor", titleOf(document?.getText() ?? theirs, record));
    await this.copies.compare(record.ref, title, theirs, document?.getText() ?? theirs);
  }

  dispose(): void {
    for (const subscription of [
      ...this.#subscriptions,
      this.copies,
      this.#diagnostics,
      ...this.#panels.keys(),
    ]) {
      subscription.dispose();
    }
  }

  async #serverText(ref: ContactRef): Promise<string> {
    return documentTextOf((await this.#contacts.retrieve(ref)).json);
  }

  async #reveal(uri: vscode.Uri, message: Extract<ToWebview, { type: "reveal" }> | undefined): Promise<void> {
    await vscode.commands.executeCommand("vscode.openWith", uri, VIEW_TYPE);
    for (const panel of this.#panels.keys()) {
      if (message && panel.document.uri.toString() === uri.toString()) {
        panel.reveal(message);
      }
    }
  }

  #panelsOf(document: vscode.TextDocument): readonly ContactPanel[] {
    return [...this.#panels.keys()].filter((panel) => panel.document === document);
  }

  #changed(document: vscode.TextDocument): void {
    if (isContact(document)) {
      this.#panelsOf(document).forEach((panel) => panel.postDocument());
      this.#diagnose(document);
    }
  }

  #recordChanged(record: ContactRecord): void {
    const { document } = record;
    if (document) {
      this.#announceConflict(record, document);
      this.#panelsOf(document).forEach((panel) => {
        panel.postDocument();
        this.#panels.get(panel)?.askConversations();
      });
      this.#diagnose(document);
    }
  }

  #diagnose(document: vscode.TextDocument): void {
    const record = this.#files.record(document.uri);
    const checks = this.#accessHelp.current;
    // Once the checks are loaded, every document is looked at again.
    this.#diagnostics.set(
      document.uri,
      record.isPlaceholder || !checks ? [] : checks.diagnosticsOf(record, document, checks),
    );
  }

  #saved(document: vscode.TextDocument): void {
    if (!isContact(document)) {
      return;
    }
    const { news } = this.#files.record(document.uri).sides;
    if (news) {
      this.#sayNews(document, news).catch((error: unknown) => this.#log.failure("editor", error));
    } else {
      this.#announce(document, vscode.l10n.t("Saved."));
    }
  }

  async #sayNews(document: vscode.TextDocument, news: SaveNews): Promise<void> {
    const { newsSentence } = await panelParts();
    const sentence = `${vscode.l10n.t("Saved.")} ${newsSentence(news)}`;
    this.#announce(document, sentence);
    if (this.#panelsOf(document).length === 0) {
      // The text editor has no notice line.
      await vscode.window.showInformationMessage(toastText(sentence));
    }
  }

  #inboxNames({ ref }: ContactRecord): ReadonlyMap<string, string> {
    return new Map(this.#contacts.knownInboxes(ref.connectionId).map(({ id, name }) => [id, name]));
  }

  /** Once, when it comes up: the notice line changes with each choice. */
  #announceConflict(record: ContactRecord, document: vscode.TextDocument): void {
    const fields = record.sides.collisions.map(({ field }) => field);
    if (fields.length > 0 && !this.#inConflict.has(record)) {
      this.#announce(document, conflictSentence(fields));
    }
    if (fields.length > 0) {
      this.#inConflict.add(record);
    } else {
      this.#inConflict.delete(record);
    }
  }

  #announce(document: vscode.TextDocument, text: string): void {
    this.#panelsOf(document).forEach((panel) => panel.post({ type: "announce", text }));
  }

  #failed(panel: ContactPanel, error: unknown): void {
    this.#log.failure("editor", error);
    const { message } = describeError(error);
    panel.post({ type: "announce", text: message });
    vscode.window
      .showErrorMessage(toastText(message))
      .then(undefined, (reason: unknown) => this.#log.failure("editor", reason));
  }
}

function isContact({ uri }: vscode.TextDocument): boolean {
  return uri.scheme === SCHEME && uri.path.endsWith(".contact.json");
}

/** From the text, not from a cache: a restored dirty document is never read from the server. */
function titleOf(documentText: string, { base, ref }: ContactRecord): string {
  const text = readable(documentText) ?? base;
  if (!text || text.fields.size === 0) {
    return vscode.l10n.t("Contact {0}", shortId(ref.contactId));
  }
  const name = fieldValue(text, "name");
  return contactLabel({ id: ref.contactId, name: typeof name === "string" ? name : "" });
}
