import { findNodeAtLocation, type JSONPath, parseTree } from "jsonc-parser";

/**
 * Gives the property at `path` the key `key` and leaves every other character as it is: value, place and layout stay.
 * @throws Error when there is no property at `path`, or its object has another one of that key.
 */
export function withKeyAt(text: string, path: JSONPath, key: string): string {
  const root = parseTree(text);
  const property = root && findNodeAtLocation(root, path)?.parent;
  const token = property?.type === "property" ? property.children?.[0] : undefined;
  if (!token) {
    throw new Error("There is no property to rename.");
  }
  const others = property?.parent?.children?.filter((other) => other !== property) ?? [];
  if (others.some((other) => other.children?.[0]?.value === key)) {
    throw new Error("The object has this key already.");
  }
  return text.slice(0, token.offset) + JSON.stringify(key) + text.slice(token.offset + token.length);
}
