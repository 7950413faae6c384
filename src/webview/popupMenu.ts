import { attachPopup } from "./popup.ts";
import { button, icon } from "./element.ts";

export interface MenuItem {
  readonly label: string;
  readonly icon: string;
  readonly enabled: boolean;
  readonly run: () => void;
}

const WIDTH = 220;

/** The '…' button with its menu: arrow keys, Home, End, Enter, first letters; Escape closes. */
export class PopupMenu {
  readonly element: HTMLButtonElement;
  readonly popup: HTMLElement;
  #items: readonly MenuItem[] = [];

  constructor(className = "button icon-button") {
    this.element = button({ class: className, "aria-haspopup": "menu" }, () => undefined, icon("ellipsis"));
    this.popup = document.createElement("div");
    this.popup.className = "popup menu";
    this.popup.setAttribute("role", "menu");
    this.popup.addEventListener("keydown", (event) => {
      this.#onKey(event);
    });
    // Built when it opens: a menu that is open keeps its entries and the focus, whatever arrives meanwhile.
    attachPopup(this.element, this.popup, WIDTH, () => this.#build());
  }

  get #entries(): readonly HTMLButtonElement[] {
    return [...this.popup.querySelectorAll<HTMLButtonElement>("button:not(:disabled)")];
  }

  render(label: string, items: readonly MenuItem[]): void {
    this.#items = items;
    this.element.title = label;
    this.element.setAttribute("aria-label", label);
    this.popup.setAttribute("aria-label", label);
    this.element.hidden = items.length === 0;
  }

  #build(): void {
    const first = this.#items.findIndex(({ enabled }) => enabled);
    this.popup.replaceChildren(
      ...this.#items.map((item, index) =>
        button(
          {
            class: "menu-item",
            role: "menuitem",
            tabindex: "-1",
            disabled: !item.enabled,
            autofocus: index === first,
          },
          () => {
            this.popup.hidePopover();
            item.run();
          },
          icon(item.icon),
          item.label,
        ),
      ),
    );
  }

  #onKey(event: KeyboardEvent): void {
    const items = this.#entries;
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
