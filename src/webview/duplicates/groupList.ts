import type { DuplicatesWords, GroupRow } from "../../shared/duplicatesMessages.ts";
import { button, element, icon } from "../element.ts";

const STATE_ICONS: Readonly<Record<GroupRow["state"], string>> = {
  open: "circle-outline",
  merged: "pass-filled",
  partly: "warning",
  dismissed: "circle-slash",
};

/** The groups at the left. One of them is in the tab order; arrow keys, Home and End go through the others. */
export class GroupList {
  readonly root: HTMLElement;
  readonly #list = element("ul", { class: "groups" });
  readonly #heading = element("h2", { id: "groups-heading" });
  readonly #onSelect: (groupId: string) => void;
  #selected: string | undefined;

  constructor(onSelect: (groupId: string) => void) {
    this.#onSelect = onSelect;
    this.#list.setAttribute("aria-labelledby", "groups-heading");
    this.root = element("nav", { class: "group-pane", "aria-labelledby": "groups-heading" });
    this.root.append(this.#heading, this.#list);
    this.#list.addEventListener("keydown", (event) => this.#move(event));
  }

  show(groups: readonly GroupRow[], words: DuplicatesWords): void {
    const focused = this.#list.contains(document.activeElement);
    this.#heading.textContent = `${words.groups} (${groups.length})`;
    this.#list.replaceChildren(...groups.map((group) => this.#row(group)));
    this.mark(this.#selected ?? groups[0]?.id);
    if (focused) {
      this.focus();
    }
  }

  /** Marks the group that is shown; it is the one in the tab order. */
  mark(groupId: string | undefined): void {
    this.#selected = groupId;
    for (const row of this.#buttons()) {
      const isShown = row.dataset["group"] === groupId;
      row.setAttribute("aria-current", String(isShown));
      row.tabIndex = isShown ? 0 : -1;
    }
    const [first] = this.#buttons();
    if (first && !this.#buttons().some(({ tabIndex }) => tabIndex === 0)) {
      first.tabIndex = 0;
    }
  }

  focus(): void {
    const shown = this.#buttons().find(({ tabIndex }) => tabIndex === 0);
    shown?.focus();
    shown?.scrollIntoView({ block: "nearest" });
  }

  #row(group: GroupRow): HTMLLIElement {
    const row = button(
      { class: `group ${group.state}`, "data-group": group.id },
      () => this.#onSelect(group.id),
      icon(STATE_ICONS[group.state]),
      element(
        "span",
        { class: "group-text" },
        element("span", { class: "group-title" }, group.title),
        element("span", { class: "group-reasons" }, `${group.reasons} · ${group.count}`),
      ),
      element("span", { class: "group-state" }, group.stateName),
    );
    return element("li", {}, row);
  }

  #move(event: KeyboardEvent): void {
    const rows = this.#buttons();
    const at = rows.findIndex((row) => row === document.activeElement);
    const steps: Readonly<Record<string, number>> = {
      ArrowDown: at + 1,
      ArrowUp: at - 1,
      Home: 0,
      End: rows.length - 1,
    };
    const to = rows[Math.min(Math.max(0, steps[event.key] ?? -1), rows.length - 1)];
    if (at < 0 || steps[event.key] === undefined || !to) {
      return;
    }
    event.preventDefault();
    for (const row of rows) {
      row.tabIndex = row === to ? 0 : -1;
    }
    to.focus();
  }

  #buttons(): readonly HTMLButtonElement[] {
    return [...this.#list.querySelectorAll("button")];
  }
}
