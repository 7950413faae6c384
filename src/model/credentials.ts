import { getNodeValue, type Node, parseTree } from "jsonc-parser";
import { parseContactText, SECRET_FIELDS, STRICT_JSON } from "./contactText.ts";

/** One MCP credential, to be shown for a moment: a secret that nobody keeps. */
export interface Credential {
  /** What tells it from the others; undefined where the server gives it no name. */
  readonly label: string | undefined;
  readonly value: string;
}

/**
 * The MCP credentials in a contact's answer. Their shape is not known (a text in the reference page's schema, a list
 * elsewhere, often absent), so each entry of a list or object counts as one, and any other value as a single one.
 * @throws ContactSyntaxError when `json` is no JSON object.
 */
export function credentialsIn(json: string): readonly Credential[] {
  const { fields } = parseContactText(json);
  return SECRET_FIELDS.flatMap((name) => {
    const node = fields.get(name)?.node;
    return node ? entriesOf(node, json) : [];
  });
}

function entriesOf(node: Node, text: string): readonly Credential[] {
  switch (node.type) {
    case "null":
      return [];
    case "array":
      return (node.children ?? []).map((child) => ({ label: nameOf(child), value: valueOf(child, text) }));
    case "object":
      return (node.children ?? []).flatMap(({ children }) => {
        const [key, value] = children ?? [];
        return key && value ? [{ label: String(key.value), value: valueOf(value, text) }] : [];
      });
    case "string": {
      const value = String(node.value);
      if (value.trim() === "") {
        return [];
      }
      const inner = /^\s*[[{]/.test(value) ? parseStrictly(value) : undefined;
      return inner ? entriesOf(inner, value) : [{ label: undefined, value }];
    }
    case "number":
    case "boolean":
    case "property":
      return [{ label: undefined, value: valueOf(node, text) }];
  }
}

/** A list that the server sent as a text. */
function parseStrictly(text: string): Node | undefined {
  const errors: { readonly error: number; readonly offset: number; readonly length: number }[] = [];
  const node = parseTree(text, errors, STRICT_JSON);
  return errors.length === 0 ? node : undefined;
}

function valueOf(node: Node, text: string): string {
  return node.type === "string" ? String(node.value) : text.slice(node.offset, node.offset + node.length);
}

const NAMES = ["name", "label", "server", "serverName", "id"];

function nameOf(node: Node): string | undefined {
  if (node.type !== "object") {
    return undefined;
  }
  const value = getNodeValue(node) as Readonly<Record<string, unknown>>;
  const name = NAMES.map((key) => value[key]).find((found) => typeof found === "string" && found !== "");
  return typeof name === "string" ? name : undefined;
}
