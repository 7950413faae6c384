import * as vscode from "vscode";
import type { Inbox } from "../api/schemas.ts";
import { documentTextOf, fieldValue, parseContactText } from "../model/contactText.ts";
import type { SaveNews } from "../model/serverAnswer.ts";
import type { CommandId } from "../commands/commandTypes.ts";
import type { ConnectionStore } from "../state/connectionStore.ts";
import type { ContactStore } from "../state/contactStore.ts";
import type { Action, EditorContext, EditorStrings, ToWebview } from "../shared/messages.ts";
import { contactLabel, shortId } from "../ui/contactLabel.ts";
import { describeError } from "../ui/describeError.ts";
import type { Log } from "../ui/log.ts";
import { labelText, toastText } from "../ui/safeText.ts";
import type { ContactFileSystem } from "./contactFileSystem.ts";
import { conflictSentence } from "./conflictSentence.ts";
import type { ContactPanel } from "./contactPanel.ts";
import { type ContactRecord, readable } from "./contactRecord.ts";
import { readJsonHelp } from "./jsonHelpFile.ts";
import { LazyAccessHelp } from "./lazyAccessHelp.ts";
import type { OpenConversations } from "./openConversations.ts";
import { panelParts } from "./panelParts.ts";
import { ServerCopies } from "./serverCopies.ts";
import { SCHEME, VIEW_TYPE } from "./contactUri.ts";

