import type { EditorStrings } from "../shared/editorStrings.ts";
import { button, element, setAttribute, setText } from "./element.ts";
import { JsonTabs } from "./jsonTabs.ts";
import { clampShare, DEFAULT_SHARE, MAX_SHARE, MIN_SHARE } from "./viewState.ts";
import type { Pane } from "./viewState.ts";

const STEP = 2;
const NARROW = "(max-width: 699px)";

/** Form left, JSON right, a sash between them; below 700 px they are two tabs. */
export class Panes {
  readonly element: HTMLElement;
  readonly formPane = element("section", { class: "pane form-pane", id: "pane-form" });
  readonly #jsonPane: HTMLElement;
  readonly json: JsonTabs;
  readonly #tabs: Record<Pane, HTMLButtonElement>;
  readonly #tabList: HTMLElement;
  readonly #sash = element("div", {
    class: "sash",
    role: "separator",
    tabindex: "0",
    "aria-orientation": "vertical",
    "aria-controls": "pane-form",
    "aria-valuemin": String(MIN_SHARE),
    "aria-valuemax": String(MAX_SHARE),
  });
  readonly #narrow = window.matchMedia(NARROW);
  readonly #onView: () => void;
  #pane: Pane = "form";
  #share = DEFAULT_SHARE;

  constructor(form: HTMLElement, json: HTMLElement, onView: () => void) {
    this.#onView = onView;
    this.formPane.append(form);
    this.json = new JsonTabs(json);
    this.#jsonPane = element(
      "section",
      { class: "pane json-pane", id: "pane-json" },
      this.json.heading,
      json,
      this.json.request,
    );
    this.#tabs = { form: this.#tab("form"), json: this.#tab("json") };
    this.#tabList = element("div", { class: "pane-tabs", role: "tablist" }, this.#tabs.form, this.#tabs.json);
    this.#tabList.addEventListener("keydown", (event) => {
      this.#onTabKey(event);
    });
    this.#listenToSash();
    this.element = element(
      "main",
      { class: "panes" },
      this.#tabList,
      this.formPane,
      this.#sash,
      this.#jsonPane,
    );
    this.#narrow.addEventListener("change", () => {
      this.#apply();
    });
    this.share = DEFAULT_SHARE;
    this.#apply();
  }

  get narrow(): boolean {
    return this.#narrow.matches;
  }

  get pane(): Pane {
    return this.#pane;
  }

  /** Which pane a narrow editor shows; side by side both are there. */
  set pane(pane: Pane) {
    this.#pane = pane;
    this.#apply();
  }

  get share(): number {
    return this.#share;
  }

  set share(share: number) {
    this.#share = clampShare(share);
    this.element.style.setProperty("--form-share", `${this.#share}%`);
    this.#sash.setAttribute("aria-valuenow", String(Math.round(this.#share)));
  }

  render(strings: EditorStrings): void {
    setText(this.#tabs.form, strings.form);
    setText(this.#tabs.json, strings.json);
    this.json.render(strings);
    this.formPane.setAttribute("aria-label", strings.form);
    this.#jsonPane.setAttribute("aria-label", strings.json);
    this.#tabList.setAttribute("aria-label", strings.contactHeader);
    this.#sash.setAttribute("aria-label", strings.resizePanes);
    this.#sash.title = strings.resizePanes;
  }

  #tab(pane: Pane): HTMLButtonElement {
    return button(
      { class: "pane-tab", role: "tab", id: `tab-${pane}`, "aria-controls": `pane-${pane}` },
      () => {
        this.#choose(pane);
      },
    );
  }

  #choose(pane: Pane): void {
    this.pane = pane;
    this.#onView();
  }

  #apply(): void {
    const narrow = this.narrow;
    this.element.classList.toggle("is-narrow", narrow);
    for (const [pane, panel] of [
      ["form", this.formPane],
      ["json", this.#jsonPane],
    ] as const) {
      const selected = pane === this.#pane;
      panel.hidden = narrow && !selected;
      setAttribute(panel, "role", narrow ? "tabpanel" : "region");
      this.#tabs[pane].setAttribute("aria-selected", String(selected));
      this.#tabs[pane].tabIndex = selected ? 0 : -1;
    }
  }

  #onTabKey(event: KeyboardEvent): void {
    const other = this.#pane === "form" ? "json" : "form";
    const target: Pane | undefined =
      event.key === "ArrowLeft" || event.key === "ArrowRight"
        ? other
        : event.key === "Home"
          ? "form"
          : event.key === "End"
            ? "json"
            : undefined;
    if (!target) return;
    event.preventDefault();
    this.#choose(target);
    this.#tabs[target].focus();
  }

  #listenToSash(): void {
    const sash = this.#sash;
    const move = (share: number): void => {
      this.share = share;
      this.#onView();
    };
    sash.addEventListener("pointerdown", (event) => {
      event.preventDefault();
      sash.focus();
      sash.setPointerCapture(event.pointerId);
    });
    sash.addEventListener("pointermove", (event) => {
      if (!sash.hasPointerCapture(event.pointerId)) return;
      const { left, width } = this.element.getBoundingClientRect();
      move(((event.clientX - left) / width) * 100);
    });
    sash.addEventListener("dblclick", () => {
      move(DEFAULT_SHARE);
    });
    const keys: Readonly<Record<string, () => number>> = {
      ArrowLeft: () => this.#share - STEP,
      ArrowRight: () => this.#share + STEP,
      Home: () => MIN_SHARE,
      End: () => MAX_SHARE,
      Enter: () => DEFAULT_SHARE,
    };
    sash.addEventListener("keydown", (event) => {
      const share = keys[event.key]?.();
      if (share === undefined) return;
      event.preventDefault();
      move(share);
    });
  }
}
