import type { ContactForm } from "./contactForm.ts";
import type { JsonPane } from "./jsonPane.ts";
import type { Panes } from "./panes.ts";
import { parseViewState } from "./viewState.ts";
import type { ViewState } from "./viewState.ts";
import { readState, writeState } from "./vscodeApi.ts";

const SAVE_MS = 200;

/** Keeps where the user was through hidden tabs and window reloads (VS Code discards a hidden webview's page). */
export class ViewMemory {
  readonly #panes: Panes;
  readonly #form: ContactForm;
  readonly #json: JsonPane;
  readonly #kept: ViewState = parseViewState(readState());
  #restored = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(panes: Panes, form: ContactForm, json: JsonPane) {
    this.#panes = panes;
    this.#form = form;
    this.#json = json;
    panes.formPane.addEventListener("scroll", () => this.save());
    document.addEventListener("focusin", () => this.save());
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
    if (!this.#restored) return;
    this.#timer ??= setTimeout(() => this.saveNow(), SAVE_MS);
  }

  saveNow(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (!this.#restored) return;
    const state: ViewState = {
      pane: this.#panes.pane,
      formShare: this.#panes.share,
      formScroll: this.#panes.formPane.scrollTop,
      jsonScroll: this.#json.scroll,
      metadataOpen: this.#form.metadata.open,
      tree: this.#form.metadata.tree.view,
      jsonView: this.#panes.json.view,
      focus: this.#json.focused ? "json" : this.#form.focused,
      selection: this.#json.selection,
    };
    writeState(state);
  }

  /** Once, when there is something to scroll and focus. */
  restore(): void {
    if (this.#restored) return;
    this.#restored = true;
    const { formScroll, jsonScroll, selection } = this.#kept;
    this.#json.selection = selection;
    requestAnimationFrame(() => {
      this.#panes.formPane.scrollTop = formScroll;
      this.#json.scroll = jsonScroll;
    });
    // Never take the focus from another part of the window: wait until it comes here.
    if (document.hasFocus()) this.#focus();
    else window.addEventListener("focus", () => this.#focus(), { once: true });
  }

  #focus(): void {
    const { focus } = this.#kept;
    if (focus === undefined || document.activeElement !== document.body) return;
    if (focus === "json") this.#json.focus();
    else this.#form.focus([focus], false);
  }
}
