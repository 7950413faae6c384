import { type Node, getNodeValue, parseTree, type ParseError } from "jsonc-parser";
import { tooDeepAt } from "./jsonNesting.ts";

/** Keys of a contact that only the server writes. `inbox` is the deprecated single form of `inboxes` (reference page). */
export const READ_ONLY_FIELDS = ["id", "inbox", "createdAt", "updatedAt"] as const;

/** Keys that never stand in a document: backups of documents are plain files on disk. */
export const SECRET_FIELDS = ["mcpCredentials", "mcp_credentials"] as const;

const INLINE_WIDTH = 80;

/** One top-level field of a contact document. */
export interface ContactField {
  readonly name: string;
  /** The value's source text, number tokens untouched. */
  readonly json: string;
  readonly node: Node;
  /** The whole `"key": value` in the text. */
  readonly property: Node;
}

/** A contact document split into its top-level fields. */
export interface ContactText {
  readonly text: string;
  readonly fields: ReadonlyMap<string, ContactField>;
}

/** Thrown by {@link parseContactText} when the text is no JSON object; `errors` carries what jsonc-parser found. */
export class ContactSyntaxError extends Error {
  readonly errors: readonly ParseError[];
  /** Where the text nests so deep that it was not parsed. */
  readonly tooDeepAt: number | undefined;
  constructor(errors: readonly ParseError[], tooDeep?: number) {
    super("The document is not a JSON object.");
    this.name = "ContactSyntaxError";
    this.errors = errors;
    this.tooDeepAt = tooDeep;
  }
}

/** jsonc-parser options of contact documents: strict JSON, since the text goes over the wire. */
export const STRICT_JSON = {
  allowTrailingComma: false,
  disallowComments: true,
  allowEmptyContent: false,
} as const;

/**
 * Turns the body of an answer into the text of a document: two spaces of indentation, the server's key order,
 * number tokens exactly as sent (so that integers beyond 2^53 survive), without {@link SECRET_FIELDS}.
 * @throws ContactSyntaxError when `json` is no JSON object.
 */
export function documentTextOf(json: string): string {
  const { fields } = parseContactText(json);
  const lines = [...fields.values()]
    .filter(({ name }) => !(SECRET_FIELDS as readonly string[]).includes(name))
    .map(({ name, node }) => `  ${quoted(name)}: ${print(node, json, "  ")}`);
  return lines.length === 0 ? "{}\n" : `{\n${lines.join(",\n")}\n}\n`;
}

/**
 * Splits a document into its fields. Of a key that stands twice the last one counts, as in `JSON.parse`.
 * @throws ContactSyntaxError when the text is no JSON object.
 */
export function parseContactText(text: string): ContactText {
  const tooDeep = tooDeepAt(text);
  if (tooDeep !== undefined) {
    throw new ContactSyntaxError([], tooDeep);
  }
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, STRICT_JSON);
  if (errors.length > 0 || root?.type !== "object") {
    throw new ContactSyntaxError(errors);
  }
  const fields = new Map<string, ContactField>();
  for (const property of root.children ?? []) {
    const [key, node] = property.children ?? [];
    if (key && node) {
      const name = String(key.value);
      fields.set(name, { name, json: sourceOf(node, text), node, property });
    }
  }
  return { text, fields };
}

/** The field's value as JavaScript sees it; numbers beyond 2^53 lose digits, so use it to show, never to send. */
export function fieldValue(document: ContactText, name: string): unknown {
  const field = document.fields.get(name);
  return field ? (getNodeValue(field.node) as unknown) : undefined;
}

/** The ids in the document's `inboxes`, in their order; entries without a text id are left out. */
export function inboxIdsOf(field: ContactField | undefined): readonly string[] {
  if (field?.node.type !== "array") {
    return [];
  }
  const entries = getNodeValue(field.node) as unknown[];
  return entries.flatMap((entry) => {
    const id: unknown = typeof entry === "object" && entry !== null && "id" in entry ? entry.id : undefined;
    return typeof id === "string" ? [id] : [];
  });
}

/**
 * Whether two JSON values mean the same: key order and white space do not count, number tokens count to the
 * letter, since 1e2 and 100 may differ for a server that keeps text.
 */
export function sameJson(
  left: ContactField,
  leftText: string,
  right: ContactField,
  rightText: string,
): boolean {
  return canonical(left.node, leftText) === canonical(right.node, rightText);
}

/**
 * A value's JSON laid out as {@link documentTextOf} does it, number tokens untouched. `indent` is that of the line
 * it begins on.
 */
export function printJson(json: string, indent: string, inArray = false): string {
  const node = parseTree(json, [], STRICT_JSON);
  return node ? print(node, json, indent, inArray) : json;
}

function sourceOf(node: Node, text: string): string {
  return text.slice(node.offset, node.offset + node.length);
}

function canonical(node: Node, text: string): string {
  switch (node.type) {
    case "object": {
      const members = new Map<string, string>();
      for (const property of node.children ?? []) {
        const [key, value] = property.children ?? [];
        if (key && value) {
          members.set(JSON.stringify(key.value), canonical(value, text));
        }
      }
      return `{${[...members]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([key, value]) => `${key}:${value}`)
        .join()}}`;
    }
    case "array":
      return `[${(node.children ?? []).map((child) => canonical(child, text)).join()}]`;
    case "string":
      return JSON.stringify(node.value);
    case "number":
    case "boolean":
    case "null":
    case "property":
      return sourceOf(node, text);
  }
}

/** As `JSON.stringify`, with the two line separators escaped: VS Code asks to remove them wherever it sees them. */
function quoted(value: string): string {
  return JSON.stringify(value).replaceAll("\u2028", "\\u2028").replaceAll("\u2029", "\\u2029");
}

function print(node: Node, text: string, indent: string, inArray = false): string {
  const children = node.children ?? [];
  if (node.type === "string") {
    return quoted(String(node.value));
  }
  if (node.type !== "object" && node.type !== "array") {
    return sourceOf(node, text);
  }
  const [open, close] = node.type === "object" ? ["{", "}"] : ["[", "]"];
  if (children.length === 0) {
    return open + close;
  }
  const inner = `${indent}  `;
  const isArray = node.type === "array";
  const parts = children.map((child) =>
    child.type === "property"
      ? (child.children ?? []).map((part) => print(part, text, inner, isArray)).join(": ")
      : print(child, text, inner, isArray),
  );
  // Entries such as { "id": …, "name": … } read best on one line.
  const isFlat = children.every(({ type, children: own }) =>
    type === "property" ? !own?.[1]?.children : type !== "object",
  );
  const inline = node.type === "object" ? `{ ${parts.join(", ")} }` : `[${parts.join(", ")}]`;
  if (
    isFlat &&
    (inArray || node.type === "array") &&
    !inline.includes("\n") &&
    indent.length + inline.length <= INLINE_WIDTH
  ) {
    return inline;
  }
  return `${open}\n${inner}${parts.join(`,\n${inner}`)}\n${indent}${close}`;
}
