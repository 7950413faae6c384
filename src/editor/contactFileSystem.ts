import * as vscode from "vscode";
import { problemsIn } from "../model/contactProblems.ts";
import { fieldValue, parseContactText } from "../model/contactText.ts";
import type { SaveDecision, SaveRequest } from "../model/threeWay.ts";
import type { ConnectionStore } from "../state/connectionStore.ts";
import type { ContactStore } from "../state/contactStore.ts";
import { contactLabel } from "../ui/contactLabel.ts";
import { describeError } from "../ui/describeError.ts";
import type { Log } from "../ui/log.ts";
import type { PendingSave } from "./changePreview.ts";
import { ContactReads } from "./contactReads.ts";
import { ContactRecord, readable } from "./contactRecord.ts";
import type { KeptBases } from "./keptBases.ts";
import { refOf } from "./contactUri.ts";
import { FlatFileSystem } from "./flatFileSystem.ts";
import { SaveError, saveErrorOf } from "./saveError.ts";

/** What a document says while nothing real could be loaded; it is read-only then, and the editor shows a banner. */
const PLACEHOLDER = "{}\n";
const PLACEHOLDER_STAT: vscode.FileStat = {
  type: vscode.FileType.File,
  ctime: 0,
  mtime: 1,
  size: PLACEHOLDER.length,
  permissions: vscode.FilePermission.Readonly,
};

/** How long the reload after a save may use the PATCH's answer instead of asking again (VS Code reads it in some ms). */
const ANSWER_FRESH_MS = 1000;

/** `maiagent:` documents: reading is a GET, writing a PATCH of what changed. */
export class ContactFileSystem extends FlatFileSystem implements vscode.Disposable {
  readonly #connections: ConnectionStore;
  readonly #contacts: ContactStore;
  readonly #reads: ContactReads;
  readonly #kept: KeptBases;
  readonly #log: Log;
  readonly #records = new Map<string, ContactRecord>();
  readonly #onDidChangeFile = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
  readonly #onDidChangeRecord = new vscode.EventEmitter<ContactRecord>();
  readonly #subscriptions: readonly vscode.Disposable[];
  readonly onDidChangeFile = this.#onDidChangeFile.event;
  /** Something the editor shows about a document changed besides its text. */
  readonly onDidChangeRecord = this.#onDidChangeRecord.event;

