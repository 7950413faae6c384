import assert from "node:assert/strict";
import { documentTextOf, fieldValue, parseContactText } from "../../../src/model/contactText.ts";
import { withValueAt } from "../../../src/model/textChange.ts";
import {
  CollisionError,
  SaveCancelledError,
  type SaveDecision,
  ThreeWay,
} from "../../../src/model/threeWay.ts";
import type { Answer } from "../../../src/sandbox/answer.ts";
import { ContactRoutes } from "../../../src/sandbox/contactRoutes.ts";
import { ContactStore } from "../../../src/sandbox/contactStore.ts";
import { sampleContacts } from "../../../src/sandbox/sampleContacts.ts";
import type { SandboxRequest } from "../../../src/sandbox/sandboxRequest.ts";
import { pick, seededRandom } from "./randomContact.ts";

const FIELDS = ["name", "email", "phoneNumber", "sourceId", "avatar", "queryMetadata"] as const;
type Field = (typeof FIELDS)[number];

/** A request broke, before or after the server did its work. */
class BrokenRequest extends Error {}

/** A step that waits for its turn. `who` is the editor it belongs to. */
interface Turn {
  readonly who: Editor;
  readonly kind: "look" | "patch" | "other";
  readonly go: () => void;
}

/** How often what was meant to be tried happened. */
export interface Counts {
  patches: number;
  asked: number;
  merged: number;
  raced: number;
  undone: number;
  failed: number;
}

/**
 * Two editors of one contact on one server. Every request waits for a turn before and after the server's work, and
 * the turns come in an order drawn from a seed, with what the two users do in between. The server is the sandbox's
 * own store and routes; what may be sent is decided by production's {@link ThreeWay}.
 */
export class EditorPair {
  readonly random: () => number;
  readonly counts: Counts;
  readonly #turns: Turn[] = [];
  readonly #routes: ContactRoutes;
  readonly #id: string;
  readonly #atomic: boolean;
  #clock = 0;
  /** Who looked and has not sent yet: with `atomic` nobody else comes in between. */
  #holder: Editor | undefined;
  /** Values that stood on the server at some time, and when the current one came. */
  readonly committed = new Set<string>();
  /** What must not have happened. */
  readonly failures: unknown[] = [];
  readonly #since = new Map<Field, number>();
  #unique = 0;

  /** @param atomic nobody commits between an editor's look and its PATCH: without it the unavoidable race happens. */
  constructor(seed: number, atomic: boolean, counts: Counts) {
    this.random = seededRandom(seed);
    this.#atomic = atomic;
    this.counts = counts;
    const [sample] = sampleContacts(1, 1);
    assert.ok(sample);
    this.#id = sample.id;
    const store = new ContactStore([sample], { upserted: [], deleted: [] }, () => ++this.#clock);
    this.#routes = new ContactRoutes(() => store, { pageSizeCap: 100, absentInPut: "clear" });
    this.#note(this.now());
  }

  /** What the server has now. */
  now(): string {
    return this.#routes.retrieve(this.#request(""), this.#id).body;
  }

  unique(): number {
    return ++this.#unique;
  }

  chance(share: number): boolean {
    return this.random() < share;
  }

  async get(who: Editor, isLook: boolean): Promise<string> {
    await this.#turn(who, isLook ? "look" : "other");
    if (this.chance(0.04)) {
      throw new BrokenRequest();
    }
    if (isLook) {
      this.#holder = who;
      who.lookedAt = ++this.#clock;
    }
    const json = this.now();
    await this.#turn(who, "other");
    return json;
  }

  async patch(who: Editor, body: string): Promise<string> {
    await this.#turn(who, "patch");
    if (this.chance(0.04)) {
      throw new BrokenRequest();
    }
    this.#check(who, body);
    const answer: Answer = this.#routes.update(this.#request(body), this.#id);
    assert.equal(answer.status, 200, answer.body);
    this.counts.patches++;
    this.#note(answer.body);
    this.release(who);
    await this.#turn(who, "other");
    if (this.chance(0.04)) {
      throw new BrokenRequest();
    }
    return answer.body;
  }

  release(who: Editor): void {
    if (this.#holder === who) {
      this.#holder = undefined;
    }
  }

  /** A question to the user stands for a while. */
  async wait(who: Editor): Promise<void> {
    this.release(who);
    await this.#turn(who, "other");
  }

  /** Lets one waiting request go on; false when none can. */
  async step(): Promise<boolean> {
    const ready = this.#turns.filter(
      ({ who, kind }) =>
        !this.#atomic || kind === "other" || this.#holder === undefined || this.#holder === who,
    );
    const turn = ready[Math.floor(this.random() * ready.length)];
    if (!turn) {
      return false;
    }
    this.#turns.splice(this.#turns.indexOf(turn), 1);
    turn.go();
    // Everything that follows from it without another request happens now.
    await new Promise((resolve) => setImmediate(resolve));
    return true;
  }

