import { findNodeAtLocation, type JSONPath, type Node, parseTree } from "jsonc-parser";
import { printJson } from "./contactText.ts";

/** A replacement of `from`..`to` (UTF-16 offsets) by `insert`. */
export interface TextChange {
  readonly from: number;
  readonly to: number;
  readonly insert: string;
}

/**
 * Writes `value` at `path` and leaves every other character as it is; `undefined` removes the key or the entry.
 * What is missing on the way is made. jsonc-parser's own `modify` lays out anew the whole line around an insertion
 * and cuts too little off an array's end.
 * @throws Error when the text is no JSON or the path crosses a scalar.
 */
export function withValueAt(text: string, path: JSONPath, value: unknown): string {
  return withJsonAt(text, path, value === undefined ? undefined : JSON.stringify(value));
}

/** As {@link withValueAt}, with the value as JSON text: its number tokens stay as they are written. */
export function withJsonAt(text: string, path: JSONPath, json: string | undefined): string {
  const root = parseTree(text);
  if (!root) {
    throw new Error("The text is not JSON.");
  }
  const node = findNodeAtLocation(root, path);
  if (json === undefined) {
    return node ? applied(text, removal(node)) : text;
  }
  const change = node
    ? { ...rangeOf(node), insert: printed(json, text, node) }
    : insertion(text, root, path, json);
  return applied(text, change);
}

function applied(text: string, { from, to, insert }: TextChange): string {
  return text.slice(0, from) + insert + text.slice(to);
}

function rangeOf(node: Node): { readonly from: number; readonly to: number } {
  return { from: node.offset, to: node.offset + node.length };
}

/** Takes the entry away with the comma that parts it from its neighbour. */
function removal(node: Node): TextChange {
  const entry = node.parent?.type === "property" ? node.parent : node;
  const entries = entry.parent?.children ?? [];
  const index = entries.indexOf(entry);
  const [previous, next] = [entries[index - 1], entries[index + 1]];
  if (next) {
    return { from: entry.offset, to: next.offset, insert: "" };
  }
  if (previous) {
    return { from: rangeOf(previous).to, to: rangeOf(entry).to, insert: "" };
  }
  const around = rangeOf(entry.parent ?? entry);
  return { from: around.from + 1, to: around.to - 1, insert: "" };
}

function insertion(text: string, root: Node, path: JSONPath, json: string): TextChange {
  const parentPath = path.slice(0, -1);
  const [segment] = path.slice(-1);
  const parent = findNodeAtLocation(root, parentPath);
  if (
    segment === undefined ||
    (parent && parent.type !== (typeof segment === "string" ? "object" : "array"))
  ) {
    throw new Error("The path does not fit the JSON.");
  }
  if (!parent) {
    const around = typeof segment === "string" ? `{${JSON.stringify(segment)}:${json}}` : `[${json}]`;
    return insertion(text, root, parentPath, around);
  }
  const key = typeof segment === "string" ? `${JSON.stringify(segment)}: ` : "";
  const last = parent.children?.at(-1);
  if (!last) {
    const outer = indentAt(text, parent.offset);
    const inner = `${outer}  `;
    const entry = key + printJson(json, inner, parent.type === "array");
    return { ...rangeOf(parent), insert: bracketed(parent, `\n${inner}${entry}\n${outer}`) };
  }
  const indent = indentAt(text, last.offset);
  const startsLine = text.slice(lineStart(text, last.offset), last.offset) === indent;
  const entry = key + printJson(json, indent, parent.type === "array");
  const { to } = rangeOf(last);
  return { from: to, to, insert: `,${startsLine ? `\n${indent}` : " "}${entry}` };
}

function bracketed({ type }: Node, inside: string): string {
  return type === "array" ? `[${inside}]` : `{${inside}}`;
}

function printed(json: string, text: string, { offset, parent }: Node): string {
  return printJson(json, indentAt(text, offset), parent?.type === "array");
}

function lineStart(text: string, offset: number): number {
  return text.lastIndexOf("\n", offset - 1) + 1;
}

/** The white space that the line around `offset` begins with. */
function indentAt(text: string, offset: number): string {
  return /^[ \t]*/.exec(text.slice(lineStart(text, offset), offset))?.[0] ?? "";
}

/**
 * The smallest single replacement that turns `before` into `after`, or undefined when they are equal. It cuts no
 * surrogate pair: VS Code widens such a range to the whole pair, but not the text that goes there.
 */
export function changeBetween(before: string, after: string): TextChange | undefined {
  if (before === after) {
    return undefined;
  }
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) {
    start++;
  }
  if (isHighSurrogate(before, start - 1)) {
    start--;
  }
  let end = 0;
  while (end < shorter - start && before[before.length - 1 - end] === after[after.length - 1 - end]) {
    end++;
  }
  if (
    end > 0 &&
    (isHighSurrogate(before, before.length - 1 - end) || isHighSurrogate(after, after.length - 1 - end))
  ) {
    end--;
  }
  return { from: start, to: before.length - end, insert: after.slice(start, after.length - end) };
}

function isHighSurrogate(text: string, index: number): boolean {
  return /^[\ud800-\udbff]$/.test(text.charAt(index));
}

/**
 * Carries typing over to a text that moved meanwhile: `mine` was typed on `seen`, the document now says
 * `current`. Separate places keep both; where both changed the same place, what was typed wins, and undo
 * brings the other back.
 */
export function rebaseTyping(seen: string, mine: string, current: string): string {
  const typed = changeBetween(seen, mine);
  const moved = changeBetween(seen, current);
  if (!typed) {
    return current;
  }
  if (!moved) {
    return mine;
  }
  const shift = moved.insert.length - (moved.to - moved.from);
  if (typed.to <= moved.from) {
    return current.slice(0, typed.from) + typed.insert + current.slice(typed.to);
  }
  if (typed.from >= moved.to) {
    return current.slice(0, typed.from + shift) + typed.insert + current.slice(typed.to + shift);
  }
  return mine;
}
