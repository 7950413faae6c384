import type { EditorStrings } from "../shared/editorStrings.ts";
import type { Edit, EditorContext, InboxChoice } from "../shared/messages.ts";
import type { ContactText, InboxEntry } from "./contactText.ts";
import { button, element, icon } from "./element.ts";
import { fillIn } from "./fillIn.ts";
import { InboxPicker } from "./inboxPicker.ts";
import { shortId } from "./shortId.ts";

interface ChipsState {
  readonly contact: ContactText;
  readonly context: EditorContext;
  readonly strings: EditorStrings;
  readonly editable: boolean;
}

/** The contact's inboxes by name, with a remove button each, and the picker that adds one. */
export class InboxChips {
  readonly element: HTMLElement;
  readonly #list = element("div", { class: "chip-list", role: "list" });
  readonly #picker: InboxPicker;
  readonly #onEdit: (edit: Edit) => void;
  #state: ChipsState | undefined;
  #shown = "";

  /** `onEdit` gets edits whose order counts: positions in the array shift. */
  constructor(onEdit: (edit: Edit) => void) {
    this.#onEdit = onEdit;
    this.#picker = new InboxPicker((inbox) => {
      this.#add(inbox);
    });
    this.element = element(
      "div",
      { class: "chips", id: "contact-inboxes" },
      this.#list,
      this.#picker.element,
      this.#picker.popup,
    );
  }

  render(state: ChipsState): void {
    this.#state = state;
    const { contact, context, strings, editable } = state;
    const entries = contact.inboxes();
    const legacy = entries ? undefined : contact.legacyInbox();
    const shown = entries ?? (legacy ? [legacy] : []);
    const chips = shown.map((entry) => ({ id: entry.id, name: nameOf(entry, context) }));
    // Rebuilding takes the focus away from a chip, so only when something differs.
    const key = JSON.stringify([chips, editable, legacy !== undefined, strings.noInbox]);
    if (key !== this.#shown) {
      this.#shown = key;
      this.#build(chips, editable, legacy !== undefined, strings);
    }
    const taken = new Set(shown.map(({ id }) => id));
    this.#picker.render(
      {
        label: strings.addToInbox,
        filter: strings.filterInboxes,
        empty: context.inboxes.length === 0 ? strings.inboxesUnknown : strings.noMoreInboxes,
        noMatch: strings.noInboxMatches,
      },
      context.inboxes.filter(({ id }) => !taken.has(id)),
    );
  }

  focus(): void {
    const target = this.element.querySelector<HTMLElement>("button") ?? this.element;
    target.focus();
  }

  #build(
    chips: readonly { readonly id: string | undefined; readonly name: string }[],
    editable: boolean,
    legacy: boolean,
    strings: EditorStrings,
  ): void {
    const focused = [...this.element.querySelectorAll(".chip-remove")].findIndex(
      (remove) => remove === document.activeElement,
    );
    const elements = chips.map(({ id, name }, index) => {
      const chip = element(
        "span",
        { class: "chip", role: "listitem", title: id },
        element("span", { class: "chip-name", dir: "auto" }, name),
      );
      if (editable && !legacy) {
        const label = fillIn(strings.removeFromInbox, name);
        const remove = (): void => this.#onEdit({ path: ["inboxes", index], remove: true });
        chip.append(
          button({ class: "chip-remove", title: label, "aria-label": label }, remove, icon("close")),
        );
      }
      return chip;
    });
    if (elements.length === 0)
      elements.push(element("span", { class: "no-inbox", role: "listitem" }, strings.noInbox));
    this.#list.setAttribute("aria-label", strings.inboxes);
    this.#list.replaceChildren(...elements);
    this.#picker.element.hidden = !editable;
    if (focused < 0) return;
    const remaining = this.element.querySelectorAll<HTMLElement>(".chip-remove");
    (
      (remaining.item(Math.min(focused, remaining.length - 1)) as HTMLElement | null) ?? this.#picker.element
    ).focus();
  }

  #add(inbox: InboxChoice): void {
    const contact = this.#state?.contact;
    if (!contact) return;
    const added = { id: inbox.id, name: inbox.name };
    const entries = contact.inboxes();
    const legacy = contact.legacyInbox();
    if (entries) this.#onEdit({ path: ["inboxes", entries.length], value: added });
    // `inbox` is ignored once `inboxes` is sent: it has to move along, or the contact would leave it.
    else this.#onEdit({ path: ["inboxes"], value: legacy?.id === undefined ? [added] : [legacy, added] });
  }
}

function nameOf(entry: InboxEntry, context: EditorContext): string {
  if (entry.name !== undefined && entry.name !== "") return entry.name;
  const known = context.inboxes.find(({ id }) => id === entry.id)?.name;
  if (known !== undefined && known !== "") return known;
  return entry.id === undefined ? "?" : shortId(entry.id);
}
