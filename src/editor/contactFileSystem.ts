import * as vscode from "vscode";
import { ApiError, BadRequestError, NotFoundError } from "../api/errors.ts";
import { changesBetween, type FieldChange, patchBody, sendableChanges } from "../model/contactChanges.ts";
import { problemsIn } from "../model/contactProblems.ts";
import { credentialsIn } from "../model/credentials.ts";
import { type ContactText, documentTextOf, fieldValue, parseContactText } from "../model/contactText.ts";
import type { ConnectionStore } from "../state/connectionStore.ts";
import type { ContactStore } from "../state/contactStore.ts";
import { contactLabel } from "../ui/contactLabel.ts";
import { describeError } from "../ui/describeError.ts";
import type { Log } from "../ui/log.ts";
import { toastText, valueText } from "../ui/safeText.ts";
import { ContactRecord } from "./contactRecord.ts";
import { refOf } from "./contactUri.ts";
import { conflictSentence } from "./notice.ts";
import { problemMessage } from "./problemMessage.ts";

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
export class ContactFileSystem implements vscode.FileSystemProvider, vscode.Disposable {
  readonly #connections: ConnectionStore;
  readonly #contacts: ContactStore;
  readonly #log: Log;
  readonly #records = new Map<string, ContactRecord>();
  readonly #reading = new Map<string, Promise<string>>();
  readonly #onDidChangeFile = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
  readonly #onDidChangeRecord = new vscode.EventEmitter<ContactRecord>();
  readonly #subscriptions: readonly vscode.Disposable[];
  readonly onDidChangeFile = this.#onDidChangeFile.event;
  /** Something the editor shows about a document changed besides its text. */
  readonly onDidChangeRecord = this.#onDidChangeRecord.event;

  constructor(connections: ConnectionStore, contacts: ContactStore, log: Log) {
    this.#connections = connections;
    this.#contacts = contacts;
    this.#log = log;
    this.#subscriptions = [
      vscode.workspace.onDidOpenTextDocument((document) => this.#adopt(document)),
      vscode.workspace.onDidChangeTextDocument(({ document }) => this.#adopt(document)),
      vscode.workspace.onDidSaveTextDocument((document) => this.#saved(document)),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => this.#records.delete(uri.toString())),
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
    const record = new ContactRecord(ref, uri);
    this.#records.set(uri.toString(), record);
    return record;
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
      record.base = parseContactText(document.getText());
      await document.save();
    }
    this.reload(record);
  }

  async stat(uri: vscode.Uri): Promise<vscode.FileStat> {
    const record = this.record(uri);
    if (record.held) {
      return record.held;
    }
    const readOnly = this.isReadOnly(record);
    const { document, base } = record;
    const changes = document?.isDirty && base ? record.changes(document.getText()) : undefined;
    if (changes && base && sendableChanges(changes).length === 0) {
      record.lookError = undefined;
      return record.statOf(record.known ?? base.text, readOnly);
    }
    let text: string;
    try {
      text = await this.#read(record);
    } catch (error) {
      record.lookError = error;
      return this.#statAfter(record, error);
    }
    record.lookError = undefined;
    record.looked = parseContactText(text);
    if (!document?.isDirty || !base) {
      return record.statOf(text, readOnly);
    }
    record.conflict = record.overwriteOnce ? [] : record.conflictWith(document.getText(), record.looked);
    this.#onDidChangeRecord.fire(record);
    // What touches no field of the user's is no conflict: the PATCH leaves it alone and the reload brings it in.
    return record.statOf(record.conflict.length === 0 ? (record.known ?? base.text) : text, readOnly);
  }

  async readFile(uri: vscode.Uri): Promise<Uint8Array> {
    const record = this.record(uri);
    let text: string;
    try {
      text = await this.#read(record);
    } catch (error) {
      if (record.base !== undefined || record.document?.isDirty) {
        throw saveError(describeError(error).message);
      }
      // Throwing here would leave a tab that never recovers (VS Code caches the error).
      record.loadError = error;
      this.#onDidChangeRecord.fire(record);
      return new TextEncoder().encode(PLACEHOLDER);
    }
    record.lastRead = text;
    record.loadError = undefined;
    record.isGone = false;
    this.#onDidChangeRecord.fire(record);
    return new TextEncoder().encode(text);
  }

  async writeFile(uri: vscode.Uri, content: Uint8Array): Promise<void> {
    const record = this.record(uri);
    if (record.isPlaceholder) {
      throw saveError(describeError(record.loadError).message);
    }
    const text = new TextDecoder("utf-8", { fatal: true }).decode(content);
    try {
      await this.#write(record, text);
    } catch (error) {
      this.#log.failure("save", error);
      throw this.#explain(record, text, error);
    } finally {
      this.#onDidChangeRecord.fire(record);
    }
  }

  watch(): vscode.Disposable {
    return new vscode.Disposable(() => undefined);
  }

  readDirectory(): [string, vscode.FileType][] {
    return [];
  }

  createDirectory(uri: vscode.Uri): never {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  delete(uri: vscode.Uri): never {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  rename(uri: vscode.Uri): never {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) {
      subscription.dispose();
    }
    this.#onDidChangeFile.dispose();
    this.#onDidChangeRecord.dispose();
  }

  /** The server's text now; `stat` and `readFile` of one opening share a request, and a PATCH's answer is used once. */
  async #read(record: ContactRecord): Promise<string> {
    if (record.answer !== undefined) {
      return record.answer;
    }
    const key = record.uri.toString();
    const reading =
      this.#reading.get(key) ??
      this.#contacts.retrieve(record.ref).then(({ json }) => {
        record.credentialCount = credentialsIn(json).length;
        return documentTextOf(json);
      });
    this.#reading.set(key, reading);
    try {
      return await reading;
    } catch (error) {
      record.isGone ||= error instanceof NotFoundError;
      throw error;
    } finally {
      if (this.#reading.get(key) === reading) {
        this.#reading.delete(key);
      }
    }
  }

