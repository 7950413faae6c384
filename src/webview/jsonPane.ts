import type { JsonHelp } from "../shared/jsonHelp.ts";
import type { TextRange } from "./changedRanges.ts";
import type { JsonMarks } from "./contactMarks.ts";
import { element } from "./element.ts";
import { jsonAssist } from "./jsonHelpAt.ts";
import type { JsonProblem } from "./jsonMarks.ts";
import type { JsonView } from "./jsonView.ts";

/**
 * The contact's whole JSON text. Its editor is four fifths of the page's code and comes in a file of its own, once
 * {@link load} asks for it; until then the pane is empty and takes nothing.
 */
export class JsonPane {
  readonly element = element("div", { class: "json-editor" });
  readonly #make: (view: typeof JsonView) => JsonView;
  #view: JsonView | undefined;
  #loading: Promise<void> | undefined;

  /** `nonce` lets the editor's style element through the content security policy. */
  constructor(nonce: string, onTyped: () => void, onView: () => void) {
    this.#make = (View) => new View(this.element, nonce, onTyped, onView);
  }

  /** Rejects when the editor's file cannot be loaded. */
  load(): Promise<void> {
    this.#loading ??= import("./jsonView.ts").then(({ JsonView }) => {
      this.#view = this.#make(JsonView);
    });
    return this.#loading;
  }

  get isThere(): boolean {
    return this.#view !== undefined;
  }

  /** Says in the editor's place why there is none. */
  fail(text: string): void {
    this.element.replaceChildren(element("p", { class: "json-failed" }, text));
  }

  get text(): string {
    return this.#view?.text ?? "";
  }

  get focused(): boolean {
    return this.#view?.focused ?? false;
  }

  get selection(): readonly [anchor: number, head: number] {
    return this.#view?.selection ?? [0, 0];
  }

  set selection(selection: readonly [anchor: number, head: number]) {
    if (this.#view) this.#view.selection = selection;
  }

  /** What stands at the top: the start of a line and how many pixels of it are scrolled away. */
  get top(): readonly [line: number, offset: number] {
    return this.#view?.top ?? [0, 0];
  }

  set top(top: readonly [line: number, offset: number]) {
    if (this.#view) this.#view.top = top;
  }

  focus(): void {
    this.#view?.focus();
  }

  /** Shows the document's text by the smallest change, so that cursor and scroll position stay. */
  show(text: string): void {
    this.#view?.show(text);
  }

  mark(marks: JsonMarks): void {
    this.#view?.mark(marks);
  }

  markProblems(problems: readonly JsonProblem[]): void {
    this.#view?.markProblems(problems);
  }

  /** Tells what completion and hovers have to say; `list` names the list of completions. */
  showHelp(help: JsonHelp, list: string): void {
    // Made here: the page has a JSON parser already, and the editor's file needs no second one.
    this.#view?.showHelp(jsonAssist(help), list);
  }

  setAccess(label: string, editable: boolean): void {
    this.#view?.setAccess(label, editable);
  }

  /** Selects the range in the middle of the pane; with `focus` the keyboard goes there too. */
  reveal(range: TextRange, focus: boolean): void {
    this.#view?.reveal(range, focus);
  }
}
