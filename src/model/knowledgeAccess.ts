import {
  type KnowledgeBaseEntry,
  type LabelCondition,
  metadataSchema,
  type MetadataScalar,
} from "./metadataSchema.ts";
import { metadataKeyOf, ROOT_KEYS } from "./metadataSpelling.ts";

/** Which labels a piece of knowledge must have: one label, or several joined by an operator (`AND`, `OR`, or a wrong one). */
export type LabelRule =
  | { readonly kind: "label"; readonly id: string }
  | { readonly kind: "group"; readonly operator: string; readonly conditions: readonly LabelRule[] };

/** How much of a knowledge base may be read: `unclear` when `has_user_selected_all` is neither "True" nor "False". */
export type Extent = "all" | "chosen" | "unclear";

export interface KnowledgeBaseAccess {
  /** The id as written; empty when the entry has none. */
  readonly id: string;
  readonly extent: Extent;
  /** Of no effect where `extent` is `all`. Each id once. */
  readonly fileIds: readonly string[];
  readonly faqIds: readonly string[];
}

/** What `queryMetadata` of the known shape lets the contact's assistant read. A knowledge base left out cannot be read. */
export interface KnowledgeAccess {
  /** Each knowledge base once. */
  readonly knowledgeBases: readonly KnowledgeBaseAccess[];
  readonly labelRule: LabelRule | undefined;
  /** Keys beside the known ones, whose meaning only their owner knows. */
  readonly otherKeys: readonly string[];
}

/** `queryMetadata` as far as it can be understood. */
export type AccessReading =
  | { readonly kind: "unset" }
  /** `isText`: the rules stand as JSON inside a string. */
  | { readonly kind: "rules"; readonly access: KnowledgeAccess; readonly isText: boolean }
  /** Another shape than the known one, with the source it was read from. */
  | { readonly kind: "custom"; readonly source: string };

/** Deeper metadata is taken as custom: the wire has the same limit. */
const DEPTH_LIMIT = 64;

/** Fits no place of the shape. */
const TOO_DEEP = Symbol("too deep");

/**
 * Reads the JSON source of `queryMetadata`; `undefined` when the contact has no such key. Never throws: what does
 * not fit the known shape, in either spelling of the keys, is `custom`.
 */
export function readAccess(source: string | undefined): AccessReading {
  const value = source === undefined ? undefined : parsed(source);
  if (source === undefined || value === null || value === "") {
    return { kind: "unset" };
  }
  const inner = typeof value === "string" ? parsed(value) : value;
  const isText = typeof value === "string";
  const access = accessOf(inner, isText);
  return access ? { kind: "rules", access, isText } : { kind: "custom", source };
}

function accessOf(value: unknown, isText: boolean): KnowledgeAccess | undefined {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return undefined;
  }
  const keys = Object.keys(value);
  const hasRules = keys.some((key) => isRootKey(key));
  // An empty object names no knowledge base, which is an answer; the text "{}" is as good as any text.
  if (!hasRules && (keys.length > 0 || isText)) {
    return undefined;
  }
  const result = metadataSchema.safeParse(respelt(value, 0));
  if (!result.success) {
    return undefined;
  }
  const { label_relations: labels, knowledge_bases: bases } = result.data;
  return {
    knowledgeBases: merged((bases ?? []).map((entry) => baseOf(entry))),
    labelRule: labels ? ruleOf(labels) : undefined,
    otherKeys: keys.filter((key) => !isRootKey(key)),
  };
}

function isRootKey(key: string): boolean {
  const known = metadataKeyOf(key);
  return known !== undefined && ROOT_KEYS.includes(known);
}

/** The value with the shape's keys in snake_case; where both spellings stand side by side, snake_case counts. */
function respelt(value: unknown, depth: number): unknown {
  if (typeof value !== "object" || value === null) {
    return value;
  }
  if (depth === DEPTH_LIMIT) {
    return TOO_DEEP;
  }
  if (Array.isArray(value)) {
    return value.map((entry: unknown) => respelt(entry, depth + 1));
  }
  const entries = Object.entries(value).filter(([key]) => depth > 0 || isRootKey(key));
  const own = new Set(entries.map(([key]) => key));
  return Object.fromEntries(
    entries.flatMap(([key, member]: [string, unknown]) => {
      const known = metadataKeyOf(key) ?? key;
      return known !== key && own.has(known) ? [] : [[known, respelt(member, depth + 1)]];
    }),
  );
}

function baseOf(entry: KnowledgeBaseEntry): KnowledgeBaseAccess {
  return {
    id: idOf(entry.knowledge_base_id),
    extent: extentOf(entry.has_user_selected_all),
    fileIds: distinct((entry.chatbot_file_ids ?? []).map((id) => idOf(id))),
    faqIds: distinct((entry.faq_ids ?? []).map((id) => idOf(id))),
  };
}

function extentOf(value: MetadataScalar | undefined): Extent {
  if (value === "True") {
    return "all";
  }
  return value === "False" || value === undefined ? "chosen" : "unclear";
}

/** Entries of the same knowledge base add up. */
function merged(bases: readonly KnowledgeBaseAccess[]): readonly KnowledgeBaseAccess[] {
  const byId = new Map<string, KnowledgeBaseAccess>();
  for (const base of bases) {
    const known = byId.get(sameId(base.id));
    byId.set(
      sameId(base.id),
      known
        ? {
            id: known.id,
            extent: wider(known.extent, base.extent),
            fileIds: distinct([...known.fileIds, ...base.fileIds]),
            faqIds: distinct([...known.faqIds, ...base.faqIds]),
          }
        : base,
    );
  }
  return [...byId.values()];
}

function wider(left: Extent, right: Extent): Extent {
  if (left === "all" || right === "all") {
    return "all";
  }
  return left === "unclear" || right === "unclear" ? "unclear" : "chosen";
}

function ruleOf(condition: LabelCondition): LabelRule {
  if ("label_id" in condition) {
    return { kind: "label", id: idOf(condition.label_id) };
  }
  const { operator, conditions } = condition;
  return {
    kind: "group",
    operator: operator === undefined || operator === null ? "" : String(operator),
    conditions: (conditions ?? []).map((inner) => ruleOf(inner)),
  };
}

function idOf(value: MetadataScalar | undefined): string {
  return value === undefined || value === null ? "" : String(value);
}

/** UUIDs are the same in either case of their letters. */
export function sameId(id: string): string {
  return id.trim().toLowerCase();
}

function distinct(ids: readonly string[]): readonly string[] {
  return [...new Map(ids.map((id) => [sameId(id), id] as const)).values()];
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json) as unknown;
  } catch {
    // A text that is no JSON is just a text.
    return undefined;
  }
}
