import {
  createScanner,
  getNodeValue,
  type JSONPath,
  type Node,
  type ParseError,
  printParseErrorCode,
} from "jsonc-parser";
import type * as z from "zod/mini";
import { isFictionalPhone, isReservedEmail } from "./fictional.ts";
import { isPlaceholder, nearestPlaceholder } from "./placeholders.ts";
import type { RecipeProblem } from "./recipeProblem.ts";
import {
  type ContactTemplate,
  type FixedContact,
  fixedContactSchema,
  LARGEST_RECIPE,
  type RecipeFile,
  type RecipeLocale,
  RECIPE_SUFFIX,
  recipeSchema,
  templateSchema,
} from "./recipeSchema.ts";
import { RecipeText } from "./recipeText.ts";
import { placeholdersIn, strayBraces } from "./template.ts";

/** A recipe that can be used, as far as its file tells. */
export interface Recipe {
  /** Source ids begin with it. */
  readonly name: string;
  readonly file: RecipeFile;
  readonly source: RecipeText;
  /** How many contacts it makes. */
  readonly count: number;
  readonly locale: RecipeLocale;
  readonly seed: number;
}

/** What a recipe's text says: the recipe, or what is wrong with it. */
export type ParsedRecipe =
  | { readonly recipe: Recipe; readonly problems: readonly [] }
  | { readonly recipe: undefined; readonly problems: readonly RecipeProblem[] };

const PROBLEMS_SHOWN = 100;
/** Levels of braces and brackets, as in an answer of the server. */
const DEEPEST = 64;

/**
 * Reads a recipe and finds everything that can be wrong with it without a server and without generating: syntax,
 * keys, types, placeholders, e-mail addresses and phone numbers that could be somebody's, source ids that collide.
 *
 * @param fileName - without folder; names the recipe if the text does not
 */
export function parseRecipe(text: string, fileName: string): ParsedRecipe {
  const unread = unreadable(text);
  if (unread) {
    return failed([unread]);
  }
  const errors: ParseError[] = [];
  // A byte order mark stands for nothing, but offsets have to stay true.
  const source = RecipeText.parse(text.replace(/^\ufeff/u, " "), errors);
  const [syntax] = errors;
  if (!source || syntax) {
    return failed(noRecipe(text, source, syntax));
  }
  if (source.root.type !== "object") {
    return failed([source.problem("notObject", [])]);
  }
  const value: unknown = getNodeValue(source.root);
  const parsed = recipeSchema.safeParse(value);
  const problems = [
    ...textProblems(source),
    ...(parsed.success ? nothingToSeed(source, parsed.data) : schemaProblems(source, parsed.error.issues)),
    ...meaningProblems(source, readableParts(value)),
  ];
  if (!parsed.success || problems.length > 0) {
    return failed(problems);
  }
  const file = parsed.data;
  return {
    recipe: {
      name: file.name ?? recipeNameOf(fileName),
      file,
      source,
      count: (file.contacts?.length ?? 0) + (file.generate?.count ?? 0),
      locale: file.generate?.locale ?? "en",
      seed: file.generate?.seed ?? 1,
    },
    problems: [],
  };
}

/** What must not even be parsed: a megabyte takes long while somebody types, and thousands of brackets end the stack. */
function unreadable(text: string): RecipeProblem | undefined {
  const place = (offset: number) => new RecipeText(text, { type: "null", offset, length: 0 });
  if (text.length > LARGEST_RECIPE) {
    return place(0).at("tooLarge", [], 0, 1, []);
  }
  const scanner = createScanner(text, true);
  let depth = 0;
  while (scanner.getPosition() < text.length) {
    scanner.scan();
    // The first character tells a bracket from a string or comment that has one.
    const first = text[scanner.getTokenOffset()];
    if (first === "{" || first === "[") {
      depth++;
    } else if (first === "}" || first === "]") {
      depth--;
    }
    if (depth > DEEPEST) {
      const offset = scanner.getTokenOffset();
      return place(offset).at("tooDeep", [], offset, offset + 1, []);
    }
  }
  return undefined;
}

