import * as vscode from "vscode";
import { changesBetween, type FieldChange } from "../model/contactChanges.ts";
import { ContactSyntaxError, type ContactText, parseContactText } from "../model/contactText.ts";
import { fingerprint } from "../model/fingerprint.ts";
import { ThreeWay } from "../model/threeWay.ts";
import type { KeptBase, KeptBases } from "./keptBases.ts";
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
  /** Base, mine and theirs, and what a save may send. */
  readonly sides = new ThreeWay();
  /** Why nothing real could be loaded; the editor's banner explains it. */
  loadError: unknown;
  /** The contact was deleted, here or elsewhere. */
  isGone = false;
  /** How many MCP credentials the last answer had: their number alone is kept. */
  credentialCount: number | undefined;
  complaints: readonly ServerComplaint[] = [];
  /** The save under way is auto save's: nobody pressed a key for it. */
  isSavedByItself = false;
  /** What the PATCH answered: the text the document reloads to, without another request. */
  answer: string | undefined;
  /** The stat of the text just written, until VS Code says that it saved. */
  held: vscode.FileStat | undefined;
  /** The text whose stat was reported last: what VS Code takes for the server's when it reads the document. */
  stated: string | undefined;
  readonly #seen = new Map<number, number>();
  readonly #kept: KeptBases;
  readonly #onFailure: (error: unknown) => void;
  #isKept = false;

  /** @param onFailure the base of an unsaved text could not be kept. */
  constructor(ref: ContactRef, uri: vscode.Uri, kept: KeptBases, onFailure: (error: unknown) => void) {
    this.ref = ref;
    this.uri = uri;
    this.#kept = kept;
    this.#onFailure = onFailure;
  }

  /** The server's text that the document holds or was edited from. */
  get base(): ContactText | undefined {
    return this.sides.base;
  }

  /** Nothing real was ever loaded, and nothing was restored. */
  get isPlaceholder(): boolean {
    return this.loadError !== undefined && this.base === undefined && !this.document?.isDirty;
  }

  /**
   * Whether the document holds what was not saved. `isDirty` alone is not enough: VS Code tells the extension host
   * that a document is clean after a save during which somebody went on typing.
   */
  get isUnsaved(): boolean {
    const { document } = this;
    const text = document?.getText();
    const { lastRead, known } = this.sides;
    return (
      document?.isDirty === true ||
      (this.base !== undefined && text !== undefined && text !== lastRead && text !== known)
    );
  }

  get document(): vscode.TextDocument | undefined {
    const uri = this.uri.toString();
    return vscode.workspace.textDocuments.find((document) => document.uri.toString() === uri);
  }

  /**
   * A truthful stat: `mtime` is when this host first saw the text, `size` its fingerprint. VS Code asks for it
   * before each save and shows Compare and Overwrite when both moved: `mtime` upwards only, so a text that came
   * back (A, B, A again) is newer than the one that VS Code holds.
   */
  statOf(text: string, readOnly: boolean): vscode.FileStat {
    const { known } = this.sides;
    const size = fingerprint(text);
    const knownTime = known === undefined || known === text ? undefined : this.#seen.get(fingerprint(known));
    const mtime = Math.max(this.#seen.get(size) ?? Date.now(), (knownTime ?? 0) + 1);
    this.#seen.set(size, mtime);
    return {
      type: vscode.FileType.File,
      ctime: 0,
      mtime,
      size,
      ...(readOnly ? { permissions: vscode.FilePermission.Readonly } : {}),
    };
  }

  /** Takes note of the document's text: once a clean document holds what the server said, that is its base. */
  adopt(document: vscode.TextDocument): void {
    if (this.sides.documentIs(document.getText(), document.isDirty)) {
      this.sides.known = this.stated ?? this.sides.known;
      this.complaints = [];
      this.#keep(undefined);
    } else if (this.isUnsaved && !this.#isKept) {
      this.#keepOrRestore();
    }
  }

  /** VS Code saved the document; what was typed meanwhile is kept with its new base. */
  saved(document: vscode.TextDocument): void {
    this.#keep(undefined);
    this.adopt(document);
  }

  /** The document was closed: what was unsaved was thrown away by its user. */
  closed(): void {
    this.#keep(undefined);
  }

  #keepOrRestore(): void {
    const { base, known } = this.sides;
    if (base) {
      this.#keep({ base: base.text, known: known ?? base.text });
      return;
    }
    const kept = this.#kept.get(this.uri);
    if (kept) {
      this.#isKept = true;
      this.sides.restore(kept.base, kept.known);
    }
  }

  #keep(kept: KeptBase | undefined): void {
    if (this.#isKept || kept) {
      this.#isKept = kept !== undefined;
      this.#kept.set(this.uri, kept).catch(this.#onFailure);
    }
  }

  /** What the document changed against its base; undefined while it is no JSON, empty while the base is unknown. */
  changes(text: string): readonly FieldChange[] | undefined {
    const mine = readable(text);
    return mine && (this.base ? changesBetween(this.base, mine) : []);
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
