import type { JsonText } from "../api/schemas.ts";
import {
  changesBetween,
  collisions as collidingFields,
  type FieldChange,
  isSameField,
  patchBody,
  sendableChanges,
} from "./contactChanges.ts";
import { type ContactField, type ContactText, documentTextOf, parseContactText } from "./contactText.ts";
import { newsOf, type SaveNews } from "./serverAnswer.ts";
import { withJsonAt } from "./textChange.ts";

/** How many texts that the document left are remembered, so that undo finds the base they were edited from. */
const LEFT_LIMIT = 8;

/** A field that both sides changed to different values. They are JSON text; undefined = the key is missing there. */
export interface Collision {
  readonly field: string;
  readonly mine: string | undefined;
  readonly theirs: string | undefined;
}

/** The server as a save needs it; both answer the contact's JSON as the server sent it. */
export interface SaveServer {
  /** GET. */
  readonly read: () => Promise<string>;
  /** PATCH. */
  readonly update: (patch: JsonText) => Promise<string>;
}

/** What a save is about to send. */
export interface SaveRequest {
  readonly changes: readonly FieldChange[];
  readonly before: ContactText;
  readonly after: ContactText;
}

/** Whether the user agreed; `unasked` = nobody had to be asked, so no time went by. */
export type SaveDecision = "unasked" | "confirmed" | "cancelled";

/** Both sides changed these fields and nobody was asked about them: nothing was sent. */
export class CollisionError extends Error {
  readonly collisions: readonly Collision[];
  constructor(collisions: readonly Collision[]) {
    super("Both sides changed the same fields.");
    this.name = "CollisionError";
    this.collisions = collisions;
  }
}

/** The user said no to a save: nothing was sent. */
export class SaveCancelledError extends Error {
  override readonly name = "SaveCancelledError";
}

/**
 * The three sides of one document: **base** is what the server last said and the document was edited from, mine is
 * the document's text, theirs a fresh GET. It decides what a save may send, and it is the only place that does:
 * whoever calls {@link save} overwrites no value that the user has not seen.
 */
export class ThreeWay {
  /** The server's text that the document holds or was edited from; undefined while nothing was read. */
  base: ContactText | undefined;
  /** The text whose stat VS Code holds: what it believes to be on the server. */
  known: string | undefined;
  /** The last text that was read for the document. */
  lastRead: string | undefined;
  /** Fields to be decided, as they are shown to the user. */
  collisions: readonly Collision[] = [];
  /** What the last save brought besides what was sent. */
  news: SaveNews | undefined;
  /** The collisions that were on screen when the save began: to save in spite of them is an answer. */
  #asked: readonly Collision[] = [];
  #look: ContactText | undefined;
  #lookError: { readonly error: unknown } | undefined;
  #text: string | undefined;
  /** Base by text, of texts that a reload or revert took off the screen. */
  readonly #left = new Map<string, ContactText>();

  /**
   * The document says `text` now. A clean document that holds what was read has it as its base; one that went back
   * (undo, VS Code's 'Use your changes') to a text that a reload had replaced has the base of that text again, so
   * that what somebody else changed does not count as the user's own change.
   * @returns whether a clean document took over what was read.
   */
  documentIs(text: string, isDirty: boolean): boolean {
    const { lastRead } = this;
    if (text === lastRead && this.#text !== undefined && this.#text !== text) {
      this.#remember(this.#text);
    }
    this.#text = text;
    if (lastRead !== undefined && text === lastRead) {
      if (isDirty) {
        return false;
      }
      this.base = parseContactText(lastRead);
      this.known = lastRead;
      this.collisions = [];
      return true;
    }
    this.base = this.#left.get(text) ?? this.base;
    return false;
  }

  /** Whether a save would send something, as far as is known without asking the server. */
  wouldSend(mine: ContactText): boolean {
    return !this.base || sendableChanges(changesBetween(this.base, mine)).length > 0;
  }

  /** The server's text at the look of the save that is under way. */
  get theirs(): ContactText | undefined {
    return this.#look;
  }

  /** An unsaved document came back after a restart; `known` is the text whose stat VS Code holds. */
  restore(base: string, known: string): void {
    this.base = parseContactText(base);
    this.known = known;
  }

  /** A save begins: it looks at the server afresh. */
  begin(): void {
    this.#asked = this.collisions;
    this.news = undefined;
    this.#look = undefined;
    this.#lookError = undefined;
  }

  /** The server's text, read for a save; `mine` is what the save would write. Sets {@link collisions}. */
  looked(mine: ContactText, theirs: ContactText): void {
    this.#look = theirs;
    this.#lookError = undefined;
    this.collisions = this.base ? collisionsOf(this.base, mine, theirs) : [];
  }

  /** That look failed: a save that nobody could check is not sent. */
  lookFailed(error: unknown): void {
    this.#look = undefined;
    this.#lookError = { error };
  }

  /** The document's text with the server's value in each of the fields that are to be decided. */
  withTheirs(text: string, fields: readonly string[]): string {
    return this.#chosen(fields).reduce((now, { field, theirs }) => withJsonAt(now, [field], theirs), text);
  }

