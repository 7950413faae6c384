import type { EditorStrings } from "../shared/editorStrings.ts";
import type { Edit, JsonPath, Problem } from "../shared/messages.ts";
import type { ContactText } from "./contactText.ts";
import { button, element, icon, setAttribute } from "./element.ts";
import { fillIn } from "./fillIn.ts";
import { TreeEditing } from "./treeEditing.ts";
import { treeCommand } from "./treeKeys.ts";
import { idOf, treeRows } from "./treeRows.ts";
import type { TreeRow } from "./treeRows.ts";
import { rowElement, rowName } from "./treeRowElement.ts";

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
  /** Those of the metadata; a row bears its own and, while it is closed, those inside it. */
  readonly problems: readonly Problem[];
}

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
  #shown = "";
  #isDrawing = false;
  readonly #editing: TreeEditing;

  constructor(events: MetadataTreeEvents) {
    this.#events = events;
    this.#editing = new TreeEditing(
      {
        state: () => this.#state,
        rows: () => this.#rows,
        open: this.#open,
        stopAt: (id) => (this.#focused = id),
        isDrawing: () => this.#isDrawing,
        draw: () => this.#draw(),
        focus: () => this.focus(),
      },
      events,
    );
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
    this.#editing.follow();
    const { current } = this.#editing;
    const shape = this.#rows.map((each) =>
      current?.kind === "value" && each.id === current.id ? { id: each.id } : each,
    );
    const key = JSON.stringify([
      shape,
      current?.kind,
      current?.id,
      state.editable,
      state.strings.typeText,
      state.problems.map(({ path, severity, message }) => [path, severity, message]),
    ]);
    if (key === this.#shown) return;
    this.#shown = key;
    const active = document.activeElement;
    const hadFocus = this.element.contains(active);
    const typing = current?.editor.element.contains(active) === true ? active : undefined;
    this.#isDrawing = true;
    this.element.replaceChildren(...this.#rows.flatMap((each) => this.#build(each, state)));
    this.#isDrawing = false;
    this.#setTabStop();
    // Moved elements lose the focus, but not what is selected in them.
    if (typing instanceof HTMLElement) typing.focus();
    else if (hadFocus && !current) this.focus();
  }

  #build(row: TreeRow, { strings, editable, problems }: MetadataTreeState): readonly HTMLElement[] {
    const { current } = this.#editing;
    const editing = current?.id === row.id ? current : undefined;
    const canEdit = editable && row.editable;
    const built = rowElement(row, strings, {
      key: editing?.kind === "rename" ? editing.editor.element : undefined,
      value: editing?.kind === "value" ? editing.editor.element : undefined,
      problem: problemOf(row, problems),
      actions: canEdit && !editing ? this.#actions(row, strings) : [],
      onToggle: () => this.#toggle(row),
      onEdit: () => this.#editing.run("edit", row),
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
          this.#editing.run(kind, row);
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
        this.#editing.run(command.kind, row);
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

/** The worst that is said of the row, or of something inside it that is not shown. */
function problemOf(row: TreeRow, problems: readonly Problem[]): Problem | undefined {
  const own = problems.filter(({ path }) => {
    const id = idOf(path);
    return id === row.id || (!row.open && id.startsWith(`${row.id.slice(0, -1)},`));
  });
  return own.find(({ severity }) => severity === "error") ?? own[0];
}
