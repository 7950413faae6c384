import type { Edit, EditorStrings, JsonPath } from "../shared/messages.ts";
import type { ContactText } from "./contactText.ts";
import { button, element, icon, setAttribute } from "./element.ts";
import { fillIn } from "./fillIn.ts";
import { KeyEditor } from "./keyEditor.ts";
import { parentOf, treeCommand } from "./treeKeys.ts";
import { idOf, treeRows } from "./treeRows.ts";
import type { TreeRow } from "./treeRows.ts";
import { rowElement, rowName } from "./treeRowElement.ts";
import { ValueEditor } from "./valueEditor.ts";

export interface MetadataTreeEvents {
  /** What is typed into a value. */
  readonly onEdit: (edit: Edit) => void;
  /** An edit whose place in the order counts: keys and entries come, go and are renamed. */
  readonly onEditNow: (edit: Edit) => void;
  readonly onEditInJson: (path: JsonPath) => void;
  /** Nodes were opened or closed, or the focus moved. */
  readonly onView: () => void;
  /** Something to say to a screen reader. */
  readonly onSay: (text: string) => void;
}

export interface MetadataTreeState {
  readonly contact: ContactText;
  readonly strings: EditorStrings;
  readonly editable: boolean;
}

type Editing =
  | { readonly kind: "value"; readonly id: string; readonly editor: ValueEditor }
  | { readonly kind: "rename" | "add"; readonly id: string; readonly editor: KeyEditor };

const ROOT: JsonPath = ["queryMetadata"];

/**
 * `queryMetadata` as a tree (the WAI-ARIA tree pattern): arrow keys move, Enter edits a value where it stands, F2
 * renames a key, + adds, Delete removes. What is typed stands in the document at once.
 */
export class MetadataTree {
  readonly element = element("div", { class: "tree", role: "tree", "aria-describedby": "tree-help" });
  readonly #events: MetadataTreeEvents;
  readonly #open = new Set<string>([idOf(ROOT)]);
  #focused = idOf(ROOT);
  #state: MetadataTreeState | undefined;
  #rows: readonly TreeRow[] = [];
  #editing: Editing | undefined;
  #shown = "";
  /** Rows are being moved: what is typed into loses the focus for a moment, and is not done. */
  #drawing = false;