  /** Whether the document says what the server says in each of the fields that are to be decided. */
  holdsTheirs(mine: ContactText, fields: readonly string[]): boolean {
    return this.#chosen(fields).every(({ field, theirs }) => {
      const other = parseContactText(theirs === undefined ? "{}" : `{${JSON.stringify(field)}:${theirs}}`);
      return isSameField(field, mine.fields.get(field), mine.text, other.fields.get(field), other.text);
    });
  }

  /**
   * The user chose for these fields: the server's value becomes their base, so that the document's own value, if it
   * differs, is a change like any other. A value that moves on after that is asked about again.
   */
  decide(fields: readonly string[]): void {
    const chosen = this.#chosen(fields);
    this.base &&= withTheirValues(this.base, chosen);
    this.collisions = this.collisions.filter((collision) => !chosen.includes(collision));
  }

  /**
   * Sends what the document changed. Nothing is sent when nothing differs from the server.
   * @returns the server's text afterwards; undefined when it is not known and has to be read.
   * @throws CollisionError when the server changed a field since that the user changed too, to a value that was not
   * on screen when the save began.
   * @throws SaveCancelledError when `confirm` was answered with no.
   * @throws whatever the look, `read` or `update` failed with.
   */
  async save(
    text: string,
    server: SaveServer,
    confirm: (request: SaveRequest) => Promise<SaveDecision>,
  ): Promise<string | undefined> {
    const [look, lookError] = [this.#look, this.#lookError];
    // A look is good for one save.
    this.#look = this.#lookError = undefined;
    const mine = parseContactText(text);
    if (!this.wouldSend(mine)) {
      return this.#done(mine, undefined, this.base?.text === this.lastRead ? this.lastRead : undefined);
    }
    if (lookError) {
      throw lookError.error;
    }
    let theirs = look ?? (await this.#read(server));
    const base = this.base ?? theirs;
    this.#refuseUnasked(base, mine, theirs);
    const changes = changesAgainst(base, mine, theirs);
    if (changes.length === 0) {
      return this.#done(mine, newsOf(base, [], theirs), theirs.text);
    }
    const decision = await confirm({ changes, before: base, after: mine });
    if (decision === "cancelled") {
      throw new SaveCancelledError("The save was cancelled.");
    }
    if (decision === "confirmed") {
      // A question can stand for minutes: what changed meanwhile must not be overwritten by its answer.
      theirs = await this.#read(server);
      this.#refuseUnasked(base, mine, theirs);
    }
    const answer = documentTextOf(await server.update(patchBody(changes)));
    return this.#done(mine, newsOf(base, changes, parseContactText(answer)), answer);
  }

  async #read(server: SaveServer): Promise<ContactText> {
    return parseContactText(documentTextOf(await server.read()));
  }

  #done(mine: ContactText, news: SaveNews | undefined, answer: string | undefined): string | undefined {
    // The text that the document holds, never the answer: else what the answer merged in would count as undone.
    this.base = mine;
    this.known = mine.text;
    this.collisions = this.#asked = [];
    this.news = news && (news.merged.length > 0 || news.altered.length > 0) ? news : undefined;
    return answer;
  }

  #refuseUnasked(base: ContactText, mine: ContactText, theirs: ContactText): void {
    const standing = collisionsOf(base, mine, theirs);
    const isAsked = ({ field, theirs: value }: Collision) =>
      this.#asked.some((asked) => asked.field === field && asked.theirs === value);
    if (!standing.every(isAsked)) {
      this.collisions = standing;
      throw new CollisionError(standing);
    }
  }

  #chosen(fields: readonly string[]): readonly Collision[] {
    return this.collisions.filter(({ field }) => fields.includes(field));
  }

  #remember(text: string): void {
    if (!this.base || this.base.text === this.lastRead) {
      return;
    }
    this.#left.delete(text);
    // What stood on screen as a collision when the text was left is answered by bringing the text back.
    this.#left.set(text, withTheirValues(this.base, this.collisions));
    for (const oldest of [...this.#left.keys()].slice(0, -LEFT_LIMIT)) {
      this.#left.delete(oldest);
    }
  }
}

function collisionsOf(base: ContactText, mine: ContactText, theirs: ContactText): readonly Collision[] {
  return collidingFields(base, mine, theirs).map((field) => ({
    field,
    mine: mine.fields.get(field)?.json,
    theirs: theirs.fields.get(field)?.json,
  }));
}

/** What there is to send: what the user changed and the server does not say already. */
function changesAgainst(base: ContactText, mine: ContactText, theirs: ContactText): readonly FieldChange[] {
  const isSaid = (field: string, to: ContactField | undefined) =>
    isSameField(field, theirs.fields.get(field), theirs.text, to, mine.text);
  return sendableChanges(changesBetween(base, mine)).filter(({ field, to }) => !isSaid(field, to));
}

function withTheirValues(base: ContactText, collisions: readonly Collision[]): ContactText {
  return collisions.length === 0
    ? base
    : parseContactText(
        collisions.reduce((text, { field, theirs }) => withJsonAt(text, [field], theirs), base.text),
      );
}