/** The name of a recipe whose file gives it none. */
export function recipeNameOf(fileName: string): string {
  const stem = fileName.endsWith(RECIPE_SUFFIX) ? fileName.slice(0, -RECIPE_SUFFIX.length) : fileName;
  const slug = stem
    .normalize("NFKD")
    .replaceAll(/\p{M}/gu, "")
    .toLowerCase()
    .replaceAll(/[^a-z0-9._-]+/g, "-")
    .replaceAll(/^[._-]+|[._-]+$/g, "")
    .slice(0, 64);
  return slug === "" ? "seed" : slug;
}

function failed(problems: readonly RecipeProblem[]): ParsedRecipe {
  const sorted = [...problems].sort((left, right) => left.from - right.from);
  return { recipe: undefined, problems: sorted.slice(0, PROBLEMS_SHOWN) };
}

function noRecipe(
  text: string,
  source: RecipeText | undefined,
  syntax: ParseError | undefined,
): readonly RecipeProblem[] {
  const place = source ?? new RecipeText(text, { type: "null", offset: 0, length: 0 });
  if (text.replaceAll(/\/\*[\s\S]*?\*\/|\/\/[^\n\r]*/gu, "").trim() === "") {
    return [place.at("empty", [], 0, Math.min(1, text.length), [])];
  }
  if (!syntax) {
    return [place.at("notObject", [], 0, Math.min(1, text.length), [])];
  }
  // One slip makes the parser stumble several times; only the first place is where to look.
  const from = Math.min(syntax.offset, text.length);
  const to = Math.min(from + Math.max(syntax.length, 1), text.length);
  return [place.at("syntax", [], from, to, [printParseErrorCode(syntax.error)])];
}

/** What the values alone do not show: keys that stand twice, numbers that would lose digits. */
function* textProblems(source: RecipeText): Iterable<RecipeProblem> {
  const visit = function* (node: Node, path: JSONPath): Iterable<RecipeProblem> {
    if (node.type === "object") {
      const seen = new Set<string>();
      for (const property of node.children ?? []) {
        const [key, value] = property.children ?? [];
        const name = String(key?.value);
        if (key && seen.has(name)) {
          yield source.at("duplicateKey", [...path, name], key.offset, key.offset + key.length, [name]);
        }
        seen.add(name);
        if (value) {
          yield* visit(value, [...path, name]);
        }
      }
    } else if (node.type === "array") {
      for (const [index, item] of (node.children ?? []).entries()) {
        yield* visit(item, [...path, index]);
      }
    } else if (node.type === "number") {
      const written = source.text.slice(node.offset, node.offset + node.length);
      const value = Number(written);
      if (!Number.isFinite(value) || (Number.isInteger(value) && !Number.isSafeInteger(value))) {
        yield source.at("bigNumber", path, node.offset, node.offset + node.length, [written]);
      }
    }
  };
  yield* visit(source.root, []);
}

function schemaProblems(source: RecipeText, issues: readonly z.core.$ZodIssue[]): readonly RecipeProblem[] {
  return issues.flatMap((issue): readonly RecipeProblem[] => {
    const path = issue.path.map((part) => (typeof part === "number" ? part : String(part)));
    switch (issue.code) {
      case "unrecognized_keys":
        return issue.keys.map((key) => source.keyProblem("unknownKey", [...path, key], key));
      case "invalid_type":
        return [
          issue.input === undefined && !isWritten(source, path)
            ? source.problem("required", path.slice(0, -1), String(path.at(-1) ?? ""))
            : source.problem("type", path, issue.expected),
        ];
      case "invalid_value":
        return [source.problem("choice", path, issue.values.map(String).join(", "))];
      case "too_small":
        return [
          source.problem(issue.origin === "number" ? "tooSmall" : "tooShort", path, String(issue.minimum)),
        ];
      case "too_big":
        return [
          source.problem(
            issue.origin === "number" || issue.origin === "int" ? "tooBig" : "tooLong",
            path,
            String(issue.maximum),
          ),
        ];
      case "invalid_format":
        return [source.problem("recipeName", path)];
      default:
        return [source.problem("type", path, "")];
    }
  });
}

function isWritten(source: RecipeText, path: JSONPath): boolean {
  const missing = source.problem("required", path);
  const parent = source.problem("required", path.slice(0, -1));
  return missing.from !== parent.from;
}

function nothingToSeed(
  source: RecipeText,
  { contacts = [], generate }: RecipeFile,
): readonly RecipeProblem[] {
  return contacts.length === 0 && !generate ? [source.problem("nothingToSeed", [])] : [];
}

