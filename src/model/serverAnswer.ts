import type { Node } from "jsonc-parser";
import {
  changesBetween,
  type FieldChange,
  isReadOnlyField,
  isSameField,
  patchBody,
} from "./contactChanges.ts";
import { type ContactText, fieldValue, parseContactText } from "./contactText.ts";

/**
 * What the server made of a value that was sent: `trimmed` = white space at the ends is gone, `renamed` = only
 * keys inside it are spelt otherwise, `dropped` = it is missing or null now, `altered` = anything else.
 */
export type AlterationKind = "trimmed" | "renamed" | "dropped" | "altered";

/** A field whose value in the answer is not the one that was sent. Values are JSON text; undefined = no such key. */
export interface Alteration {
  readonly field: string;
  readonly kind: AlterationKind;
  readonly sent: string;
  readonly stored: string | undefined;
  /** Keys inside the value that came back under another spelling, as `a_b → aB`, each once. */
  readonly renamedKeys: readonly string[];
}

/** What a save brought besides what was sent. */
export interface SaveNews {
  /** Fields that only somebody else changed since the document was read: they are in the document now. */
  readonly merged: readonly string[];
  readonly altered: readonly Alteration[];
}

/**
 * Compares a PATCH's answer with what was sent and with what the server had said before (`base`). Fields that
 * only the server writes, such as `updatedAt`, are no news.
 */
export function newsOf(base: ContactText, sent: readonly FieldChange[], answer: ContactText): SaveNews {
  const sentFields = new Set(sent.map(({ field }) => field));
  const merged = changesBetween(base, answer)
    .map(({ field }) => field)
    .filter((field) => !sentFields.has(field) && !isReadOnlyField(field));
  return { merged, altered: alterationsOf(parseContactText(patchBody(sent).json), answer) };
}

function alterationsOf(sent: ContactText, answer: ContactText): readonly Alteration[] {
  return [...sent.fields.values()].flatMap((field): Alteration[] => {
    const { name } = field;
    const stored = answer.fields.get(name);
    if (isSameField(name, field, sent.text, stored, answer.text)) {
      return [];
    }
    const renamed = stored ? renamedKeys(field.node, sent.text, stored.node, answer.text) : undefined;
    const [before, after] = [fieldValue(sent, name), fieldValue(answer, name)];
    return [
      {
        field: name,
        kind: renamed ? "renamed" : kindOf(before, after),
        sent: field.json,
        stored: stored?.json,
        renamedKeys: [...(renamed ?? [])],
      },
    ];
  });
}

function kindOf(sent: unknown, stored: unknown): AlterationKind {
  if (typeof sent === "string" && typeof stored === "string" && stored === sent.trim()) {
    return "trimmed";
  }
  return stored === undefined || stored === null ? "dropped" : "altered";
}

/** The keys that are spelt otherwise, when nothing but the spelling of keys differs; else undefined. */
function renamedKeys(
  sent: Node,
  sentText: string,
  stored: Node,
  storedText: string,
): ReadonlySet<string> | undefined {
  const renamed = new Set<string>();
  const same = (left: Node, right: Node): boolean => {
    const [mine, theirs] = [left.children ?? [], right.children ?? []];
    if (left.type !== right.type || mine.length !== theirs.length) {
      return false;
    }
    if (left.type === "object") {
      const byKey = new Map(theirs.map((property) => [plainKey(keyOf(property)), property]));
      return mine.every((property) => {
        const other = byKey.get(plainKey(keyOf(property)));
        const [value, otherValue] = [property.children?.[1], other?.children?.[1]];
        if (!other || !value || !otherValue || !same(value, otherValue)) {
          return false;
        }
        if (keyOf(property) !== keyOf(other)) {
          renamed.add(`${keyOf(property)} → ${keyOf(other)}`);
        }
        return true;
      });
    }
    if (left.type === "array") {
      return mine.every((child, index) => {
        const other = theirs[index];
        return other !== undefined && same(child, other);
      });
    }
    return left.type === "string"
      ? left.value === right.value
      : sourceOf(left, sentText) === sourceOf(right, storedText);
  };
  return same(sent, stored) && renamed.size > 0 ? renamed : undefined;
}

/** `knowledge_base_id` and `knowledgeBaseId` are one key to a server with a camelCase layer. */
function plainKey(key: string): string {
  return key.replaceAll("_", "").toLowerCase();
}

function keyOf(property: Node): string {
  return String(property.children?.[0]?.value);
}

function sourceOf({ offset, length }: Node, text: string): string {
  return text.slice(offset, offset + length);
}