  /** @param kept keeps what unsaved documents were edited from over a restart */
  constructor(connections: ConnectionStore, contacts: ContactStore, kept: KeptBases, log: Log) {
    super();
    this.#kept = kept;
    this.#connections = connections;
    this.#contacts = contacts;
    this.#reads = new ContactReads(contacts);
    this.#log = log;
    this.#subscriptions = [
      vscode.workspace.onDidOpenTextDocument((document) => this.#adopt(document)),
      vscode.workspace.onDidChangeTextDocument(({ document }) => this.#adopt(document)),
      vscode.workspace.onWillSaveTextDocument(({ document, reason }) => this.#begin(document, reason)),
      vscode.workspace.onDidSaveTextDocument((document) => this.#saved(document)),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => {
        this.#records.get(uri.toString())?.closed();
        this.#records.delete(uri.toString());
      }),
      contacts.onDidChange((change) => {
        if (change.kind === "connection") {
          this.#connectionChanged(change.connectionId);
        } else if (change.kind === "deleted") {
          this.#markGone(change.ref.connectionId, change.ref.contactId);
        }
      }),
    ];
  }

  /** The state of a document's contact. @throws FileSystemError.FileNotFound when the address names no contact. */
  record(uri: vscode.Uri): ContactRecord {
    const known = this.#records.get(uri.toString());
    if (known) {
      return known;
    }
    const ref = refOf(uri);
    if (!ref) {
      throw vscode.FileSystemError.FileNotFound(uri);
    }
    const record = new ContactRecord(ref, uri, this.#kept, (error) =>
      this.#log.failure("keep unsaved", error),
    );
    this.#records.set(uri.toString(), record);
    if (record.document) {
      // Restored before anybody asked for its record: it may be unsaved.
      record.adopt(record.document);
    }
    return record;
  }

  /** Says that something besides the text changed: the notice line shows it. */
  recordChanged(record: ContactRecord): void {
    this.#onDidChangeRecord.fire(record);
  }

  isReadOnly({ ref }: ContactRecord): boolean {
    return this.#connections.get(ref.connectionId)?.readOnly ?? false;
  }

  /** Reads the document again if it is clean; a dirty one keeps its text and meets the server's at its save. */
  reload(record: ContactRecord): void {
    record.answer = undefined;
    this.#fireChanged(record);
  }

  /**
   * A PUT of the document's text succeeded: an open document takes the server's text as a saved one would.
   */
  async replaced(record: ContactRecord): Promise<void> {
    const { document } = record;
    if (document?.isDirty) {
      // The PUT sent every field, so that this save finds nothing to send and leaves the document clean.
      record.sides.base = parseContactText(document.getText());
      await document.save();
    }
    this.reload(record);
  }

  /** What a save of these changes is, for the question and the preview. */
  pendingSave({ ref }: ContactRecord, { changes, before, after }: SaveRequest): PendingSave {
    const name = fieldValue(before, "name");
    const inboxes = this.#contacts.knownInboxes(ref.connectionId);
    return {
      ref,
      connection: this.#connections.get(ref.connectionId),
      name: contactLabel({ id: ref.contactId, name: typeof name === "string" ? name : "" }),
      changes,
      before,
      after,
      inboxNames: new Map(inboxes.map((inbox) => [inbox.id, inbox.name])),
    };
  }

  /** A contact is about to be opened: its request need not wait until VS Code has made a place for it. */
  readAhead(uri: vscode.Uri): void {
    const record = this.record(uri);
    if (!record.document) {
      this.#reads.ahead(record);
    }
  }

  async stat(uri: vscode.Uri): Promise<vscode.FileStat> {
    const record = this.record(uri);
    if (record.held) {
      return record.held;
    }
    const readOnly = this.isReadOnly(record);
    const { document, base, sides, isUnsaved } = record;
    const draft = document && isUnsaved ? readable(document.getText()) : undefined;
    const report = (text: string) => {
      record.stated = text;
      return record.statOf(text, readOnly);
    };
    if (draft && base && !sides.wouldSend(draft)) {
      return report(sides.known ?? base.text);
    }
    let text: string;
    try {
      // The look before a save is a request of its own: one under way may have been answered long ago.
      text = isUnsaved ? await this.#reads.own(record) : await this.#reads.shared(record);
    } catch (error) {
      sides.lookFailed(error);
      return this.#statAfter(record, error);
    }
    const theirs = parseContactText(text);
    sides.looked(draft ?? theirs, theirs);
    if (!isUnsaved || !base) {
      return report(text);
    }
    this.#onDidChangeRecord.fire(record);
    // What touches no field of the user's is no conflict: the PATCH leaves it alone and the reload brings it in.
    return report(sides.collisions.length === 0 ? (sides.known ?? base.text) : text);
  }

  async readFile(uri: vscode.Uri): Promise<Uint8Array> {
    const record = this.record(uri);
    let text: string;
    try {
      text = await this.#reads.shared(record);
    } catch (error) {
      if (record.base !== undefined || record.isUnsaved) {
        throw new SaveError(describeError(error).message);
      }
      // Throwing here would leave a tab that never recovers (VS Code caches the error).
      record.loadError = error;
      this.#onDidChangeRecord.fire(record);
      return new TextEncoder().encode(PLACEHOLDER);
    }
    record.sides.lastRead = text;
    record.loadError = undefined;
    record.isGone = false;
    this.#onDidChangeRecord.fire(record);
    return new TextEncoder().encode(text);
  }

  async writeFile(uri: vscode.Uri, content: Uint8Array): Promise<void> {
    const record = this.record(uri);
    if (record.isPlaceholder) {
      throw new SaveError(describeError(record.loadError).message);
    }
    const text = textOf(content);
    try {
      await this.#write(record, text);
    } catch (error) {
      this.#log.failure("save", error);
      throw saveErrorOf(record, text, error);
    } finally {
      record.isSavedByItself = false;
      this.#onDidChangeRecord.fire(record);
    }
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) {
      subscription.dispose();
    }
    this.#onDidChangeFile.dispose();
    this.#onDidChangeRecord.dispose();
  }

