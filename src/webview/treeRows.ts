import { getNodeValue } from "jsonc-parser";
import type { Node } from "jsonc-parser";
import type { JsonPath } from "../shared/messages.ts";
import type { ContactText } from "./contactText.ts";
import type { ValueType } from "./scalarJson.ts";

/** One visible row of the tree. */
export interface TreeRow {
  readonly path: JsonPath;
  /** The row's identity while values change. */
  readonly id: string;
  /** The property's key, or the position of an entry. */
  readonly key: string | number;
  /** From 1. */
  readonly level: number;
  readonly position: number;
  readonly siblings: number;
  /** Undefined: there is no such value in the document. */
  readonly type: ValueType | undefined;
  /** A text's characters, a number as it is written; empty for everything else. */
  readonly value: string;
  /** Children of an object or array. */
  readonly size: number;
  readonly open: boolean;
  /** Children that are not shown. */
  readonly hidden: number;
  /** False where a key stands twice in one object: a path does not tell the two apart. */
  readonly editable: boolean;
}

/** Children of one node that are shown; a list of thousands is for the JSON pane. */
export const SHOWN_CHILDREN = 200;

export const idOf = (path: JsonPath): string => JSON.stringify(path);

/** The rows of the value at `root` that are visible when the nodes with the ids `open` are. */
export function treeRows(
  contact: ContactText,
  root: JsonPath,
  open: { has(id: string): boolean },
): readonly TreeRow[] {
  const rows: TreeRow[] = [];
  const add = (node: Node | undefined, path: JsonPath, place: Place): void => {
    const type = typeOf(node);
    const container = type === "object" || type === "array";
    const children = container ? (node?.children ?? []) : [];
    const id = idOf(path);
    const isOpen = container && open.has(id);
    rows.push({
      path,
      id,
      key: path.at(-1) ?? "",
      ...place,
      type,
      value:
        node === undefined
          ? ""
          : type === "text"
            ? textOf(node)
            : type === "number"
              ? contact.source(node)
              : "",
      size: children.length,
      open: isOpen,
      hidden: isOpen ? Math.max(0, children.length - SHOWN_CHILDREN) : 0,
    });
    if (!isOpen) return;
    const keys = new Map<unknown, number>();
    for (const child of children) {
      const key: unknown = child.children?.[0]?.value;
      if (child.type === "property") keys.set(key, (keys.get(key) ?? 0) + 1);
    }
    for (const [index, child] of children.slice(0, SHOWN_CHILDREN).entries()) {
      const [key, value] = child.type === "property" ? (child.children ?? []) : [undefined, child];
      const segment = key === undefined ? index : textOf(key);
      add(value, [...path, segment], {
        level: place.level + 1,
        position: index + 1,
        siblings: children.length,
        editable: place.editable && (key === undefined || keys.get(key.value) === 1),
      });
    }
  };
  add(contact.node(root), root, { level: 1, position: 1, siblings: 1, editable: true });
  return rows;
}

type Place = Pick<TreeRow, "level" | "position" | "siblings" | "editable">;

function textOf(node: Node): string {
  const value: unknown = getNodeValue(node);
  return typeof value === "string" ? value : "";
}

function typeOf(node: Node | undefined): ValueType | undefined {
  switch (node?.type) {
    case undefined:
    case "property":
      return undefined;
    case "string":
      return "text";
    case "boolean":
      return node.value === true ? "true" : "false";
    case "number":
    case "null":
    case "object":
    case "array":
      return node.type;
  }
}
