import type { EditorStrings } from "../shared/editorStrings.ts";
import type { Edit } from "../shared/messages.ts";
import { fieldActions, restoreAction } from "./fieldActions.ts";
import type { FieldAction } from "./fieldActions.ts";
import type { FieldValue } from "./fieldValue.ts";
import { fillIn } from "./fillIn.ts";
import { PopupMenu } from "./popupMenu.ts";
import type { MenuItem } from "./popupMenu.ts";

export interface FieldMenuState {
  readonly label: string;
  readonly strings: EditorStrings;
  readonly value: FieldValue;
  readonly server: string | undefined;
  readonly required: boolean;
  readonly changed: boolean;
  readonly editable: boolean;
  /** Actions of this field alone, after the others. */
  readonly extra: readonly MenuItem[];
}

const ICONS: Readonly<Record<FieldAction["kind"], string>> = {
  clearToNull: "clear-all",
  clearToEmpty: "clear-all",
  setToNull: "circle-slash",
  setToEmpty: "quote",
  removeField: "trash",
  restoreField: "discard",
};

/** The small menu of a field: clear, remove and bring back are three different things. */
export class FieldMenu {
  readonly #menu: PopupMenu;
  readonly #key: string;
  readonly #onEdit: (edit: Edit) => void;

  constructor(key: string, onEdit: (edit: Edit) => void) {
    this.#key = key;
    this.#onEdit = onEdit;
    this.#menu = new PopupMenu("ghost-button field-menu");
  }

  get element(): HTMLButtonElement {
    return this.#menu.element;
  }

  get popup(): HTMLElement {
    return this.#menu.popup;
  }

  open(): void {
    if (!this.element.hidden) this.element.click();
  }

  render({ label, strings, value, server, required, changed, editable, extra }: FieldMenuState): void {
    const actions = [
      ...fieldActions(this.#key, value, server, required),
      ...(changed ? [restoreAction(this.#key, server)] : []),
    ];
    const items = actions.map(({ kind, edit }) => ({
      label: strings[kind],
      icon: ICONS[kind],
      enabled: editable,
      run: () => this.#onEdit(edit),
    }));
    this.#menu.render(fillIn(strings.fieldActions, label), [...items, ...extra]);
  }
}