  #turn(who: Editor, kind: Turn["kind"]): Promise<void> {
    return new Promise((go) => this.#turns.push({ who, kind, go }));
  }

  /** The two promises: nothing is sent that this user did not write, nothing is overwritten that they did not see. */
  #check(who: Editor, body: string): void {
    const [sent, current] = [parseContactText(body), parseContactText(documentTextOf(this.now()))];
    for (const name of sent.fields.keys()) {
      const field = FIELDS.find((known) => known === name);
      assert.ok(field, `${name} was sent`);
      const [value, before] = [tokenOf(sent, field), tokenOf(current, field)];
      // Undo brings back what was there before: over one's own change, or over one that was asked about.
      const isOwn = who.typed.has(value) || who.typed.has(before) || who.asked.has(before);
      assert.ok(
        before === value || isOwn,
        `${value} was sent over ${before}, and its user changed nothing there`,
      );
      if (before !== value && !who.seen.has(before)) {
        const cameAt = this.#since.get(field) ?? 0;
        assert.ok(!this.#atomic && cameAt > who.lookedAt, `${before} was overwritten by ${value} unseen`);
        this.counts.raced++;
      }
    }
  }

  #note(json: string): void {
    const text = parseContactText(documentTextOf(json));
    for (const field of FIELDS) {
      const token = tokenOf(text, field);
      if (!this.committed.has(token)) {
        this.committed.add(token);
        this.#since.set(field, ++this.#clock);
      }
    }
  }

  #request(body: string): SandboxRequest {
    return {
      method: "PATCH",
      path: "",
      query: new URLSearchParams(),
      origin: "",
      contentType: "application/json",
      authorization: undefined,
      body: Buffer.from(body),
    };
  }
}

/** A field and its value, as one text; names are trimmed, as the server does. */
function tokenOf(text: ReturnType<typeof parseContactText>, field: Field): string {
  const value = fieldValue(text, field);
  return `${field}=${typeof value === "string" ? value.trim() : (text.fields.get(field)?.json.replaceAll(/\s/g, "") ?? "missing")}`;
}

/** One user with one editor, as VS Code works with a document: text, dirty, undo, save, conflict, reload. */
export class Editor {
  readonly sides = new ThreeWay();
  /** Values that this user wrote, and values that were on this user's screen. */
  readonly typed = new Set<string>();
  readonly seen = new Set<string>();
  /** Values that this user was asked about. */
  readonly asked = new Set<string>();
  /** When the server was last asked for a save. */
  lookedAt = 0;
  isBusy = false;
  readonly #pair: EditorPair;
  #text = "";
  #saved = "";
  #undo: string[] = [];

  constructor(pair: EditorPair) {
    this.#pair = pair;
    this.#load(documentTextOf(pair.now()));
  }

  get isDirty(): boolean {
    return this.#text !== this.#saved;
  }

  /** Does something that a user can do now. */
  act(): void {
    const { sides } = this;
    const roll = this.#pair.random();
    if (this.isBusy) {
      // While a request is under way one can type, not save again: VS Code queues that.
      this.#type();
    } else if (sides.collisions.length > 0 && roll < 0.7) {
      this.#answer();
    } else if (roll < 0.45) {
      this.#type();
    } else if (roll < 0.55 && this.#undo.length > 0) {
      this.#pair.counts.undone++;
      this.#show(this.#undo.pop() ?? this.#text);
    } else if (roll < 0.6) {
      this.#run(() => this.#revert());
    } else if (roll < 0.65) {
      this.#run(() => this.#refresh());
    } else if (this.isDirty) {
      this.#run(() => this.#save());
    }
  }

  /** Saves what is left, answering whatever is asked. */
  finish(): void {
    if (this.sides.collisions.length > 0) {
      this.#answer();
    } else if (this.isDirty) {
      this.#run(() => this.#save());
    }
  }

