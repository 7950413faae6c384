import type { InboxChoice } from "../shared/messages.ts";
import { button, element, icon, setAttribute, setText } from "./element.ts";
import { attachPopup } from "./popup.ts";

const WIDTH = 280;

interface PickerWords {
  readonly label: string;
  readonly filter: string;
  /** Said instead of the list when it is empty without a filter. */
  readonly empty: string;
  readonly noMatch: string;
}

/** '+ Add to inbox': a filter box over a listbox of names (the combobox pattern of WAI-ARIA). */
export class InboxPicker {
  readonly element: HTMLButtonElement;
  readonly popup: HTMLElement;
  readonly #label = element("span");
  readonly #filter = element("input", {
    class: "input",
    type: "text",
    role: "combobox",
    "aria-autocomplete": "list",
    "aria-controls": "inbox-list",
    "aria-expanded": "true",
    autocomplete: "off",
    spellcheck: "false",
    dir: "auto",
    autofocus: true,
  });
  readonly #list = element("div", { id: "inbox-list", class: "picker-list", role: "listbox" });
  readonly #message = element("div", { class: "picker-message", role: "status" });
  readonly #onPick: (inbox: InboxChoice) => void;
  #choices: readonly InboxChoice[] = [];
  #shown: readonly InboxChoice[] = [];
  #active = 0;
  #words: PickerWords = { label: "", filter: "", empty: "", noMatch: "" };

  constructor(onPick: (inbox: InboxChoice) => void) {
    this.#onPick = onPick;
    this.element = button(
      { class: "chip add-chip", "aria-haspopup": "dialog" },
      () => undefined,
      icon("add"),
      this.#label,
    );
    this.popup = element(
      "div",
      { class: "popup picker", role: "dialog" },
      this.#filter,
      this.#message,
      this.#list,
    );
    attachPopup(this.element, this.popup, WIDTH, () => {
      this.#filter.value = "";
      this.#showMatches();
    });
    this.#filter.addEventListener("input", () => {
      this.#showMatches();
    });
    this.#filter.addEventListener("keydown", (event) => {
      this.#onKey(event);
    });
  }

  /** `choices`: the inboxes that can still be added. */
  render(words: PickerWords, choices: readonly InboxChoice[]): void {
    this.#words = words;
    this.#choices = choices;
    setText(this.#label, words.label);
    this.popup.setAttribute("aria-label", words.label);
    this.#list.setAttribute("aria-label", words.label);
    this.#filter.placeholder = words.filter;
    this.#filter.setAttribute("aria-label", words.filter);
    if (this.popup.matches(":popover-open")) this.#showMatches();
  }

  #showMatches(): void {
    const wanted = this.#filter.value.trim().toLocaleLowerCase();
    this.#shown = this.#choices.filter(({ name }) => name.toLocaleLowerCase().includes(wanted));
    this.#list.replaceChildren(...this.#shown.map((inbox, index) => this.#option(inbox, index)));
    setText(
      this.#message,
      this.#shown.length > 0 ? "" : this.#choices.length === 0 ? this.#words.empty : this.#words.noMatch,
    );
    this.#activate(0);
  }

  #option(inbox: InboxChoice, index: number): HTMLElement {
    const option = element(
      "div",
      {
        class: "option",
        role: "option",
        id: `inbox-option-${index}`,
        "aria-selected": "false",
        title: inbox.id,
      },
      element("span", { class: "option-name", dir: "auto" }, inbox.name === "" ? inbox.id : inbox.name),
      element("span", { class: "option-detail" }, inbox.channelType ?? ""),
    );
    // Pressing the mouse must not take the focus out of the filter before the click arrives.
    option.addEventListener("mousedown", (event) => {
      event.preventDefault();
    });
    option.addEventListener("mousemove", () => {
      this.#activate(index);
    });
    option.addEventListener("click", () => {
      this.#pick(inbox);
    });
    return option;
  }

  #activate(index: number): void {
    this.#active = index;
    for (const [position, option] of [...this.#list.children].entries()) {
      option.setAttribute("aria-selected", String(position === index));
    }
    const active = this.#list.children.item(index);
    active?.scrollIntoView({ block: "nearest" });
    setAttribute(this.#filter, "aria-activedescendant", active?.id);
  }

  #pick(inbox: InboxChoice): void {
    this.popup.hidePopover();
    this.#onPick(inbox);
  }

  #onKey(event: KeyboardEvent): void {
    if (event.isComposing) return;
    const last = this.#shown.length - 1;
    switch (event.key) {
      case "ArrowDown":
        this.#activate(this.#active >= last ? 0 : this.#active + 1);
        break;
      case "ArrowUp":
        this.#activate(this.#active <= 0 ? Math.max(last, 0) : this.#active - 1);
        break;
      case "PageDown":
        this.#activate(Math.max(last, 0));
        break;
      case "PageUp":
        this.#activate(0);
        break;
      case "Enter": {
        const inbox = this.#shown[this.#active];
        if (inbox) this.#pick(inbox);
        break;
      }
      default:
        return;
    }
    event.preventDefault();
  }
}