  #statAfter(record: ContactRecord, error: unknown): vscode.FileStat {
    if (record.base) {
      return record.statOf(record.sides.known ?? record.base.text, this.isReadOnly(record));
    }
    if (record.document?.isDirty) {
      // A restored document: not read-only, so that a save reaches writeFile, which tells the real reason.
      return { type: vscode.FileType.File, ctime: 0, mtime: 0, size: PLACEHOLDER.length };
    }
    record.loadError = error;
    return PLACEHOLDER_STAT;
  }

  async #write(record: ContactRecord, text: string): Promise<void> {
    const { sides, ref } = record;
    const problem = problemsIn(text, sides.base ?? sides.theirs).find(({ severity }) => severity === "error");
    if (problem) {
      const { problemMessage } = await import("../ui/problemMessage.ts");
      throw new SaveError(problemMessage(problem));
    }
    record.complaints = [];
    record.answer = await sides.save(
      text,
      {
        read: async () => (await this.#contacts.retrieve(ref)).json,
        update: async (patch) => (await this.#contacts.update(ref, patch)).json,
      },
      (request) => this.#confirm(record, request),
    );
    record.stated = text;
    record.held = record.statOf(text, this.isReadOnly(record));
  }

  async #confirm(record: ContactRecord, request: SaveRequest): Promise<SaveDecision> {
    const { confirmSave } = await import("./savePreview.ts");
    return confirmSave(this.pendingSave(record, request), record.isSavedByItself);
  }

  #begin(document: vscode.TextDocument, reason: vscode.TextDocumentSaveReason): void {
    const record = this.#records.get(document.uri.toString());
    record?.sides.begin();
    if (record) {
      record.isSavedByItself = reason !== vscode.TextDocumentSaveReason.Manual;
      // What an earlier save left is not what the server says now.
      record.held = record.answer = undefined;
    }
  }

  #adopt(document: vscode.TextDocument): void {
    const record = this.#records.get(document.uri.toString());
    record?.adopt(document);
    if (record && record.isUnsaved && !record.held) {
      // From here on the server is asked again: a revert must bring what it has then.
      record.answer = undefined;
    }
  }

  #saved(document: vscode.TextDocument): void {
    const record = this.#records.get(document.uri.toString());
    if (!record) {
      return;
    }
    record.held = undefined;
    record.saved(document);
    // Only now: a change fired from within writeFile is ignored by VS Code, which is still saving.
    if (record.answer !== document.getText()) {
      this.#fireChanged(record);
    } else {
      record.sides.lastRead = record.answer;
    }
    const { answer } = record;
    setTimeout(() => {
      if (record.answer === answer) {
        record.answer = undefined;
      }
    }, ANSWER_FRESH_MS).unref();
    this.#onDidChangeRecord.fire(record);
  }

  #fireChanged({ uri }: ContactRecord): void {
    this.#onDidChangeFile.fire([{ type: vscode.FileChangeType.Changed, uri }]);
  }

  #connectionChanged(connectionId: string): void {
    for (const record of this.#records.values()) {
      if (record.ref.connectionId === connectionId) {
        this.reload(record);
      }
    }
  }

  #markGone(connectionId: string, contactId: string): void {
    for (const record of this.#records.values()) {
      if (record.ref.connectionId === connectionId && record.ref.contactId === contactId) {
        record.isGone = true;
        this.#onDidChangeRecord.fire(record);
      }
    }
  }
}

/** @throws SaveError when the user saves with another encoding. */
function textOf(content: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(content);
  } catch {
    throw new SaveError(
      vscode.l10n.t(
        "A contact is saved as UTF-8. Choose UTF-8 as the encoding of this editor and save again.",
      ),
    );
  }
}
