import type { EditorStrings } from "../shared/editorStrings.ts";
import type { Edit, Problem } from "../shared/messages.ts";
import { changedWords } from "./changedWords.ts";
import { button, element, setAttribute, setText } from "./element.ts";
import type { FieldValue } from "./fieldValue.ts";
import { emptied } from "./fieldActions.ts";
import { FieldMenu } from "./fieldMenu.ts";
import { fillIn } from "./fillIn.ts";
import { characterCount } from "./formFields.ts";
import type { FieldSpec } from "./formFields.ts";
import { minimalChange } from "./minimalChange.ts";
import type { MenuItem } from "./popupMenu.ts";
import { problemList } from "./problemList.ts";

export interface FieldState {
  readonly value: FieldValue;
  readonly strings: EditorStrings;
  readonly editable: boolean;
  /** The JSON is broken: the last good value stays, greyed. */
  readonly broken: boolean;
  readonly changed: { readonly was: string | undefined } | undefined;
  /** The server's value as JSON text; undefined: it has no such key. */
  readonly server: string | undefined;
  readonly problems: readonly Problem[];
  /** Stands instead of the field's own hint. */
  readonly hint?: string;
  /** Menu items of this field alone. */
  readonly extra?: readonly MenuItem[];
}

export interface TextFieldEvents {
  readonly onEdit: (edit: Edit) => void;
  readonly onEditInJson: () => void;
}

/** One line of the form: label, hint or what changed, input, problems. */
export class TextField {
  readonly element: HTMLElement;
  readonly #spec: FieldSpec;
  readonly #label: HTMLLabelElement;
  readonly #hint: HTMLElement;
  readonly #counter: HTMLElement;
  readonly #inJson: HTMLButtonElement;
  readonly #input: HTMLInputElement;
  readonly #problems: HTMLElement;
  readonly #menu: FieldMenu;
  #problemsShown = "";
  #server: string | undefined;

  constructor(spec: FieldSpec, { onEdit, onEditInJson }: TextFieldEvents) {
    this.#spec = spec;
    const id = `field-${spec.key}`;
    this.#label = element("label", { for: id, class: "field-label" });
    this.#hint = element("span", { class: "field-hint", id: `${id}-hint` });
    this.#counter = element("span", { class: "field-counter" });
    this.#inJson = button({ class: "link-button", hidden: true }, onEditInJson);
    // type=text throughout: type=email and type=url trim what is typed and know no selection.
    this.#input = element("input", {
      id,
      class: "input",
      type: "text",
      inputmode: spec.inputMode,
      autocomplete: "off",
      spellcheck: "false",
      dir: spec.direction,
      "aria-required": spec.required && "true",
      "aria-keyshortcuts": "Alt+ArrowDown",
    });
    this.#menu = new FieldMenu(spec.key, onEdit);
    // Tab goes from field to field; the menu opens from its field by keyboard.
    this.#menu.element.tabIndex = -1;
    this.#menu.popup.addEventListener("toggle", (event) => {
      if (event.newState === "closed" && document.activeElement === this.#menu.element) this.#input.focus();
    });
    this.#input.addEventListener("keydown", (event) => {
      const opens = event.altKey ? event.key === "ArrowDown" : event.shiftKey && event.key === "F10";
      if (!opens && event.key !== "ContextMenu") return;
      event.preventDefault();
      this.#menu.open();
    });
    this.#problems = element("div", { class: "field-problems", id: `${id}-problems` });
    this.#input.addEventListener("input", () => {
      this.#renderCounter();
      const { value } = this.#input;
      onEdit(value === "" && !spec.required ? emptied(spec.key, this.#server) : { path: [spec.key], value });
    });
    const line = element(
      "div",
      { class: "field-line" },
      this.#label,
      this.#hint,
      this.#counter,
      this.#inJson,
      this.#menu.element,
    );
    this.element = element(
      "div",
      { class: "field", "data-field": spec.key },
      line,
      this.#input,
      this.#problems,
      this.#menu.popup,
    );
    this.element.classList.toggle("is-half", spec.half);
  }

  focus(): void {
    this.#input.focus();
  }

  render(state: FieldState): void {
    const { strings, value, editable, broken, changed, problems } = state;
    const label = strings[this.#spec.key];
    this.#server = state.server;
    setText(this.#label, label);
    this.#renderHint(changed, strings, state.hint);
    this.#menu.render({
      label,
      strings,
      value,
      server: state.server,
      required: this.#spec.required,
      changed: changed !== undefined,
      editable: editable && !broken,
      extra: state.extra ?? [],
    });
    this.#inJson.hidden = value.kind !== "json";
    setText(this.#inJson, strings.editInJson);
    if (!broken) this.#renderValue(value, strings);
    this.#input.readOnly = !editable || value.kind === "json";
    this.#input.disabled = broken;
    this.#renderCounter(strings);
    this.#renderProblems(problems, strings);
  }

  #renderHint(changed: FieldState["changed"], strings: EditorStrings, hint?: string): void {
    this.element.classList.toggle("is-changed", changed !== undefined);
    const text = changed ? changedWords(changed.was, strings) : (hint ?? this.#spec.hint?.(strings) ?? "");
    setText(this.#hint, text);
    this.#hint.title = text;
    setAttribute(this.#hint, "dir", changed && this.#spec.direction === "auto" ? "auto" : undefined);
  }

  #renderValue(value: FieldValue, strings: EditorStrings): void {
    this.element.dataset["value"] = value.kind;
    this.#input.placeholder = placeholderOf(value, strings);
    const text = value.kind === "text" || value.kind === "json" ? value.text : "";
    const change = minimalChange(this.#input.value, text);
    if (!change) return;
    // The focused input keeps its caret: only what differs is replaced.
    if (document.activeElement === this.#input) {
      this.#input.setRangeText(change.insert, change.from, change.to, "preserve");
    } else this.#input.value = text;
  }

  #characters = "{0} / {1}";

  #renderCounter(strings?: EditorStrings): void {
    const { limit, counted } = this.#spec;
    if (strings) this.#characters = strings.characters;
    const count = characterCount(this.#input.value);
    const over = limit !== undefined && count > limit;
    this.#counter.hidden = limit === undefined || (!counted && !over);
    this.#counter.classList.toggle("is-over", over);
    if (limit !== undefined) setText(this.#counter, fillIn(this.#characters, count, limit));
  }

  #renderProblems(problems: readonly Problem[], strings: EditorStrings): void {
    const errors = problems.some(({ severity }) => severity === "error");
    setAttribute(this.#input, "aria-invalid", errors && "true");
    this.element.classList.toggle("is-error", errors);
    this.element.classList.toggle("is-warning", !errors && problems.length > 0);
    const described = [this.#hint.textContent && this.#hint.id, problems.length > 0 && this.#problems.id];
    setAttribute(this.#input, "aria-describedby", described.filter(Boolean).join(" ") || undefined);
    const key = JSON.stringify(problems.map(({ message, severity, source }) => [message, severity, source]));
    if (key === this.#problemsShown) return;
    this.#problemsShown = key;
    this.#problems.replaceChildren(...problemList(problems, strings));
  }
}

function placeholderOf(value: FieldValue, strings: EditorStrings): string {
  switch (value.kind) {
    case "missing":
      return strings.missingValue;
    case "null":
      return strings.nullValue;
    case "empty":
      return strings.emptyText;
    case "text":
    case "json":
      return "";
  }
}