/** What can be read of a recipe, also when other parts of it are wrong: all its mistakes are told at once. */
interface RecipeParts {
  readonly inboxes: unknown;
  readonly contacts: readonly (FixedContact | undefined)[];
  readonly generate: { readonly count: number; readonly template: ContactTemplate } | undefined;
}

function readableParts(value: unknown): RecipeParts {
  const { inboxes, contacts, generate } = membersOf(value);
  const { count, template } = membersOf(generate);
  const readable = templateSchema.safeParse(template);
  const list: readonly unknown[] = Array.isArray(contacts) ? contacts : [];
  return {
    inboxes,
    contacts: list.map((contact) => fixedContactSchema.safeParse(contact).data),
    generate: readable.success
      ? { count: typeof count === "number" ? count : 1, template: readable.data }
      : undefined,
  };
}

function membersOf(value: unknown): Partial<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? value : {};
}

function* meaningProblems(source: RecipeText, parts: RecipeParts): Iterable<RecipeProblem> {
  const { contacts, generate, inboxes } = parts;
  const places = new Map<string, JSONPath>();
  for (const [index, contact] of contacts.entries()) {
    if (!contact) {
      continue;
    }
    const path: JSONPath = ["contacts", index];
    if (inboxes === undefined && !contact.inboxes) {
      yield source.problem("noInbox", [...path, "name"]);
    }
    if (contact.email && !isReservedEmail(contact.email)) {
      yield source.problem("email", [...path, "email"], contact.email);
    }
    if (contact.phoneNumber && !isFictionalPhone(contact.phoneNumber)) {
      yield source.problem("phone", [...path, "phoneNumber"], contact.phoneNumber);
    }
    if (contact.sourceId !== undefined) {
      const id = contact.sourceId.trim();
      if (places.has(id)) {
        yield source.problem("duplicateSourceId", [...path, "sourceId"], id);
      }
      places.set(id, path);
    }
  }
  if (generate) {
    const { template, count } = generate;
    const path: JSONPath = ["generate", "template"];
    if (inboxes === undefined && !template.inboxes) {
      yield source.problem("noInbox", [...path, "name"]);
    }
    yield* placeholderProblems(source, template, path);
    const uses = (text: string) => placeholdersIn(text).map(({ name }) => name);
    if (template.sourceId !== undefined && count > 1 && !uses(template.sourceId).includes("index")) {
      yield source.problem("sourceIdNeedsIndex", [...path, "sourceId"]);
    }
    if (template.email && !isSafeEmailTemplate(template.email)) {
      yield source.problem("email", [...path, "email"], template.email);
    }
    if (
      template.phoneNumber &&
      uses(template.phoneNumber).length === 0 &&
      !isFictionalPhone(template.phoneNumber)
    ) {
      yield source.problem("phone", [...path, "phoneNumber"], template.phoneNumber);
    }
  }
}

/** The part after the last `@` has to be written out, so that no placeholder ever makes a domain. */
function isSafeEmailTemplate(email: string): boolean {
  if (/^\s*\{\{\s*internet\.exampleEmail\s*\}\}\s*$/u.test(email)) {
    return true;
  }
  const at = email.lastIndexOf("@");
  return at > 0 && isReservedEmail(`a${email.slice(at)}`);
}

/** Unknown placeholders and stray braces in every text of the template. */
function* placeholderProblems(source: RecipeText, value: unknown, path: JSONPath): Iterable<RecipeProblem> {
  if (typeof value === "string") {
    for (const use of placeholdersIn(value)) {
      if (!isPlaceholder(use.name)) {
        const nearest = nearestPlaceholder(use.name);
        yield source.pieceProblem("unknownPlaceholder", path, use, use.name, ...(nearest ? [nearest] : []));
      }
    }
    const stray = strayBraces(value);
    if (stray !== undefined) {
      yield source.pieceProblem("strayBraces", path, { from: stray, to: stray + 2 });
    }
  } else if (typeof value === "object" && value !== null) {
    for (const [key, member] of Object.entries(value) as readonly (readonly [string, unknown])[]) {
      yield* placeholderProblems(source, member, [...path, Array.isArray(value) ? Number(key) : key]);
    }
  }
}
