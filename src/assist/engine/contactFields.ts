import { type Node, parseTree } from "jsonc-parser";

/** A value of a contact that can be inserted. */
export interface InsertableField {
  /** Such as `inboxes[0].id`. */
  readonly path: string;
  /** A text as it is, without quotation marks; anything else as JSON, to the last digit. */
  readonly text: string;
}

const MAXIMUM_FIELDS = 200;
const MAXIMUM_DEPTH = 8;

/**
 * Every value of a contact's document, each object and list also as a whole. Null and empty texts are left out: there
 * is nothing to insert.
 */
export function contactFields(documentText: string): readonly InsertableField[] {
  const root = parseTree(documentText);
  return root ? [...fieldsOf(root, "", documentText, 0)].slice(0, MAXIMUM_FIELDS) : [];
}

function* fieldsOf(node: Node, path: string, text: string, depth: number): Generator<InsertableField> {
  const source = text.slice(node.offset, node.offset + node.length);
  switch (node.type) {
    case "string":
      if (node.value !== "") {
        yield { path, text: String(node.value) };
      }
      return;
    case "number":
    case "boolean":
      yield { path, text: source };
      return;
    case "object":
    case "array":
      if (path !== "" && (node.children ?? []).length > 0) {
        yield { path, text: source };
      }
      if (depth < MAXIMUM_DEPTH) {
        for (const [index, child] of (node.children ?? []).entries()) {
          const [key, value] = child.type === "property" ? (child.children ?? []) : [];
          if (key && value) {
            yield* fieldsOf(value, memberPath(path, String(key.value)), text, depth + 1);
          } else if (child.type !== "property") {
            yield* fieldsOf(child, `${path}[${index}]`, text, depth + 1);
          }
        }
      }
      return;
    case "property":
    case "null":
      return;
  }
}

function memberPath(path: string, key: string): string {
  return /^[\w$]+$/u.test(key) ? (path === "" ? key : `${path}.${key}`) : `${path}[${JSON.stringify(key)}]`;
}
