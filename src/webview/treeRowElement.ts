import type { EditorStrings } from "../shared/editorStrings.ts";
import type { Problem } from "../shared/messages.ts";
import { countWords } from "./countWords.ts";
import { element, icon } from "./element.ts";
import { fillIn } from "./fillIn.ts";
import type { TreeRow } from "./treeRows.ts";

export interface RowParts {
  /** Stand in the place of the key or the value while that is edited. */
  readonly key: HTMLElement | undefined;
  readonly value: HTMLElement | undefined;
  readonly problem: Problem | undefined;
  readonly actions: readonly HTMLElement[];
  readonly onToggle: () => void;
  readonly onEdit: () => void;
}

/** How a row is called: its key, 'Entry 2' in an array. */
export function rowName({ key }: TreeRow, strings: EditorStrings): string {
  return typeof key === "number" ? fillIn(strings.treeEntry, key + 1) : key;
}

/** The value in words: for a screen reader, and for what has no text of its own. */
function valueWords({ type, value, size }: TreeRow, strings: EditorStrings): string {
  switch (type) {
    case undefined:
      return strings.missingValue;
    case "text":
      return value === "" ? strings.emptyText : value;
    case "number":
      return value;
    case "object":
      return countWords(size, strings.treeEmptyObject, strings.treeObjectOne, strings.treeObject);
    case "array":
      return countWords(size, strings.treeEmptyArray, strings.treeArrayOne, strings.treeArray);
    case "true":
      return strings.typeTrue;
    case "false":
      return strings.typeFalse;
    case "null":
      return strings.nullValue;
  }
}

/** One treeitem. Every row stands beside the others; levels are told by attributes and shown by indentation. */
export function rowElement(row: TreeRow, strings: EditorStrings, parts: RowParts): HTMLElement {
  const container = row.type === "object" || row.type === "array";
  const words = valueWords(row, strings);
  const opens = container && row.size > 0;
  const { problem } = parts;
  const said = row.type === "text" && row.value !== "" ? JSON.stringify(words) : words;
  const created = element(
    "div",
    {
      class: "tree-row",
      role: "treeitem",
      "data-id": row.id,
      "data-type": row.type ?? "missing",
      "aria-level": String(row.level),
      "aria-posinset": String(row.position),
      "aria-setsize": String(row.siblings),
      "aria-expanded": opens ? String(row.open) : undefined,
      // Quotes tell the text "true" from true, without a colour.
      "aria-label": `${rowName(row, strings)}: ${said}${problem ? `. ${problem.message}` : ""}`,
    },
    element(
      "span",
      { class: "tree-chevron", "aria-hidden": "true" },
      ...(opens ? [icon(row.open ? "chevron-down" : "chevron-right")] : []),
    ),
    parts.key ?? element("span", { class: "tree-key", dir: "auto" }, String(row.key)),
    parts.value ?? valueElement(row, words, parts.onEdit),
    ...(problem
      ? [
          element(
            "span",
            { class: `tree-mark is-${problem.severity}`, title: problem.message },
            icon(problem.severity),
          ),
        ]
      : []),
    element("span", { class: "tree-actions" }, ...parts.actions),
  );
  created.style.setProperty("--level", String(row.level));
  created.addEventListener("click", ({ target }) => {
    created.focus();
    if (target instanceof Element && target.closest(".tree-editor, .tree-actions, .tree-value")) return;
    if (opens) parts.onToggle();
  });
  return created;
}

function valueElement(row: TreeRow, words: string, onEdit: () => void): HTMLElement {
  const container = row.type === "object" || row.type === "array";
  const empty = row.type === "text" && row.value === "";
  const value = element(
    "span",
    {
      class: `tree-value${container || empty || row.type === undefined ? " is-word" : ""}`,
      dir: "auto",
      title: row.value,
    },
    words,
  );
  if (!container || row.size === 0) value.addEventListener(container ? "dblclick" : "click", onEdit);
  return value;
}
