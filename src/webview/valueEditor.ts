import type { EditorStrings } from "../shared/editorStrings.ts";
import { element, setAttribute, setText } from "./element.ts";
import { fillIn } from "./fillIn.ts";
import { minimalChange } from "./minimalChange.ts";
import { scalarJson, VALUE_TYPES } from "./scalarJson.ts";
import type { ValueType } from "./scalarJson.ts";

export interface ValueEditorEvents {
  /** Every keystroke that makes a value: what is typed stands in the document at once, as in the form's fields. */
  readonly onEdit: (json: string) => void;
  /** Done; `restore` puts the old value back. */
  readonly onClose: (restore: boolean) => void;
}

/** A value of the tree while it is edited in place: what type it is, and its text where it has one. */
export class ValueEditor {
  readonly element: HTMLElement;
  readonly #type: HTMLSelectElement;
  readonly #input: HTMLInputElement;
  readonly #problem = element("span", { class: "tree-problem", id: "tree-problem", role: "alert" });
  readonly #strings: EditorStrings;

  constructor(
    name: string,
    type: ValueType,
    value: string,
    strings: EditorStrings,
    { onEdit, onClose }: ValueEditorEvents,
  ) {
    this.#strings = strings;
    const names = typeNames(strings);
    this.#type = element(
      "select",
      { class: "tree-type", "aria-label": fillIn(strings.treeType, name) },
      ...VALUE_TYPES.map((option) => element("option", { value: option }, names[option])),
    );
    this.#input = element("input", {
      class: "input tree-input",
      type: "text",
      autocomplete: "off",
      spellcheck: "false",
      dir: "auto",
      "aria-label": fillIn(strings.treeValue, name),
    });
    this.#type.value = type;
    this.#input.value = value;
    this.element = element("span", { class: "tree-editor" }, this.#input, this.#type, this.#problem);
    const changed = (): void => {
      const json = scalarJson(this.#selected, this.#input.value);
      this.#showProblem(json === undefined);
      if (json !== undefined) onEdit(json);
    };
    this.#input.addEventListener("input", changed);
    this.#type.addEventListener("change", () => {
      this.#showInput();
      changed();
    });
    this.element.addEventListener("keydown", (event) => {
      // The tree's own keys are letters here.
      event.stopPropagation();
      if (event.isComposing || (event.key !== "Enter" && event.key !== "Escape")) return;
      event.preventDefault();
      onClose(event.key === "Escape");
    });
    this.element.addEventListener("focusout", ({ relatedTarget }) => {
      const inside = relatedTarget instanceof Node && this.element.contains(relatedTarget);
      if (!inside && document.hasFocus()) onClose(false);
    });
    this.#showInput();
  }

  focus(): void {
    if (this.#input.hidden) this.#type.focus();
    else {
      this.#input.focus();
      this.#input.select();
    }
  }

  /** Takes over what the document says now, as after an undo; the caret stays. */
  show(type: ValueType, value: string): void {
    // What makes no value yet stands here alone: it must not be overwritten by what the document still says.
    if (!this.valid || scalarJson(this.#selected, this.#input.value) === scalarJson(type, value)) return;
    this.#type.value = type;
    const change = minimalChange(this.#input.value, value);
    if (change) this.#input.setRangeText(change.insert, change.from, change.to, "preserve");
    this.#showInput();
    this.#showProblem(false);
  }

  /** Nothing is typed that makes no value. */
  get valid(): boolean {
    return scalarJson(this.#selected, this.#input.value) !== undefined;
  }

  get #selected(): ValueType {
    return VALUE_TYPES.find((type) => type === this.#type.value) ?? "text";
  }

  #showInput(): void {
    const hidden = this.#selected !== "text" && this.#selected !== "number";
    // An input that vanishes with the focus in it would look like the end of the edit.
    if (hidden && document.activeElement === this.#input) this.#type.focus();
    this.#input.hidden = hidden;
  }

  #showProblem(problem: boolean): void {
    setText(this.#problem, problem ? this.#strings.treeNotNumber : "");
    setAttribute(this.#input, "aria-invalid", problem && "true");
    setAttribute(this.#input, "aria-describedby", problem && "tree-problem");
  }
}

export function typeNames(strings: EditorStrings): Readonly<Record<ValueType, string>> {
  return {
    text: strings.typeText,
    number: strings.typeNumber,
    true: strings.typeTrue,
    false: strings.typeFalse,
    null: strings.typeNull,
    object: strings.typeObject,
    array: strings.typeArray,
  };
}
