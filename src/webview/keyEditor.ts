import { element, setAttribute, setText } from "./element.ts";

export interface KeyEditorEvents {
  /** What is wrong with a key, in words; undefined when it can be taken. */
  readonly problemOf: (key: string) => string | undefined;
  /** Done, with the key, or with undefined when it was given up. */
  readonly onClose: (key: string | undefined) => void;
}

/** A key of the tree while it is typed: taken with Enter or when the focus leaves, given up with Escape. */
export class KeyEditor {
  readonly element: HTMLElement;
  readonly #input: HTMLInputElement;

  constructor(label: string, key: string, { problemOf, onClose }: KeyEditorEvents) {
    const problem = element("span", { class: "tree-problem", id: "tree-key-problem", role: "alert" });
    const input = element("input", {
      class: "input tree-input",
      type: "text",
      autocomplete: "off",
      spellcheck: "false",
      "aria-label": label,
      placeholder: label,
    });
    input.value = key;
    this.#input = input;
    this.element = element("span", { class: "tree-editor" }, input, problem);
    const show = (): string | undefined => {
      const text = input.value === "" ? undefined : problemOf(input.value);
      setText(problem, text ?? "");
      setAttribute(input, "aria-invalid", text !== undefined && "true");
      setAttribute(input, "aria-describedby", text !== undefined && "tree-key-problem");
      return text;
    };
    input.addEventListener("input", show);
    this.element.addEventListener("keydown", (event) => {
      event.stopPropagation();
      if (event.isComposing) return;
      if (event.key === "Escape") onClose(undefined);
      else if (event.key === "Enter") {
        const wrong = problemOf(input.value);
        if (wrong === undefined) onClose(input.value);
        else setText(problem, wrong);
      } else return;
      event.preventDefault();
    });
    this.element.addEventListener("focusout", () => {
      // The window lost the focus, not the input: it comes back with it.
      if (document.hasFocus()) onClose(problemOf(input.value) === undefined ? input.value : undefined);
    });
  }

  focus(): void {
    this.#input.focus();
    this.#input.select();
  }
}