  #statAfter(record: ContactRecord, error: unknown): vscode.FileStat {
    if (record.base) {
      return record.statOf(record.known ?? record.base.text, this.isReadOnly(record));
    }
    if (record.document?.isDirty) {
      // A restored document: not read-only, so that a save reaches writeFile, which tells the real reason.
      return { type: vscode.FileType.File, ctime: 0, mtime: 0, size: PLACEHOLDER.length };
    }
    record.loadError = error;
    return PLACEHOLDER_STAT;
  }

  async #write(record: ContactRecord, text: string): Promise<void> {
    const base = record.base ?? parseContactText(await this.#read(record));
    const problem = problemsIn(text, base).find(({ severity }) => severity === "error");
    if (problem) {
      throw saveError(problemMessage(problem));
    }
    const mine = parseContactText(text);
    const changes = sendableChanges(changesBetween(base, mine));
    record.complaints = [];
    if (changes.length > 0) {
      if (record.lookError !== undefined) {
        throw this.#explain(record, text, record.lookError);
      }
      await this.#confirm(record, changes, base, mine);
    }
    record.answer =
      changes.length === 0
        ? base.text
        : documentTextOf((await this.#contacts.update(record.ref, patchBody(changes))).json);
    record.conflict = [];
    record.base = mine;
    record.known = text;
    record.held = record.statOf(text, this.isReadOnly(record));
  }

  async #confirm(
    record: ContactRecord,
    changes: readonly FieldChange[],
    before: ContactText,
    after: ContactText,
  ): Promise<void> {
    const { ref } = record;
    const name = fieldValue(before, "name");
    const inboxes = this.#contacts.knownInboxes(ref.connectionId);
    const { confirmSave } = await import("./savePreview.ts");
    const decision = await confirmSave({
      connection: this.#connections.get(ref.connectionId),
      name: contactLabel({ id: ref.contactId, name: typeof name === "string" ? name : "" }),
      changes,
      before,
      after,
      inboxNames: new Map(inboxes.map((inbox) => [inbox.id, inbox.name])),
    });
    if (decision === "cancelled") {
      throw saveError(vscode.l10n.t("Nothing was sent. Your changes are still in the editor."));
    }
    if (decision === "confirmed") {
      await this.#lookAgain(record, after);
    }
  }

  /** A question can stand for minutes: what changed since the look before it must not be overwritten by the answer. */
  async #lookAgain(record: ContactRecord, mine: ContactText): Promise<void> {
    const now = parseContactText(await this.#read(record));
    const conflict = record.conflictWith(mine.text, now, record.looked);
    if (conflict.length > 0) {
      record.conflict = conflict;
      throw saveError(conflictSentence(conflict));
    }
  }

  /** Turns a failed save into VS Code's own alarm, and leaves field errors for the form, the JSON pane and Problems. */
  #explain(record: ContactRecord, text: string, error: unknown): Error {
    if (error instanceof SaveError) {
      return error;
    }
    const { message, needsKey } = describeError(error);
    if (error instanceof BadRequestError && error.fieldErrors.length > 0) {
      const fields = fieldsOf(text);
      record.complaints = error.fieldErrors.map(({ path, messages }) => ({
        path,
        message: valueText(messages.join(" ")),
        sent: fields?.fields.get(String(path[0]))?.json,
      }));
      const first = error.fieldErrors.find(({ path }) => path.length > 0)?.path[0];
      return saveError(message, first === undefined ? undefined : showFieldLink(record, first));
    }
    if (error instanceof ApiError && error.status === 404) {
      record.isGone = true;
      return saveError(
        vscode.l10n.t("This contact no longer exists on MaiAgent. Your text is kept in the editor."),
      );
    }
    return saveError(message, needsKey ? setKeyLink(record) : undefined);
  }

  #adopt(document: vscode.TextDocument): void {
    const record = this.#records.get(document.uri.toString());
    record?.adopt(document);
    if (record && document.isDirty && !record.held) {
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
    // Only now: a change fired from within writeFile is ignored by VS Code, which is still saving.
    if (record.answer !== document.getText()) {
      this.#fireChanged(record);
    } else {
      record.lastRead = record.answer;
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

/** A failed save. VS Code prints "name: message", so the name is empty; see SaveError's use in writeFile. */
class SaveError extends Error {
  override readonly name = "";
}

function saveError(sentence: string, link?: string): SaveError {
  return new SaveError(toastText(sentence) + (link === undefined ? "" : ` ${link}`));
}

/** Links in VS Code's own notification; the arguments are ours, never the server's text. */
function showFieldLink({ ref }: ContactRecord, field: string | number): string {
  const known = /^[A-Za-z]{1,40}$/.test(String(field)) ? String(field) : "";
  return link(vscode.l10n.t("Show field"), "maiagent.showField", [ref, known]);
}

function setKeyLink({ ref }: ContactRecord): string {
  return link(vscode.l10n.t("Set API key"), "maiagent.setKey", [ref.connectionId]);
}

function link(label: string, command: string, args: readonly unknown[]): string {
  return `[${label}](command:${command}?${encodeURIComponent(JSON.stringify(args))})`;
}

function fieldsOf(text: string): ContactText | undefined {
  return problemsIn(text, undefined).some(({ code }) => code === "syntax" || code === "notObject")
    ? undefined
    : parseContactText(text);
}
