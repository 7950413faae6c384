import type { EditorStrings } from "../shared/editorStrings.ts";
import type { JsonPath } from "../shared/messages.ts";
import { fillIn } from "./fillIn.ts";
import { KeyEditor } from "./keyEditor.ts";
import type { MetadataTreeEvents, MetadataTreeState } from "./metadataTree.ts";
import { parentOf } from "./treeKeys.ts";
import { idOf } from "./treeRows.ts";
import type { TreeRow } from "./treeRows.ts";
import { rowName } from "./treeRowElement.ts";
import { ValueEditor } from "./valueEditor.ts";

/** What can be done to a row. */
export type TreeEdit = "edit" | "rename" | "add" | "remove";

/** The one place of the tree that is typed into. */
export type Editing =
  | { readonly kind: "value"; readonly id: string; readonly editor: ValueEditor }
  | { readonly kind: "rename" | "add"; readonly id: string; readonly editor: KeyEditor };

/** The tree, as far as editing needs it. */
export interface EditedTree {
  readonly state: () => MetadataTreeState | undefined;
  readonly rows: () => readonly TreeRow[];
  /** Ids of the open nodes. */
  readonly open: Set<string>;
  /** Puts the tab stop on a row, also on one that comes with the next drawing. */
  readonly stopAt: (id: string) => void;
  /** Rows are being moved: what is typed into loses the focus for a moment, and is not done. */
  readonly isDrawing: () => boolean;
  readonly draw: () => void;
  /** Gives the focus to the row with the tab stop. */
  readonly focus: () => void;
}

/** Values and keys of the metadata tree while they are typed, and what becomes of them. */
export class TreeEditing {
  readonly #tree: EditedTree;
  readonly #events: MetadataTreeEvents;
  #current: Editing | undefined;

  constructor(tree: EditedTree, events: MetadataTreeEvents) {
    this.#tree = tree;
    this.#events = events;
  }

  get current(): Editing | undefined {
    return this.#current;
  }

  /** The rows are others now: what is typed into may be gone, or hold another value. */
  follow(): void {
    const editing = this.#current;
    const [rows, state] = [this.#tree.rows(), this.#tree.state()];
    const row = rows.find(({ id }) => id === editing?.id);
    if (editing && (!row || state?.editable !== true)) this.#current = undefined;
    else if (editing?.kind === "value" && row?.type !== undefined) editing.editor.show(row.type, row.value);
  }

  run(kind: TreeEdit, row: TreeRow): void {
    const state = this.#tree.state();
    if (!state?.editable || !row.editable || this.#current) return;
    this.#tree.stopAt(row.id);
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
        if (this.#current?.editor !== editor || this.#tree.isDrawing()) return;
        const { valid } = editor;
        const hadFocus = editor.element.contains(document.activeElement);
        this.#current = undefined;
        const now = this.#tree.state()?.contact.node(row.path);
        if (restore && (now && this.#tree.state()?.contact.source(now)) !== was) {
          this.#events.onEdit(
            was === undefined ? { path: [...row.path], remove: true } : { path: [...row.path], json: was },
          );
        }
        if (!valid && !restore) this.#events.onSay(strings.treeNotNumber);
        this.#tree.draw();
        if (hadFocus) this.#tree.focus();
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
          this.#tree.stopAt(idOf(path));
          this.#events.onEditNow({ path: [...row.path], key: typed });
        }
        this.#tree.draw();
        this.#tree.focus();
      },
    });
    this.#start({ kind: "rename", id: row.id, editor });
  }

  #add(row: TreeRow, state: MetadataTreeState): void {
    const holder =
      row.type === "object" || row.type === "array"
        ? row
        : this.#tree.rows()[parentOf(this.#tree.rows(), this.#tree.rows().indexOf(row))];
    if (!holder) return;
    this.#tree.open.add(holder.id);
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
          this.#tree.draw();
          this.#tree.focus();
        } else this.#write([...holder.path, typed], state);
      },
    });
    this.#start({ kind: "add", id: holder.id, editor });
  }

  /** Writes an empty text at a new place and edits it there. */
  #write(path: JsonPath, { strings }: MetadataTreeState): void {
    const written = idOf(path);
    this.#tree.stopAt(written);
    this.#events.onEditNow({ path: [...path], json: '""' });
    this.#events.onSay(fillIn(strings.added, segmentName(path, strings)));
    const row = this.#tree.rows().find(({ id }) => id === written);
    const state = this.#tree.state();
    if (row && state) this.#editValue(row, state);
  }

  #remove(row: TreeRow, { strings }: MetadataTreeState): void {
    const rows = this.#tree.rows();
    const index = rows.indexOf(row);
    const next = rows.slice(index + 1).find(({ level }) => level <= row.level);
    const sibling = next?.level === row.level ? next : undefined;
    // The next entry of an array takes the place of this one.
    const target = sibling && typeof row.key === "number" ? row : (sibling ?? rows[index - 1] ?? row);
    this.#tree.stopAt(target.id);
    this.#events.onEditNow({ path: [...row.path], remove: true });
    this.#events.onSay(fillIn(strings.removed, rowName(row, strings)));
    this.#tree.draw();
    this.#tree.focus();
  }

  #start(editing: Editing): void {
    this.#current = editing;
    this.#tree.draw();
    editing.editor.focus();
  }

  #finish(editor: KeyEditor): boolean {
    if (this.#current?.editor !== editor || this.#tree.isDrawing()) return false;
    this.#current = undefined;
    return true;
  }

  #keyProblem(parent: JsonPath, key: string, own?: string): string | undefined {
    const strings = this.#tree.state()?.strings;
    if (key === "") return strings?.treeKeyEmpty ?? "";
    const siblings = this.#tree.state()?.contact.node(parent)?.children ?? [];
    const taken = siblings.some(({ children }) => children?.[0]?.value === key);
    return taken && key !== own ? (strings?.treeKeyTaken ?? "") : undefined;
  }

  /** What was open under a key stays open under its new name. */
  #moveOpen(from: string, to: string): void {
    const [before, after] = [from.slice(0, -1), to.slice(0, -1)];
    for (const id of [...this.#tree.open]) {
      if (id !== from && !id.startsWith(`${before},`)) continue;
      this.#tree.open.delete(id);
      this.#tree.open.add(after + id.slice(before.length));
    }
  }
}

function segmentName(path: JsonPath, strings: EditorStrings): string {
  const segment = path.at(-1);
  return typeof segment === "number" ? fillIn(strings.treeEntry, segment + 1) : (segment ?? "");
}
