import * as vscode from "vscode";
import { changesBetween, collisions, type FieldChange } from "../model/contactChanges.ts";
import { ContactSyntaxError, type ContactText, parseContactText } from "../model/contactText.ts";
import { fingerprint } from "../model/fingerprint.ts";
import type { ContactRef } from "../state/contactStore.ts";

/** What the server said about one field on the last save, and the text it was said about. */
export interface ServerComplaint {
  readonly path: readonly (string | number)[];
  readonly message: string;
  /** The field's JSON when it was sent: another value is not what the server refused. */
  readonly sent: string | undefined;
}

/** Everything remembered about one open contact document. */
export class ContactRecord {
  readonly ref: ContactRef;
  readonly uri: vscode.Uri;
  /** The server's text that the document holds or was edited from; see {@link adopt}. */
  base: ContactText | undefined;
  /** The text whose stat VS Code holds: what it believes to be on the server. */
  known: string | undefined;
  /** The last text that was read for the document. */
  lastRead: string | undefined;
  /** Why nothing real could be loaded; the editor's banner explains it. */
  loadError: unknown;
  /** The contact was deleted, here or elsewhere. */
  isGone = false;
  /** How many MCP credentials the last answer had: their number alone is kept. */
  credentialCount: number | undefined;
  complaints: readonly ServerComplaint[] = [];
  /** Fields that both sides changed, found by the last save. */
  conflict: readonly string[] = [];
  /** The server's text at the last look before a save. */
  looked: ContactText | undefined;
  /** Why that look failed: a save that nobody could check must not go out. */
  lookError: unknown;
  /** What the PATCH answered: the text the document reloads to, without another request. */
  answer: string | undefined;
  /** The stat of the text just written, until VS Code says that it saved. */
  held: vscode.FileStat | undefined;
  /** The user chose to overwrite: the next stat reports no change. */
  overwriteOnce = false;
  readonly #firstSeen = new Map<number, number>();

  constructor(ref: ContactRef, uri: vscode.Uri) {
    this.ref = ref;
    this.uri = uri;
  }

  /** Nothing real was ever loaded, and nothing was restored. */
  get isPlaceholder(): boolean {
    return this.loadError !== undefined && this.base === undefined && !this.document?.isDirty;
  }

  get document(): vscode.TextDocument | undefined {
    const uri = this.uri.toString();
    return vscode.workspace.textDocuments.find((document) => document.uri.toString() === uri);
  }

  /**
   * A truthful stat: `mtime` is when this host first saw the text, `size` its fingerprint. VS Code asks for it
   * before each save and shows Compare and Overwrite when both moved.
   */
  statOf(text: string, readOnly: boolean): vscode.FileStat {
    const size = fingerprint(text);
    const mtime = this.#firstSeen.get(size) ?? Date.now();
    this.#firstSeen.set(size, mtime);
    return {
      type: vscode.FileType.File,
      ctime: 0,
      mtime,
      size,
      ...(readOnly ? { permissions: vscode.FilePermission.Readonly } : {}),
    };
  }

  /** Takes the document's text as base once a clean document holds what the server said. */
  adopt(document: vscode.TextDocument): void {
    if (!document.isDirty && this.lastRead !== undefined && document.getText() === this.lastRead) {
      this.base = parseContactText(this.lastRead);
      this.known = this.lastRead;
      this.complaints = [];
      this.conflict = [];
    }
  }

  /** What the document changed against its base; undefined while it is no JSON, empty while the base is unknown. */
  changes(text: string): readonly FieldChange[] | undefined {
    const mine = readable(text);
    return mine && (this.base ? changesBetween(this.base, mine) : []);
  }

  /** The fields that the user and the server both changed since `from`, to different values. */
  conflictWith(text: string, remote: ContactText, from = this.base): readonly string[] {
    const mine = readable(text);
    return mine && from ? collisions(from, mine, remote) : [];
  }
}

/** The text's fields; undefined while it is no JSON object, as when somebody is in the middle of typing. */
export function readable(text: string): ContactText | undefined {
  try {
    return parseContactText(text);
  } catch (error) {
    if (error instanceof ContactSyntaxError) {
      return undefined;
    }
    throw error;
  }
}
