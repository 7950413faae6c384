import { findNodeAtLocation, findNodeAtOffset, getLocation, getNodePath, parseTree } from "jsonc-parser";
import type { Node } from "jsonc-parser";
import type { JsonHelp, JsonSnippet } from "../shared/jsonHelp.ts";
import type { JsonPath } from "../shared/messages.ts";
import type { TextRange } from "./changedRanges.ts";

/** One thing that can be inserted. */
export interface JsonOption {
  readonly kind: "key" | "value" | "snippet";
  /** What the list shows. */
  readonly label: string;
  /** What typing is compared with: for keys and texts with their quotation marks. */
  readonly match: string;
  /** What it means; code in backquotes. */
  readonly info: string | undefined;
  /** CodeMirror's snippet: `${1}` is where the cursor goes, a tab is one indentation. */
  readonly template: string;
  /** There is something to choose where the cursor will be. */
  readonly goesOn: boolean;
}

export interface JsonOptions extends TextRange {
  readonly options: readonly JsonOption[];
}

/** What is known about the places of a JSON text. */
export interface JsonAssist {
  readonly optionsAt: (text: string, offset: number) => JsonOptions | undefined;
  readonly meaningAt: (text: string, offset: number) => JsonMeaning | undefined;
}

export interface JsonMeaning extends TextRange {
  readonly text: string;
}

/** What the schema knows, for the JSON editor: its file has no parser of its own. */
export function jsonAssist(root: JsonHelp): JsonAssist {
  return {
    optionsAt: (text, offset) => optionsAt(text, offset, root),
    meaningAt: (text, offset) => meaningAt(text, offset, root),
  };
}

/** What can be inserted at `offset` of a contact's JSON; undefined where nothing is known. */
export function optionsAt(text: string, offset: number, root: JsonHelp): JsonOptions | undefined {
  const { path, previousNode, isAtPropertyKey } = getLocation(text, offset);
  const end = previousNode && previousNode.offset + previousNode.length;
  if (previousNode && end !== undefined && (offset < previousNode.offset || offset > end)) {
    // Behind a value or a key: a comma or a colon is what is missing.
    return undefined;
  }
  const word = /[\w-]*$/u.exec(text.slice(0, offset))?.[0].length ?? 0;
  const range = {
    from: previousNode ? previousNode.offset : offset - word,
    to: previousNode ? (end ?? offset) : offset,
  };
  const options = isAtPropertyKey
    ? keyOptions(text, range, path, root)
    : valueOptions(helpFor(path, root), text.slice(range.to));
  return options.length === 0 ? undefined : { ...range, options };
}

/** What the key or the scalar value under `offset` means; undefined where nothing is known. */
export function meaningAt(text: string, offset: number, root: JsonHelp): JsonMeaning | undefined {
  const tree = parseTree(text);
  const node = tree && findNodeAtOffset(tree, offset, true);
  if (!node || node.type === "object" || node.type === "array" || node.type === "property") return undefined;
  const help = helpFor(getNodePath(node), root);
  const isKey = node.parent?.type === "property" && node.parent.children?.[0] === node;
  const value: unknown = isKey ? undefined : node.value;
  const chosen = help
    .flatMap(({ defaultSnippets }) => defaultSnippets ?? [])
    .find(({ body }) => value !== undefined && body === value);
  const words = [...help.map(textOf), chosen?.description].filter((part) => part !== undefined);
  if (words.length === 0) return undefined;
  return { from: node.offset, to: node.offset + node.length, text: words.join("\n") };
}

/** What the schema says about the value at `path`: in every alternative that it has. */
export function helpFor(path: JsonPath, root: JsonHelp): readonly JsonHelp[] {
  return path.reduce<readonly JsonHelp[]>(
    (helps, segment) =>
      helps.flatMap((help) => {
        const next = typeof segment === "number" ? help.items : ownProperty(help.properties, segment);
        return next ? alternatives(next, root) : [];
      }),
    alternatives(root, root),
  );
}

function ownProperty(properties: JsonHelp["properties"], key: string): JsonHelp | undefined {
  return properties && Object.hasOwn(properties, key) ? properties[key] : undefined;
}

