import { getNodeValue, parseTree } from "jsonc-parser";
import type { Node } from "jsonc-parser";

/**
 * What a one-line field shows. `text` can be edited in the line: strings, and numbers or booleans as they are
 * written (an edit makes them strings). `json` cannot: objects, arrays and strings with line breaks, which an
 * input would silently drop.
 */
export type FieldValue =
  { readonly kind: "missing" | "null" | "empty" } | { readonly kind: "text" | "json"; readonly text: string };

/** The field value of `node`, a value inside `text`. */
export function fieldValueOf(node: Node | undefined, text: string): FieldValue {
  if (!node) return { kind: "missing" };
  const source = text.slice(node.offset, node.offset + node.length);
  switch (node.type) {
    case "null":
      return { kind: "null" };
    case "number":
    case "boolean":
      return { kind: "text", text: source };
    case "string": {
      const value: unknown = getNodeValue(node);
      if (typeof value !== "string") return { kind: "json", text: source };
      if (value === "") return { kind: "empty" };
      return /[\r\n]/.test(value) ? { kind: "json", text: source } : { kind: "text", text: value };
    }
    case "array":
    case "object":
    case "property":
      return { kind: "json", text: source.replace(/\s*\n\s*/g, " ") };
  }
}

/** The same for a value that stands alone, such as what a field was before. */
export function fieldValueOfJson(json: string | undefined): FieldValue {
  return json === undefined ? { kind: "missing" } : fieldValueOf(parseTree(json), json);
}
