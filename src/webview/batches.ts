import type { Edit, FromWebview } from "../shared/messages.ts";

/** Starts a timer and returns what stops it; passed in so that tests need no clock. */
export type StartTimer = (callback: () => void, milliseconds: number) => () => void;

export type Batch = Extract<FromWebview, { type: "edits" | "text" }>;

/** How long typing is collected before it becomes one batch, which is one undo step. */
export const COALESCE_MS = 250;

/**
 * The outgoing queue of one panel. Posting each keystroke and rendering each answer loses letters, so
 * edits are collected, numbered in one sequence with the JSON pane's texts, and documents that do not contain the
 * last batch are not rendered (`settled`).
 */
export class Batches {
  readonly #post: (batch: Batch) => void;
  readonly #startTimer: StartTimer;
  readonly #onSettled: () => void;
  #seq = 0;
  #acked = 0;
  #started = false;
  #edits: Edit[] = [];
  #readText: (() => string) | undefined;
  /** The text that the JSON pane's typing began on. */
  #base = "";
  #stopTimer: (() => void) | undefined;
  #composing = false;

  /** `onSettled`: composing ended without a change, so a document kept back may be rendered now. */
  constructor(post: (batch: Batch) => void, startTimer: StartTimer, onSettled: () => void = () => undefined) {
    this.#post = post;
    this.#startTimer = startTimer;
    this.#onSettled = onSettled;
  }

  /** Nothing waits here, nothing is being composed, and the host has applied every batch. */
  get settled(): boolean {
    return !this.#pending && !this.#composing && this.#acked >= this.#seq;
  }

  get #pending(): boolean {
    return this.#edits.length > 0 || this.#readText !== undefined;
  }

  /** Takes the value typed into a field; a later value for the same path replaces it until the batch leaves. */
  edit(edit: Edit): void {
    if (this.#readText) this.#send();
    const key = JSON.stringify(edit.path);
    const index = this.#edits.findIndex((other) => JSON.stringify(other.path) === key);
    if (index >= 0) this.#edits[index] = edit;
    else this.#edits.push(edit);
    this.#schedule();
  }

  /** Takes an edit that must keep its place in the order, such as the removal of an array entry, and sends it now. */
  editNow(edit: Edit): void {
    this.#send();
    this.#edits.push(edit);
    this.#send();
  }

  /** Notes that the JSON pane changed from `before`; its text is read when the batch leaves. */
  text(read: () => string, before: string): void {
    if (this.#edits.length > 0) this.#send();
    if (!this.#readText) this.#base = before;
    this.#readText = read;
    this.#schedule();
  }

  /** Sends what waits, except half-composed text, which follows when the composition ends. */
  flush(): void {
    if (!this.#composing) this.#send();
  }

  compositionStarted(): void {
    this.#send();
    this.#composing = true;
  }

  compositionEnded(): void {
    this.#composing = false;
    if (this.#pending) this.#schedule();
    else if (this.settled) this.#onSettled();
  }

  /**
   * Notes the host's `ack` and says whether its document may be rendered. The first one sets where numbering goes
   * on: the host may remember batches of an earlier life of this panel (a hidden tab is created anew).
   */
  acknowledge(ack: number): boolean {
    if (!this.#started) {
      this.#started = true;
      if (this.#seq === 0) this.#seq = ack;
    }
    this.#acked = Math.max(this.#acked, ack);
    return this.settled && ack >= this.#seq;
  }

  #schedule(): void {
    this.#stopTimer ??= this.#startTimer(() => {
      this.#stopTimer = undefined;
      this.flush();
    }, COALESCE_MS);
  }

  #send(): void {
    this.#stopTimer?.();
    this.#stopTimer = undefined;
    if (this.#readText) {
      const text = this.#readText();
      this.#readText = undefined;
      this.#post({ type: "text", seq: ++this.#seq, base: this.#base, text });
    } else if (this.#edits.length > 0) {
      const edits = this.#edits;
      this.#edits = [];
      this.#post({ type: "edits", seq: ++this.#seq, edits });
    }
  }
}