function alternatives(help: JsonHelp, root: JsonHelp): readonly JsonHelp[] {
  const { $ref, ...own } = help;
  const name = $ref?.replace(/^#\/definitions\//u, "");
  const referred = name === undefined ? undefined : ownProperty(root.definitions, name);
  const whole = referred ? { ...referred, ...own } : own;
  return [whole, ...(whole.anyOf ?? []).flatMap((other) => alternatives(other, root))];
}

function keyOptions(text: string, range: TextRange, path: JsonPath, root: JsonHelp): readonly JsonOption[] {
  const parent = path.slice(0, -1);
  const tree = parseTree(text);
  const object = tree && findNodeAtLocation(tree, parent);
  const present = keysOf(object, range);
  const after = text.slice(range.to);
  const hasValue = /^\s*:/u.test(after);
  const comma = /^\s*"/u.test(after) ? "," : "";
  return helpFor(parent, root).flatMap(({ properties }) =>
    inOneSpelling(Object.entries(properties ?? {}), present).map(([key, help]): JsonOption => {
      const quoted = JSON.stringify(key);
      const whole = alternatives(help, root);
      return {
        kind: "key",
        label: key,
        match: quoted,
        info: whole.map(textOf).find((found) => found !== undefined),
        template: hasValue ? quoted : `${quoted}: ${emptyValue(whole)}${comma}`,
        goesOn: !hasValue && whole.some(({ items, defaultSnippets }) => items ?? defaultSnippets),
      };
    }),
  );
}

function keysOf(object: Node | undefined, { from }: TextRange): ReadonlySet<string> {
  const keys = (object?.type === "object" ? (object.children ?? []) : []).flatMap(({ children }) => {
    const [key] = children ?? [];
    return key && key.offset !== from ? [String(key.value)] : [];
  });
  return new Set(keys);
}

/** Keys that are not there yet; of a key with two spellings, the one that its neighbours have. */
function inOneSpelling<T>(
  entries: readonly (readonly [string, T])[],
  present: ReadonlySet<string>,
): readonly (readonly [string, T])[] {
  const names = new Set(entries.map(([key]) => key));
  const isSnake = (key: string): boolean => key.includes("_");
  const twinOf = (key: string): string =>
    isSnake(key)
      ? key.replaceAll(/_([a-z])/gu, (_, letter: string) => letter.toUpperCase())
      : key.replaceAll(/[A-Z]/gu, (letter) => `_${letter.toLowerCase()}`);
  const used = [...present].find((key) => names.has(key) && twinOf(key) !== key && names.has(twinOf(key)));
  return entries.filter(([key]) => {
    const hasTwin = twinOf(key) !== key && names.has(twinOf(key));
    return !present.has(key) && !(used !== undefined && hasTwin && isSnake(key) !== isSnake(used));
  });
}

function valueOptions(helps: readonly JsonHelp[], after: string): readonly JsonOption[] {
  // Before another entry of a list, or the next key.
  const comma = /^\s*[\w"{[-]/u.test(after) ? "," : "";
  return helps.flatMap(({ defaultSnippets }) =>
    (defaultSnippets ?? []).map((snippet): JsonOption => {
      const isScalar = typeof snippet.body !== "object";
      return {
        kind: isScalar ? "value" : "snippet",
        label: snippet.label,
        match: snippet.label,
        info: snippet.description,
        template: templateOf(snippet) + comma,
        goesOn: false,
      };
    }),
  );
}

function templateOf({ body }: JsonSnippet): string {
  return JSON.stringify(body ?? null, undefined, "\t").replaceAll(/\$(\d)/gu, "$${$1}");
}

/** What stands behind a new key: the shape of its value, with the cursor in it. */
function emptyValue(helps: readonly JsonHelp[]): string {
  const first = helps.find(
    ({ items, properties, defaultSnippets }) => items ?? properties ?? defaultSnippets,
  );
  if (first?.items) return "[${1}]";
  if (first?.defaultSnippets) return "${1}";
  return first?.properties ? "{${1}}" : '"${1}"';
}

function textOf({ markdownDescription, description }: JsonHelp): string | undefined {
  return markdownDescription ?? description;
}
