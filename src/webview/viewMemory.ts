import type { ContactForm } from "./contactForm.ts";
import { controlAt, placeOf } from "./focusPlace.ts";
import type { JsonPane } from "./jsonPane.ts";
import type { Panes } from "./panes.ts";
import { parseViewState } from "./viewState.ts";
import type { ViewState } from "./viewState.ts";
import { readState, writeState } from "./vscodeApi.ts";

const SAVE_MS = 200;
/** Places of controls that come and go with the text: each knows by itself which of them it was. */
const JSON_PANE = "json";
const TREE = "tree";

/** Keeps where the user was through hidden tabs and window reloads (VS Code discards a hidden webview's page). */
export class ViewMemory {
  readonly #panes: Panes;
  readonly #form: ContactForm;
  readonly #json: JsonPane;
  readonly #kept: ViewState = parseViewState(readState());
  /** What had the focus last, also while the page or the window has none. */
  #place = this.#kept.focus;
  #isFormRestored = false;
  #isJsonRestored = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(panes: Panes, form: ContactForm, json: JsonPane) {
    this.#panes = panes;
    this.#form = form;
    this.#json = json;
    panes.formPane.addEventListener("scroll", () => this.save());
    document.addEventListener("focusin", ({ target }) => {
      if (!this.#isFormRestored || !(target instanceof HTMLElement)) return;
      this.#place = this.#placeOf(target) ?? this.#place;
      this.save();
    });
    panes.pane = this.#kept.pane;
    panes.share = this.#kept.formShare;
    form.metadata.open = this.#kept.metadataOpen;
    if (this.#kept.tree) form.metadata.tree.view = this.#kept.tree;
    panes.json.show(this.#kept.jsonView);
    panes.json.heading.addEventListener("click", () => this.save());
    panes.json.heading.addEventListener("keyup", () => this.save());
  }

  /** Soon; what is typed or scrolled in one go is written once. */
  save(): void {
    if (!this.#isFormRestored) return;
    this.#timer ??= setTimeout(() => this.saveNow(), SAVE_MS);
  }

  saveNow(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (!this.#isFormRestored) return;
    const { top: jsonTop, selection } = this.#json;
    const state: ViewState = {
      pane: this.#panes.pane,
      formShare: this.#panes.share,
      formScroll: this.#panes.formPane.scrollTop,
      jsonTop: this.#isJsonRestored ? jsonTop : this.#kept.jsonTop,
      metadataOpen: this.#form.metadata.open,
      tree: this.#form.metadata.tree.view,
      jsonView: this.#panes.json.view,
      focus: this.#place,
      selection: this.#isJsonRestored ? selection : this.#kept.selection,
    };
    writeState(state);
  }

  /** Once, when there is a form to scroll and focus. */
  restoreForm(): void {
    if (this.#isFormRestored) return;
    this.#isFormRestored = true;
    requestAnimationFrame(() => (this.#panes.formPane.scrollTop = this.#kept.formScroll));
    this.#focus();
    // VS Code gives the focus to the page as a whole, and later than it shows it; also when a window comes back.
    window.addEventListener("focus", () => this.#focus());
  }

  /** Once, when the JSON pane has its text: it comes later than the form. */
  restoreJson(): void {
    if (this.#isJsonRestored || !this.#json.isThere) return;
    this.#isJsonRestored = true;
    this.#json.selection = this.#kept.selection;
    requestAnimationFrame(() => (this.#json.top = this.#kept.jsonTop));
    if (this.#place === JSON_PANE) this.#focus();
  }

  #placeOf(target: HTMLElement): string | undefined {
    if (this.#json.focused) return JSON_PANE;
    return this.#form.metadata.tree.element.contains(target) ? TREE : placeOf(target);
  }

  /** Gives the focus that the page has to what had it last; never takes it from another part of the window. */
  #focus(): void {
    const place = this.#place;
    if (place === undefined || !document.hasFocus() || document.activeElement !== document.body) return;
    if (place === JSON_PANE) this.#json.focus();
    else if (place === TREE) this.#form.metadata.focus([], false);
    else controlAt(place)?.focus({ preventScroll: true });
  }
}
