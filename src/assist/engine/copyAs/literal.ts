import { type Node, parseTree } from "jsonc-parser";
import { escapeHidden, unitEscapes } from "../hiddenCharacters.ts";

/** How a language writes values. */
export interface Dialect {
  readonly indent: string;
  readonly string: (text: string) => string;
  readonly key: (text: string) => string;
  readonly constants: { readonly true: string; readonly false: string; readonly null: string };
  /** Whether a JSON number token, or a string, comes out of the language's JSON writer as it was. */
  readonly isExact: (node: Node, token: string) => boolean;
}

const IDENTIFIER = /^[A-Za-z_][A-Za-z0-9_]*$/u;

export const JAVASCRIPT: Dialect = {
  indent: "  ",
  string: javaScriptString,
  // `"__proto__": x` would set the prototype instead of a member.
  key: (text) =>
    text === "__proto__" ? '["__proto__"]' : IDENTIFIER.test(text) ? text : javaScriptString(text),
  constants: { true: "true", false: "false", null: "null" },
  isExact: (node, token) => node.type !== "number" || isExactDouble(token),
};

/** JavaScript whose objects axios copies: it leaves out members that could touch a prototype. */
export const AXIOS: Dialect = {
  ...JAVASCRIPT,
  isExact: (node, token) =>
    JAVASCRIPT.isExact(node, token) &&
    !(
      node.type === "property" &&
      ["__proto__", "constructor", "prototype"].includes(String(node.children?.[0]?.value))
    ),
};

export const PYTHON: Dialect = {
  indent: "    ",
  string: pythonString,
  key: pythonString,
  constants: { true: "True", false: "False", null: "None" },
  isExact: (node, token) =>
    // Whole numbers have any size in Python, up to the digits that it converts at all. It writes 1e-7 as 1e-07.
    node.type === "number"
      ? (isExactDouble(token) && !token.includes("e")) || /^-?[1-9]\d{0,999}$/u.test(token)
      : node.type !== "string" || String(node.value).isWellFormed(),
};

/** A string literal of JavaScript or TypeScript; it also stands safely within a page's `<script>`. */
export function javaScriptString(text: string): string {
  return escapeHidden(JSON.stringify(text), unitEscapes).replaceAll(/<(?=[/!])/gu, "\\u003c");
}

/** A string literal of Python 3. Its escapes are JSON's, but for characters beyond 16 bits. */
export function pythonString(text: string): string {
  return escapeHidden(JSON.stringify(text), (character) => {
    const code = character.codePointAt(0) ?? 0;
    return code > 0xffff ? `\\U${code.toString(16).padStart(8, "0")}` : unitEscapes(character);
  });
}

/**
 * JSON as a literal of a language; undefined when the language would send something else for it, such as a whole
 * number beyond 2^53 from JavaScript.
 *
 * @param start - the indentation of the line that the literal begins on
 */
export function literalOf(json: string, dialect: Dialect, start: string): string | undefined {
  const root = parseTree(json);
  return root && isExact(root, json, dialect) ? print(root, json, dialect, start) : undefined;
}

function isExact(node: Node, json: string, dialect: Dialect): boolean {
  return (
    dialect.isExact(node, tokenOf(node, json)) &&
    (node.children ?? []).every((child) => isExact(child, json, dialect))
  );
}

function isExactDouble(token: string): boolean {
  return JSON.stringify(Number(token)) === token;
}

function print(node: Node, json: string, dialect: Dialect, start: string): string {
  const children = node.children ?? [];
  switch (node.type) {
    case "string":
      return dialect.string(String(node.value));
    case "number":
      return tokenOf(node, json);
    case "boolean":
      return node.value === true ? dialect.constants.true : dialect.constants.false;
    case "null":
      return dialect.constants.null;
    case "array":
      return block(
        "[]",
        children.map((child) => print(child, json, dialect, start + dialect.indent)),
        dialect,
        start,
      );
    case "object":
      return block(
        "{}",
        children.map((child) => print(child, json, dialect, start + dialect.indent)),
        dialect,
        start,
      );
    case "property": {
      const [key, value] = children;
      return key && value ? `${dialect.key(String(key.value))}: ${print(value, json, dialect, start)}` : "";
    }
  }
}

function block(brackets: "[]" | "{}", parts: readonly string[], dialect: Dialect, start: string): string {
  if (parts.length === 0) {
    return brackets;
  }
  const lines = parts.map((part) => `${start}${dialect.indent}${part},\n`);
  return `${brackets.slice(0, 1)}\n${lines.join("")}${start}${brackets.slice(1)}`;
}

function tokenOf(node: Node, json: string): string {
  return json.slice(node.offset, node.offset + node.length);
}
