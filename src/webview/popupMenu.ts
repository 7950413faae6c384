import { attachPopup } from "./popup.ts";
import { button, icon } from "./element.ts";

export interface MenuItem {
  readonly label: string;
  readonly icon: string;
  readonly enabled: boolean;
  readonly run: () => void;
}

const WIDTH = 200;

/** The '…' button with its menu: arrow keys, Home, End, Enter, first letters; Escape closes. */
export class PopupMenu {
  readonly element: HTMLButtonElement;
  readonly popup: HTMLElement;

  constructor() {
    this.element = button(
      { class: "button icon-button", "aria-haspopup": "menu" },
      () => undefined,
      icon("ellipsis"),
    );
    this.popup = document.createElement("div");
    this.popup.className = "popup menu";
    this.popup.setAttribute("role", "menu");
    this.popup.addEventListener("keydown", (event) => {
      this.#onKey(event);
    });
    attachPopup(this.element, this.popup, WIDTH);
  }

  get #items(): readonly HTMLButtonElement[] {
    return [...this.popup.querySelectorAll<HTMLButtonElement>("button:not(:disabled)")];
  }

  render(label: string, items: readonly MenuItem[]): void {
    this.element.title = label;
    this.element.setAttribute("aria-label", label);
    this.popup.setAttribute("aria-label", label);
    this.popup.replaceChildren(
      ...items.map((item, index) => {
        const entry = button(
          {
            class: "menu-item",
            role: "menuitem",
            tabindex: "-1",
            disabled: !item.enabled,
            autofocus: index === 0,
          },
          () => {
            this.popup.hidePopover();
            item.run();
          },
          icon(item.icon),
          item.label,
        );
        return entry;
      }),
    );
  }

  #onKey(event: KeyboardEvent): void {
    const items = this.#items;
    const current = items.findIndex((item) => item === document.activeElement);
    const next = this.#target(event, items, current);
    if (next === undefined) return;
    event.preventDefault();
    items.at(next)?.focus();
  }

  /** The position that a key leads to; `undefined` when the key is not ours. */
  #target(event: KeyboardEvent, items: readonly HTMLButtonElement[], current: number): number | undefined {
    if (event.ctrlKey || event.metaKey || event.altKey) return undefined;
    switch (event.key) {
      case "ArrowDown":
        return (current + 1) % items.length;
      case "ArrowUp":
        return current <= 0 ? items.length - 1 : current - 1;
      case "Home":
        return 0;
      case "End":
        return items.length - 1;
      default: {
        if (event.key.length !== 1 || event.key === " ") return undefined;
        const letter = event.key.toLocaleLowerCase();
        const order = [...items.keys()].map((index) => (index + current + 1) % items.length);
        return order.find((index) => items[index]?.textContent.toLocaleLowerCase().startsWith(letter));
      }
    }
  }
}