/** The custom editor: form and JSON over one text document, in as many panels as the user splits. */
export class ContactEditor implements vscode.Disposable {
  readonly #extensionUri: vscode.Uri;
  readonly #files: ContactFileSystem;
  readonly #connections: ConnectionStore;
  readonly #contacts: ContactStore;
  readonly #log: Log;
  /** Each panel with the words of its page. */
  readonly #panels = new Map<ContactPanel, EditorStrings>();
  readonly #conversations = new Map<ContactPanel, OpenConversations>();
  readonly #copies = new ServerCopies();
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
      connections.onDidChange(() =>
        this.#panels.forEach((strings, panel) => this.#postContext(panel, strings)),
      ),
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
      onReady: () => {
        this.#postContext(panel, strings);
        this.#askConversations(panel, record);
        this.#postHelp(panel);
      },
      onAction: (action, fields) => {
        this.#act(panel, record, action, fields).catch((error: unknown) => this.#failed(panel, error));
      },
      onRevealCredentials: (id) => {
        this.#revealCredentials(panel, record, id).catch((error: unknown) =>
          this.#log.failure("editor credentials", error),
        );
      },
      onFailure: (error) => this.#log.failure("editor", error),
    });
    this.#panels.set(panel, strings);
    const conversations = new parts.OpenConversations(record.ref, this.#contacts, this.#log, () =>
      this.#postContext(panel, strings),
    );
    this.#conversations.set(panel, conversations);
    webviewPanel.webview.options = {
      enableScripts: true,
      enableCommandUris: false,
      localResourceRoots: [vscode.Uri.joinPath(this.#extensionUri, "dist", "webview")],
    };
    webviewPanel.webview.html = parts.editorHtml(webviewPanel.webview, this.#extensionUri);
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
      conversations.dispose();
      this.#conversations.delete(panel);
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
    const theirs = documentTextOf((await this.#contacts.retrieve(record.ref)).json);
    const document = record.isPlaceholder ? undefined : record.document;
    const title = vscode.l10n.t("{0}: Server ↔ Editor", titleOf(document?.getText() ?? theirs, record));
    await this.#copies.compare(record, title, theirs, document?.getText() ?? theirs);
  }

  dispose(): void {
    for (const subscription of [
      ...this.#subscriptions,
      this.#copies,
      this.#diagnostics,
      ...this.#panels.keys(),
    ]) {
      subscription.dispose();
    }
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
        this.#askConversations(panel, record);
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

  /** The user chose a side; after the last choice the save that had to ask goes on. */
  async #decide(
    panel: ContactPanel,
    record: ContactRecord,
    choice: "keepMine" | "takeTheirs",
    fields: readonly string[],
  ): Promise<void> {
    const { sides } = record;
    const { document } = panel;
    if (choice === "takeTheirs") {
      await panel.edit((text) => (readable(text) ? sides.withTheirs(text, fields) : text));
    }
    const mine = readable(document.getText());
    if (!mine || (choice === "takeTheirs" && !sides.holdsTheirs(mine, fields))) {
      // Half-typed JSON has no fields yet, or the edit was refused: the question stays.
      return;
    }
    sides.decide(fields);
    this.#files.recordChanged(record);
    if (sides.collisions.length === 0) {
      await document.save();
    }
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

  /** Not before the contact is there: without it the header has no place for them. */
  #askConversations(panel: ContactPanel, record: ContactRecord): void {
    if (!record.isPlaceholder && !record.isGone) {
      this.#conversations.get(panel)?.ask();
    }
  }

  #postContext(panel: ContactPanel, strings: EditorStrings): void {
    const { connectionId } = this.#files.record(panel.document.uri).ref;
    const connection = this.#connections.get(connectionId);
    const context: EditorContext = {
      connectionLabel: labelText(connection?.label ?? connectionId),
      role: connection?.role ?? "development",
      inboxes: choicesOf(this.#contacts.knownInboxes(connectionId)),
      locale: vscode.env.language,
      conversations: this.#conversations.get(panel)?.shown,
    };
    panel.post({ type: "context", context, strings });
    panel.postDocument();
    this.#contacts.inboxes(connectionId).then(
      ({ inboxes }) => {
        panel.post({ type: "context", context: { ...context, inboxes: choicesOf(inboxes) }, strings });
      },
      // Without the list the chips still show the contact's own inboxes; the document's banner says what is wrong.
      (error: unknown) => this.#log.failure("editor inboxes", error),
    );
  }

  /**
   * Fetches the contact once more and hands its MCP credentials to the page, which shows them for a moment. Nothing
   * of them stays here, and a page that is not on screen gets none.
   */
  async #revealCredentials(panel: ContactPanel, { ref }: ContactRecord, id: number): Promise<void> {
    try {
      const { credentialsIn } = await import("../model/credentials.ts");
      const items = credentialsIn((await this.#contacts.retrieve(ref)).json);
      if (panel.isVisible) {
        panel.post({ type: "credentials", id, items, failure: undefined });
      }
    } catch (error) {
      panel.post({ type: "credentials", id, items: [], failure: describeError(error).message });
      throw error;
    }
  }

  #postHelp(panel: ContactPanel): void {
    readJsonHelp(this.#extensionUri, vscode.env.language).then(
      (help) => panel.post({ type: "help", help }),
      // Without it the JSON pane is an editor all the same.
      (error: unknown) => this.#log.failure("editor help", error),
    );
  }

  async #act(
    panel: ContactPanel,
    record: ContactRecord,
    action: Action,
    fields: readonly string[],
  ): Promise<void> {
    const { ref } = record;
    switch (action) {
      case "save":
        await panel.document.save();
        break;
      case "copyId":
        await run("maiagent.copyContactId", ref);
        panel.post({ type: "announce", text: vscode.l10n.t("ID copied") });
        break;
      case "copyJson":
        await run("maiagent.copyContactJson", ref);
        break;
      case "openAsText":
        await run("maiagent.openContactAsText", ref);
        break;
      case "refresh":
      case "retry":
        this.#files.reload(record);
        break;
      case "setKey":
        await run("maiagent.setKey", ref.connectionId);
        break;
      case "delete":
        await run("maiagent.deleteContact", ref);
        break;
      case "duplicate":
        await run("maiagent.duplicateContact", ref);
        break;
      case "replace":
        await run("maiagent.replaceContact", ref);
        break;
      case "compare":
        await this.compareWithServer(record.uri);
        break;
      case "history":
        await run("maiagent.contactHistory", ref);
        break;
      case "preview":
        await run("maiagent.previewChanges", ref);
        break;
      case "keepMine":
      case "takeTheirs":
        await this.#decide(panel, record, action, fields);
        break;
      case "dismiss":
        record.sides.news = undefined;
        this.#files.recordChanged(record);
        break;
      case "showPicture": {
        await panel.flush();
        const url = fieldValue(parseContactText(panel.document.getText()), "avatar");
        const { baseUrl } = this.#connections.get(ref.connectionId) ?? { baseUrl: "https://invalid" };
        const { askForPicture } = await import("./contactPicture.ts");
        const data = await askForPicture(typeof url === "string" ? url : "", baseUrl);
        if (data !== undefined) {
          panel.post({ type: "picture", url: String(url), data });
          panel.post({ type: "announce", text: vscode.l10n.t("Picture shown.") });
        }
        break;
      }
      case "showProblems":
        await vscode.commands.executeCommand("workbench.actions.view.problems");
        break;
    }
  }
}

function choicesOf(inboxes: readonly Inbox[]): EditorContext["inboxes"] {
  return inboxes.map(({ id, name, channelType }) => ({ id, name, channelType }));
}

function isContact({ uri }: vscode.TextDocument): boolean {
  return uri.scheme === SCHEME && uri.path.endsWith(".contact.json");
}

async function run(command: CommandId, ...args: unknown[]): Promise<void> {
  await vscode.commands.executeCommand(command, ...args);
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