  #run(action: () => Promise<void>): void {
    this.isBusy = true;
    action()
      .catch((error: unknown) => {
        this.#pair.counts.failed++;
        if (!(
          error instanceof BrokenRequest ||
          error instanceof CollisionError ||
          error instanceof SaveCancelledError
        )) {
          this.#pair.failures.push(error);
        }
      })
      .finally(() => {
        this.#pair.release(this);
        this.#lookAtQuestions();
        this.isBusy = false;
      });
  }

  #type(): void {
    const field = pick(this.#pair.random, FIELDS);
    const number = this.#pair.unique();
    const values: Record<Field, unknown> = {
      name: this.#pair.chance(0.3) ? ` name ${number} ` : `name ${number}`,
      email: `u${number}@example.com`,
      phoneNumber: String(number),
      sourceId: `crm-${number}`,
      avatar: `https://example.com/${number}`,
      queryMetadata: { number },
    };
    this.#undo.push(this.#text);
    this.#show(withValueAt(this.#text, [field], values[field]));
    this.typed.add(tokenOf(parseContactText(this.#text), field));
  }

  /** One of the ways to answer a conflict. */
  #answer(): void {
    const { sides } = this;
    const all = sides.collisions.map(({ field }) => field);
    const some = all.filter(() => this.#pair.chance(0.6));
    switch (pick(this.#pair.random, ["keep", "take", "overwrite", "useMine", "later"])) {
      case "keep":
        sides.decide(some);
        break;
      case "take":
        this.#undo.push(this.#text);
        this.#show(sides.withTheirs(this.#text, some));
        sides.decide(some);
        break;
      case "overwrite":
        this.#run(() => this.#save({ overwrite: true }));
        break;
      case "useMine":
        this.#run(() => this.#useMine());
        break;
      case "later":
        this.#type();
        break;
    }
  }

  /** VS Code's save: `stat` first, then `writeFile`; then the reload of a clean document. */
  async #save({ overwrite = false } = {}): Promise<void> {
    const { sides } = this;
    sides.begin();
    const mine = parseContactText(this.#text);
    if (sides.wouldSend(mine)) {
      try {
        const theirs = parseContactText(documentTextOf(await this.#pair.get(this, true)));
        sides.looked(parseContactText(this.#text), theirs);
      } catch (error) {
        sides.lookFailed(error);
      }
      if (sides.collisions.length > 0 && !overwrite) {
        this.#pair.counts.asked++;
        return;
      }
    }
    const written = this.#text;
    const server = {
      read: () => this.#pair.get(this, true),
      update: ({ json }: { readonly json: string }) => this.#pair.patch(this, json),
    };
    const answer = await sides.save(written, server, () => this.#confirm());
    this.#assertKept(written);
    this.#pair.counts.merged += sides.news?.merged.length ?? 0;
    this.#saved = written;
    sides.documentIs(this.#text, this.isDirty);
    const reloaded = answer ?? documentTextOf(await this.#pair.get(this, false));
    if (!this.isDirty) {
      this.#load(reloaded);
    }
  }

  async #confirm(): Promise<SaveDecision> {
    if (this.#pair.chance(0.7)) {
      return "unasked";
    }
    await this.#pair.wait(this);
    return this.#pair.chance(0.8) ? "confirmed" : "cancelled";
  }

  async #revert(): Promise<void> {
    const text = documentTextOf(await this.#pair.get(this, false));
    this.#load(text);
  }

  /** The server's text is read; only a clean document takes it. */
  async #refresh(): Promise<void> {
    const text = documentTextOf(await this.#pair.get(this, false));
    if (!this.isDirty) {
      this.#load(text);
    }
  }

  /** 'Use your changes and overwrite' in VS Code's comparison: a revert, the text put back, a save. */
  async #useMine(): Promise<void> {
    const theirs = documentTextOf(await this.#pair.get(this, false));
    const mine = this.#text;
    this.#load(theirs);
    this.#show(mine);
    await this.#save();
  }

  /** A clean document shows what was read. */
  #load(text: string): void {
    this.sides.lastRead = text;
    if (text !== this.#text) {
      this.#undo.push(this.#text);
    }
    this.#text = text;
    // As in the host: first the content changes, then the document is called clean.
    this.sides.documentIs(text, this.#saved !== text);
    this.#saved = text;
    this.sides.documentIs(text, false);
    this.#lookAtScreen();
    this.#undo = this.#undo.filter((past) => past !== "");
  }

  #show(text: string): void {
    this.#text = text;
    this.sides.documentIs(text, this.isDirty);
    this.#lookAtScreen();
  }

  #lookAtScreen(): void {
    const text = parseContactText(this.#text);
    for (const field of FIELDS) {
      this.seen.add(tokenOf(text, field));
    }
    this.#lookAtQuestions();
  }

  #lookAtQuestions(): void {
    for (const { field, theirs } of this.sides.collisions) {
      const known = FIELDS.find((name) => name === field);
      if (known && theirs !== undefined) {
        const token = tokenOf(parseContactText(`{"${field}":${theirs}}`), known);
        this.seen.add(token);
        this.asked.add(token);
      }
    }
  }

  /** A save that succeeded leaves nothing behind that never reached the server. */
  #assertKept(written: string): void {
    const text = parseContactText(written);
    for (const field of FIELDS) {
      const token = tokenOf(text, field);
      assert.ok(this.#pair.committed.has(token), `${token} was called saved and never reached the server`);
    }
  }
}
