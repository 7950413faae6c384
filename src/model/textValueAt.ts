import type { JSONPath, Node } from "jsonc-parser";

/** The text value that has an offset between its quotation marks, and where it stands; keys are none. */
export function textValueAt(
  node: Node | undefined,
  offset: number,
  path: JSONPath = [],
): { readonly node: Node; readonly path: JSONPath } | undefined {
  if (!node || offset <= node.offset || offset >= node.offset + node.length) {
    return undefined;
  }
  if (node.type === "string") {
    return { node, path };
  }
  for (const [index, child] of (node.children ?? []).entries()) {
    const [key, value] = child.type === "property" ? (child.children ?? []) : [];
    const found = key
      ? textValueAt(value, offset, [...path, String(key.value)])
      : textValueAt(child, offset, [...path, index]);
    if (found) {
      return found;
    }
  }
  return undefined;
}
