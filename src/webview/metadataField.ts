import { applyEdits, format } from "jsonc-parser";
import type { EditorStrings, Problem } from "../shared/messages.ts";
import type { ContactText } from "./contactText.ts";
import { button, element, icon, setText } from "./element.ts";
import type { FieldValue } from "./fieldValue.ts";
import { problemList } from "./problemList.ts";

interface MetadataState {
  readonly contact: ContactText;
  readonly strings: EditorStrings;
  readonly changed: boolean;
  readonly broken: boolean;
  readonly problems: readonly Problem[];
}

/** `queryMetadata`, pretty-printed to read; it is edited in the JSON pane. */
export class MetadataField {
  readonly element: HTMLElement;
  readonly #title = element("span");
  readonly #chevron = element("span", { class: "chevron", "aria-hidden": "true" }, icon("chevron-right"));
  readonly #toggle: HTMLButtonElement;
  readonly #edit: HTMLButtonElement;
  readonly #changed = element("span", { class: "field-hint" });
  readonly #preview = element("pre", { class: "metadata-preview", id: "metadata-preview", dir: "ltr" });
  readonly #problems = element("div", { class: "field-problems" });
  #open = false;

  constructor(onEditInJson: () => void, onToggle: () => void) {
    this.#toggle = button(
      { class: "section-toggle", "aria-controls": "metadata-preview" },
      () => {
        this.open = !this.#open;
        onToggle();
      },
      this.#chevron,
      this.#title,
    );
    this.#edit = button({ class: "link-button" }, onEditInJson);
    this.element = element(
      "section",
      { class: "field metadata", "data-field": "queryMetadata" },
      element("div", { class: "field-line" }, element("h2", {}, this.#toggle), this.#changed, this.#edit),
      element("div", { class: "metadata-box" }, this.#preview),
      this.#problems,
    );
    this.open = false;
  }

  get open(): boolean {
    return this.#open;
  }

  set open(open: boolean) {
    this.#open = open;
    this.#toggle.setAttribute("aria-expanded", String(open));
    this.element.classList.toggle("is-open", open);
    // What scrolls must be reachable by keyboard.
    this.#preview.tabIndex = open ? 0 : -1;
  }

  focus(): void {
    this.#edit.focus();
  }

  render({ contact, strings, changed, broken, problems }: MetadataState): void {
    setText(this.#title, strings.metadata);
    setText(this.#edit, strings.editInJson);
    setText(this.#changed, changed ? strings.changed : "");
    this.element.classList.toggle("is-changed", changed);
    this.element.classList.toggle(
      "is-error",
      problems.some(({ severity }) => severity === "error"),
    );
    this.#problems.replaceChildren(...problemList(problems, strings));
    if (broken) return;
    const value = contact.field("queryMetadata");
    this.#preview.dataset["value"] = value.kind;
    setText(this.#preview, previewOf(value, contact, strings));
    this.#preview.setAttribute("aria-label", strings.metadata);
  }
}

function previewOf(value: FieldValue, contact: ContactText, strings: EditorStrings): string {
  const node = contact.node(["queryMetadata"]);
  switch (value.kind) {
    case "missing":
      return strings.missingValue;
    case "null":
      return strings.nullValue;
    case "empty":
      return strings.emptyText;
    case "text":
      return value.text;
    case "json": {
      // Text to text: numbers stay as they are written.
      const source = node ? contact.source(node) : value.text;
      return applyEdits(source, format(source, undefined, { insertSpaces: true, tabSize: 2, eol: "\n" }));
    }
  }
}
