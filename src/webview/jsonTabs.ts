import type { EditorStrings } from "../shared/editorStrings.ts";
import type { DocumentState } from "../shared/messages.ts";
import { button, element, setText } from "./element.ts";
import { RequestPreview } from "./requestPreview.ts";

type View = "json" | "request";
const VIEWS = ["json", "request"] as const;

/** The JSON side: the document, or the exact request that a save would send now. */
export class JsonTabs {
  readonly heading: HTMLElement;
  readonly request: HTMLElement;
  readonly #json: HTMLElement;
  readonly #tabs: Record<View, HTMLButtonElement>;
  readonly #preview = new RequestPreview();

  constructor(json: HTMLElement) {
    this.#json = json;
    json.id = "view-json";
    json.setAttribute("role", "tabpanel");
    json.setAttribute("aria-labelledby", "tab-view-json");
    this.request = this.#preview.element;
    for (const [name, value] of Object.entries({
      id: "view-request",
      role: "tabpanel",
      tabindex: "0",
      "aria-labelledby": "tab-view-request",
    })) {
      this.request.setAttribute(name, value);
    }
    this.#tabs = { json: this.#tab("json"), request: this.#tab("request") };
    this.heading = element(
      "div",
      { class: "pane-heading", role: "tablist" },
      this.#tabs.json,
      this.#tabs.request,
    );
    this.heading.addEventListener("keydown", (event) => this.#onKey(event));
    this.show("json");
  }

  /** Which of the two is shown. */
  get view(): View {
    return this.#json.hidden ? "request" : "json";
  }

  show(view: View): void {
    for (const name of VIEWS) {
      const selected = name === view;
      this.#tabs[name].setAttribute("aria-selected", String(selected));
      this.#tabs[name].tabIndex = selected ? 0 : -1;
    }
    this.#json.hidden = view !== "json";
    this.request.hidden = view !== "request";
  }

  render(strings: EditorStrings): void {
    setText(this.#tabs.json, strings.json);
    setText(this.#tabs.request, strings.sentOnSave);
    this.heading.setAttribute("aria-label", strings.jsonLabel);
  }

  renderRequest(request: DocumentState["request"], strings: EditorStrings): void {
    this.#preview.render(request, strings);
  }

  #tab(view: View): HTMLButtonElement {
    return button(
      { class: "pane-tab", role: "tab", id: `tab-view-${view}`, "aria-controls": `view-${view}` },
      () => this.show(view),
    );
  }

  #onKey(event: KeyboardEvent): void {
    if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
    event.preventDefault();
    const other = this.#json.hidden ? "json" : "request";
    this.show(other);
    this.#tabs[other].focus();
  }
}
