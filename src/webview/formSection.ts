import { button, element, icon } from "./element.ts";

/** A titled part of the form with a line for hints and actions, and a box below it. */
export interface FormSection {
  readonly element: HTMLElement;
  readonly title: HTMLElement;
  /** At the end of the title's line: hints and buttons. */
  readonly line: HTMLElement;
  readonly box: HTMLElement;
}

/** Builds a section of the form; `name` makes its ids and is its class. The title's text names the whole. */
export function formSection(name: string): FormSection {
  const title = element("h2", { class: "section-title", id: `${name}-title` });
  const line = element("div", { class: "field-line" }, title);
  const box = element("div", { class: "section-box", id: `${name}-box` });
  return {
    element: element("section", { class: `field ${name}`, "aria-labelledby": `${name}-title` }, line, box),
    title,
    line,
    box,
  };
}

/** Turns a section's title into a button that opens and closes its box. */
export class SectionToggle {
  readonly label = element("span");
  readonly #button: HTMLButtonElement;
  readonly #section: FormSection;

  constructor(section: FormSection, onToggle: () => void) {
    this.#section = section;
    const chevron = element("span", { class: "chevron", "aria-hidden": "true" }, icon("chevron-right"));
    this.#button = button(
      { class: "section-toggle", "aria-controls": section.box.id },
      () => {
        this.open = !this.open;
        onToggle();
      },
      chevron,
      this.label,
    );
    section.title.append(this.#button);
    this.open = true;
  }

  get open(): boolean {
    return !this.#section.box.hidden;
  }

  set open(open: boolean) {
    this.#section.box.hidden = !open;
    this.#button.setAttribute("aria-expanded", String(open));
    this.#section.element.classList.toggle("is-open", open);
  }

  focus(): void {
    this.#button.focus();
  }
}
