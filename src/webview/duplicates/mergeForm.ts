import type {
  ColumnView,
  DuplicatesWords,
  FieldView,
  FromDuplicatesPage,
} from "../../shared/duplicatesMessages.ts";
import { button, element, icon } from "../element.ts";

/** A group to show. */
export interface ShownGroup {
  readonly groupId: string;
  readonly columns: readonly ColumnView[];
  readonly fields: readonly FieldView[];
  readonly union: readonly string[];
}

/** The contacts of one group side by side: who stays, which value of each field, and who is deleted. */
export class MergeForm {
  readonly root: HTMLElement;
  readonly #group: ShownGroup;
  readonly #words: DuplicatesWords;
  readonly #post: (message: FromDuplicatesPage) => void;
  readonly #canWrite: boolean;
  /** The person chose this field's value: another survivor does not change it. */
  readonly #chosen = new Set<string>();

  constructor(
    group: ShownGroup,
    words: DuplicatesWords,
    canWrite: boolean,
    post: (message: FromDuplicatesPage) => void,
  ) {
    this.#group = group;
    this.#words = words;
    this.#canWrite = canWrite;
    this.#post = post;
    this.root = element("form", { class: "merge" }, this.#table(), this.#actions());
    this.root.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#merge();
    });
    this.root.addEventListener("change", (event) => this.#changed(event));
    this.#proposeValues();
    this.#showDeletes();
  }

