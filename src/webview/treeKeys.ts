import type { TreeRow } from "./treeRows.ts";

/** What a key does in the tree: go to a row, open or close nodes, or change the row that has the focus. */
export type TreeCommand =
  | { readonly kind: "focus"; readonly index: number }
  | { readonly kind: "open" | "close"; readonly ids: readonly string[] }
  | { readonly kind: "edit" | "rename" | "add" | "remove" };

/** The keys of the WAI-ARIA tree pattern, and those that change; undefined for a key that is not the tree's. */
export function treeCommand(key: string, rows: readonly TreeRow[], index: number): TreeCommand | undefined {
  const row = rows[index];
  if (!row) return undefined;
  const container = row.type === "object" || row.type === "array";
  switch (key) {
    case "ArrowDown":
      return focus(Math.min(index + 1, rows.length - 1));
    case "ArrowUp":
      return focus(Math.max(index - 1, 0));
    case "Home":
      return focus(0);
    case "End":
      return focus(rows.length - 1);
    case "ArrowRight":
      if (!container || row.size === 0) return focus(index);
      return row.open ? focus(index + 1) : { kind: "open", ids: [row.id] };
    case "ArrowLeft":
      return row.open ? { kind: "close", ids: [row.id] } : focus(parentOf(rows, index));
    case "Enter":
      if (!container || row.size === 0) return { kind: "edit" };
      return { kind: row.open ? "close" : "open", ids: [row.id] };
    case " ":
      return container ? { kind: row.open ? "close" : "open", ids: [row.id] } : { kind: "edit" };
    case "*":
      return { kind: "open", ids: siblingsOf(rows, index).map(({ id }) => id) };
    case "F2":
      return { kind: "rename" };
    case "+":
    case "Insert":
      return { kind: "add" };
    case "Delete":
      return { kind: "remove" };
    default:
      return key.length === 1 ? typeAhead(key, rows, index) : undefined;
  }
}

const focus = (index: number): TreeCommand => ({ kind: "focus", index });

/** The row that holds this one; the first row holds itself. */
export function parentOf(rows: readonly TreeRow[], index: number): number {
  const level = rows[index]?.level ?? 1;
  for (let above = index - 1; above >= 0; above--) if ((rows[above]?.level ?? 0) < level) return above;
  return index;
}

function siblingsOf(rows: readonly TreeRow[], index: number): readonly TreeRow[] {
  const parent = parentOf(rows, index);
  const level = rows[index]?.level;
  const after = rows.slice(parent + 1);
  const end = after.findIndex((row) => row.level < (level ?? 1));
  const within = parent === index ? rows.slice(index, index + 1) : after.slice(0, end < 0 ? undefined : end);
  return within.filter((row) => row.level === level && (row.type === "object" || row.type === "array"));
}

function typeAhead(key: string, rows: readonly TreeRow[], index: number): TreeCommand | undefined {
  const letter = key.toLocaleLowerCase();
  const order = rows.map((_, offset) => (index + 1 + offset) % rows.length);
  const found = order.find((at) => String(rows[at]?.key).toLocaleLowerCase().startsWith(letter));
  return found === undefined ? undefined : focus(found);
}