  constructor(events: MetadataTreeEvents) {
    this.#events = events;
    this.element.addEventListener("keydown", (event) => this.#onKey(event));
    this.element.addEventListener("focusin", ({ target }) => {
      const id =
        target instanceof Element ? target.closest<HTMLElement>("[data-id]")?.dataset["id"] : undefined;
      if (id !== undefined && id !== this.#focused) {
        this.#focused = id;
        this.#setTabStop();
        this.#events.onView();
      }
    });
  }

  /** The open nodes and the row with the tab stop, to be kept while the page is away. */
  get view(): { readonly open: readonly string[]; readonly row: string } {
    return { open: [...this.#open], row: this.#focused };
  }

  set view({ open, row }: { readonly open: readonly string[]; readonly row: string }) {
    this.#open.clear();
    for (const id of open) this.#open.add(id);
    this.#focused = row;
    this.#draw();
  }

  focus(): void {
    (this.#rowOf(this.#focused) ?? this.element.querySelector<HTMLElement>("[data-id]"))?.focus();
  }

  /** Opens what holds `path` and puts the tab stop on it. */
  reveal(path: JsonPath): void {
    for (let length = 1; length < path.length; length++) this.#open.add(idOf(path.slice(0, length)));
    this.#focused = idOf(path);
    this.#draw();
  }

  render(state: MetadataTreeState): void {
    this.#state = state;
    setAttribute(this.element, "aria-label", state.strings.metadata);
    setAttribute(this.element, "aria-readonly", state.editable ? undefined : "true");
    this.#draw();
  }

  /** Rows are built anew only when something differs, so that the focus and what is being typed stay. */
  #draw(): void {
    const state = this.#state;
    if (!state) return;
    this.#rows = treeRows(state.contact, ROOT, this.#open);
    const editing = this.#editing;
    const row = this.#rows.find(({ id }) => id === editing?.id);
    if (editing && (!row || !state.editable)) this.#editing = undefined;
    else if (editing?.kind === "value" && row?.type !== undefined) editing.editor.show(row.type, row.value);
    const shape = this.#rows.map((each) =>
      this.#editing?.kind === "value" && each.id === this.#editing.id ? { id: each.id } : each,
    );
    const key = JSON.stringify([
      shape,
      this.#editing?.kind,
      this.#editing?.id,
      state.editable,
      state.strings.typeText,
    ]);
    if (key === this.#shown) return;
    this.#shown = key;
    const active = document.activeElement;
    const hadFocus = this.element.contains(active);
    const typing = this.#editing?.editor.element.contains(active) === true ? active : undefined;
    this.#drawing = true;
    this.element.replaceChildren(...this.#rows.flatMap((each) => this.#build(each, state)));
    this.#drawing = false;
    this.#setTabStop();
    // Moved elements lose the focus, but not what is selected in them.
    if (typing instanceof HTMLElement) typing.focus();
    else if (hadFocus && !this.#editing) this.focus();
  }

  #build(row: TreeRow, { strings, editable }: MetadataTreeState): readonly HTMLElement[] {
    const editing = this.#editing?.id === row.id ? this.#editing : undefined;
    const canEdit = editable && row.editable;
    const built = rowElement(row, strings, {
      key: editing?.kind === "rename" ? editing.editor.element : undefined,
      value: editing?.kind === "value" ? editing.editor.element : undefined,
      actions: canEdit && !editing ? this.#actions(row, strings) : [],
      onToggle: () => this.#toggle(row),
      onEdit: () => this.#run("edit", row),
    });
    const after: HTMLElement[] = [built];
    const addsHere = editing?.kind === "add";
    if (addsHere) {
      const adding = element("div", { class: "tree-row tree-adding", role: "none" }, editing.editor.element);
      adding.style.setProperty("--level", String(row.level + 1));
      after.push(adding);
    }
    if (row.hidden > 0) {
      const label = fillIn(strings.treeMore, row.hidden);
      const more = button(
        { class: "link-button tree-more" },
        () => this.#events.onEditInJson(row.path),
        label,
      );
      after.push(more);
    }
    return after;
  }

  #actions(row: TreeRow, strings: EditorStrings): readonly HTMLElement[] {
    const name = rowName(row, strings);
    const action = (kind: "add" | "rename" | "remove", words: string, iconName: string): HTMLElement => {
      const label = fillIn(words, name);
      return button(
        { class: "ghost-button", tabindex: "-1", title: label, "aria-label": label },
        (event) => {
          event.stopPropagation();
          this.#run(kind, row);
        },
        icon(iconName),
      );
    };
    const actions: HTMLElement[] = [];
    if (row.type === "object" || row.type === "array") actions.push(action("add", strings.treeAdd, "add"));
    if (row.level > 1 && typeof row.key === "string")
      actions.push(action("rename", strings.treeRename, "edit"));
    if (row.level > 1) actions.push(action("remove", strings.treeRemove, "trash"));
    return actions;
  }

  #toggle(row: TreeRow): void {
    if (!this.#open.delete(row.id)) this.#open.add(row.id);
    this.#focused = row.id;
    this.#draw();
    this.focus();
    this.#events.onView();
  }

  #onKey(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (!(event.target instanceof HTMLElement) || event.target.dataset["id"] === undefined) return;
    const index = this.#rows.findIndex(({ id }) => id === this.#focused);
    const command = treeCommand(event.key, this.#rows, index);
    const row = this.#rows[index];
    if (!command || !row) return;
    event.preventDefault();
    event.stopPropagation();
    switch (command.kind) {
      case "focus":
        this.#focused = this.#rows[command.index]?.id ?? this.#focused;
        this.#setTabStop();
        this.focus();
        this.#events.onView();
        break;
      case "open":
      case "close":
        for (const id of command.ids) if (command.kind === "open") this.#open.add(id);
        for (const id of command.ids) if (command.kind === "close") this.#open.delete(id);
        this.#draw();
        this.focus();
        this.#events.onView();
        break;
      default:
        this.#run(command.kind, row);
    }
  }

  #run(kind: "edit" | "rename" | "add" | "remove", row: TreeRow): void {
    const state = this.#state;
    if (!state?.editable || !row.editable || this.#editing) return;
    this.#focused = row.id;
    switch (kind) {
      case "edit":
        this.#editValue(row, state);
        break;
      case "rename":
        if (row.level > 1 && typeof row.key === "string") this.#rename(row, row.key, state);
        break;
      case "add":
        this.#add(row, state);
        break;
      case "remove":
        if (row.level > 1) this.#remove(row, state);
        break;
    }
  }

  #editValue(row: TreeRow, { contact, strings }: MetadataTreeState): void {
    const node = contact.node(row.path);
    const was = node && contact.source(node);
    const editor = new ValueEditor(rowName(row, strings), row.type ?? "text", row.value, strings, {
      onEdit: (json) => this.#events.onEdit({ path: [...row.path], json }),
      onClose: (restore) => {
        if (this.#editing?.editor !== editor || this.#drawing) return;
        const { valid } = editor;
        const hadFocus = editor.element.contains(document.activeElement);
        this.#editing = undefined;
        const now = this.#state?.contact.node(row.path);
        if (restore && (now && this.#state?.contact.source(now)) !== was) {
          this.#events.onEdit(
            was === undefined ? { path: [...row.path], remove: true } : { path: [...row.path], json: was },
          );
        }
        if (!valid && !restore) this.#events.onSay(strings.treeNotNumber);
        this.#draw();
        if (hadFocus) this.focus();
      },
    });
    this.#start({ kind: "value", id: row.id, editor });
  }

  #rename(row: TreeRow, key: string, state: MetadataTreeState): void {
    const parent = row.path.slice(0, -1);
    const editor = new KeyEditor(state.strings.treeKey, key, {
      problemOf: (typed) => this.#keyProblem(parent, typed, key),
      onClose: (typed) => {
        if (!this.#finish(editor)) return;
        if (typed !== undefined && typed !== key) {
          const path = [...parent, typed];
          this.#moveOpen(row.id, idOf(path));
          this.#focused = idOf(path);
          this.#events.onEditNow({ path: [...row.path], key: typed });
        }
        this.#draw();
        this.focus();
      },
    });
    this.#start({ kind: "rename", id: row.id, editor });
  }

  #add(row: TreeRow, state: MetadataTreeState): void {
    const holder = row.type === "object" || row.type === "array" ? row : this.#rows[this.#parentIndex(row)];
    if (!holder) return;
    this.#open.add(holder.id);
    if (holder.type === "array") {
      this.#write([...holder.path, holder.size], state);
      return;
    }
    if (holder.type !== "object") {
      this.#editValue(row, state);
      return;
    }
    const editor = new KeyEditor(state.strings.treeKey, "", {
      problemOf: (typed) => this.#keyProblem(holder.path, typed),
      onClose: (typed) => {
        if (!this.#finish(editor)) return;
        if (typed === undefined) {
          this.#draw();
          this.focus();
        } else this.#write([...holder.path, typed], state);
      },
    });
    this.#start({ kind: "add", id: holder.id, editor });
  }

  /** Writes an empty text at a new place and edits it there. */
  #write(path: JsonPath, { strings }: MetadataTreeState): void {
    this.#focused = idOf(path);
    this.#events.onEditNow({ path: [...path], json: '""' });
    this.#events.onSay(fillIn(strings.added, segmentName(path, strings)));
    const row = this.#rows.find(({ id }) => id === this.#focused);
    if (row && this.#state) this.#editValue(row, this.#state);
  }

  #remove(row: TreeRow, { strings }: MetadataTreeState): void {
    const index = this.#rows.indexOf(row);
    const next = this.#rows.slice(index + 1).find(({ level }) => level <= row.level);
    const sibling = next?.level === row.level ? next : undefined;
    // The next entry of an array takes the place of this one.
    const target = sibling && typeof row.key === "number" ? row : (sibling ?? this.#rows[index - 1]);
    this.#focused = target?.id ?? idOf(ROOT);
    this.#events.onEditNow({ path: [...row.path], remove: true });
    this.#events.onSay(fillIn(strings.removed, rowName(row, strings)));
    this.#draw();
    this.focus();
  }

  #start(editing: Editing): void {
    this.#editing = editing;
    this.#draw();
    editing.editor.focus();
  }

  #finish(editor: KeyEditor): boolean {
    if (this.#editing?.editor !== editor || this.#drawing) return false;
    this.#editing = undefined;
    return true;
  }

  #keyProblem(parent: JsonPath, key: string, own?: string): string | undefined {
    const strings = this.#state?.strings;
    if (key === "") return strings?.treeKeyEmpty ?? "";
    const siblings = this.#state?.contact.node(parent)?.children ?? [];
    const taken = siblings.some(({ children }) => children?.[0]?.value === key);
    return taken && key !== own ? (strings?.treeKeyTaken ?? "") : undefined;
  }

  #parentIndex(row: TreeRow): number {
    return parentOf(this.#rows, this.#rows.indexOf(row));
  }

  /** What was open under a key stays open under its new name. */
  #moveOpen(from: string, to: string): void {
    const [before, after] = [from.slice(0, -1), to.slice(0, -1)];
    for (const id of [...this.#open]) {
      if (id !== from && !id.startsWith(`${before},`)) continue;
      this.#open.delete(id);
      this.#open.add(after + id.slice(before.length));
    }
  }

  #rowOf(id: string): HTMLElement | undefined {
    return [...this.element.querySelectorAll<HTMLElement>("[data-id]")].find(
      (row) => row.dataset["id"] === id,
    );
  }

  /** One row is reached by Tab, the arrow keys lead to the others. */
  #setTabStop(): void {
    const rows = [...this.element.querySelectorAll<HTMLElement>("[data-id]")];
    const current = rows.find((row) => row.dataset["id"] === this.#focused) ?? rows[0];
    for (const row of rows) {
      row.tabIndex = row === current ? 0 : -1;
      row.setAttribute("aria-selected", String(row === current));
    }
    if (current?.dataset["id"] !== undefined) this.#focused = current.dataset["id"];
  }
}

function segmentName(path: JsonPath, strings: EditorStrings): string {
  const segment = path.at(-1);
  return typeof segment === "number" ? fillIn(strings.treeEntry, segment + 1) : (segment ?? "");
}