  /** While a merge runs nothing can be changed. */
  setBusy(isBusy: boolean): void {
    for (const control of this.root.querySelectorAll("button, input")) {
      if (control instanceof HTMLButtonElement || control instanceof HTMLInputElement) {
        control.disabled = isBusy || (control.dataset["needs"] === "write" && !this.#canWrite);
      }
    }
    if (!isBusy) {
      this.#showDeletes();
    }
  }

  focus(): void {
    this.root.querySelector<HTMLInputElement>('input[name="survivor"]:checked')?.focus();
  }

  /** Back to where the question came from. */
  focusMerge(): void {
    this.root.querySelector<HTMLButtonElement>('button[type="submit"]')?.focus();
  }

  #table(): HTMLElement {
    const { columns, fields, union } = this.#group;
    const words = this.#words;
    const head = element(
      "tr",
      {},
      element("th", { scope: "col" }, words.field),
      ...columns.map((column, index) => this.#columnHead(column, index)),
    );
    const created = element(
      "tr",
      {},
      element("th", { scope: "row" }, words.created),
      ...columns.map(({ created: text }) => element("td", {}, text)),
    );
    const inboxes = element(
      "tr",
      {},
      element("th", { scope: "row" }, words.inboxes),
      ...columns.map((column) => element("td", {}, column.inboxes.join(", "))),
    );
    const after = element(
      "tr",
      { class: "after" },
      element("th", { scope: "row" }, words.inboxesAfter),
      element("td", { colspan: String(columns.length) }, union.join(", ")),
    );
    return element(
      "div",
      { class: "table-scroll", tabindex: "0", role: "region", "aria-label": words.heading },
      element(
        "table",
        {},
        element("thead", {}, head),
        element("tbody", {}, ...fields.map((field) => this.#fieldRow(field)), created, inboxes, after),
      ),
    );
  }

  #columnHead(column: ColumnView, index: number): HTMLElement {
    const radio = element("input", {
      type: "radio",
      name: "survivor",
      value: column.contactId,
      id: `survivor-${index}`,
      checked: index === 0,
    });
    return element(
      "th",
      { scope: "col" },
      element(
        "div",
        { class: "column-head" },
        element(
          "label",
          { class: "survivor", for: `survivor-${index}` },
          radio,
          element("span", {}, `${this.#words.keep} `, element("strong", {}, column.name)),
        ),
        element(
          "div",
          { class: "identity" },
          element("span", { class: "quiet" }, column.shortId),
          button(
            { class: "link", "aria-label": `${this.#words.open} ${column.name} ${column.shortId}` },
            () => this.#post({ type: "open", contactId: column.contactId }),
            this.#words.open,
          ),
        ),
        this.#deleteBox(column),
      ),
    );
  }

  #fieldRow({ field, label, values, isSame }: FieldView): HTMLElement {
    const state = isSame ? this.#words.same : this.#words.different;
    const head = element(
      "th",
      { scope: "row" },
      label,
      ...(isSame ? [] : [element("span", { class: "row-state" }, icon("diff"))]),
      element("span", { class: "visually-hidden" }, ` ${state}`),
    );
    const cells = values.map((value, index) => {
      const column = this.#group.columns[index];
      const look = value.isEmpty ? "empty" : field === "queryMetadata" ? "code" : "";
      const text = element("span", { class: `value ${look}` }, value.text);
      if (isSame || !column) {
        return element("td", {}, text);
      }
      const id = `field-${field}-${index}`;
      return element(
        "td",
        {},
        element(
          "label",
          { for: id },
          element("input", { type: "radio", name: `field-${field}`, value: column.contactId, id }),
          text,
          element("span", { class: "visually-hidden" }, `${label}, ${column.name} ${column.shortId}`),
        ),
      );
    });
    return element("tr", { class: isSame ? "same" : "differs" }, head, ...cells);
  }

  /** Ticking it is the consent: nothing is ticked from the start. */
  #deleteBox({ contactId, name, shortId }: ColumnView): HTMLElement {
    const id = `delete-${contactId}`;
    return element(
      "div",
      { class: "delete" },
      element(
        "label",
        { for: id },
        element("input", { type: "checkbox", name: "delete", value: contactId, id, "data-needs": "write" }),
        element("span", {}, this.#words.deleteAfter),
        element("span", { class: "visually-hidden" }, ` ${name} ${shortId}`),
      ),
      element("span", { class: "survivor-word" }, this.#words.survivor),
    );
  }

  #actions(): HTMLElement {
    return element(
      "div",
      { class: "actions" },
      element(
        "button",
        { type: "submit", class: "primary", "data-needs": "write", disabled: !this.#canWrite },
        icon("git-merge"),
        ` ${this.#words.merge}`,
      ),
      button(
        { class: "secondary" },
        () => this.#post({ type: "dismiss", groupId: this.#group.groupId }),
        this.#words.dismiss,
      ),
      element("span", { class: "quiet" }, this.#words.consent),
    );
  }

  #changed(event: Event): void {
    const { target } = event;
    if (!(target instanceof HTMLInputElement)) {
      return;
    }
    if (target.name === "survivor") {
      this.#proposeValues();
      this.#showDeletes();
    } else if (target.name.startsWith("field-")) {
      this.#chosen.add(target.name);
    }
  }

  /** Proposes the survivor's own value, and another's only where the survivor has none. */
  #proposeValues(): void {
    const survivor = this.#survivor();
    for (const { field, values, isSame } of this.#group.fields) {
      if (isSame || this.#chosen.has(`field-${field}`)) {
        continue;
      }
      const own = this.#group.columns.findIndex(({ contactId }) => contactId === survivor);
      const filled = values.findIndex(({ isEmpty }) => !isEmpty);
      const index = values[own]?.isEmpty === true && filled >= 0 ? filled : own;
      const radio = this.root.querySelector<HTMLInputElement>(`#field-${field}-${index}`);
      if (radio) {
        radio.checked = true;
      }
    }
  }

  /** The survivor cannot be chosen for deletion. */
  #showDeletes(): void {
    const survivor = this.#survivor();
    for (const box of this.root.querySelectorAll<HTMLInputElement>('input[name="delete"]')) {
      const isSurvivor = box.value === survivor;
      box.disabled = isSurvivor || !this.#canWrite;
      box.checked = box.checked && !isSurvivor;
      box.closest(".delete")?.classList.toggle("is-survivor", isSurvivor);
    }
  }

  #survivor(): string {
    const checked = this.root.querySelector<HTMLInputElement>('input[name="survivor"]:checked');
    return checked?.value ?? this.#group.columns[0]?.contactId ?? "";
  }

  #merge(): void {
    const checked = [...this.root.querySelectorAll<HTMLInputElement>("input:checked")];
    this.#post({
      type: "merge",
      groupId: this.#group.groupId,
      survivorId: this.#survivor(),
      fieldsFrom: Object.fromEntries(
        checked.flatMap(({ name, value }) =>
          name.startsWith("field-") ? [[name.slice("field-".length), value]] : [],
        ),
      ),
      deleted: checked.flatMap(({ name, value }) => (name === "delete" ? [value] : [])),
    });
  }
}
