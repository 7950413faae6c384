import { parseTree } from "jsonc-parser";
import type { Node } from "jsonc-parser";
import type { DocumentState } from "../shared/messages.ts";
import type { ContactText } from "./contactText.ts";

/** UTF-16 offsets in the text. */
export interface TextRange {
  readonly from: number;
  readonly to: number;
}

/**
 * The places of the text that differ from what the server said, as small as the structure allows: inside an object
 * only the properties that differ, inside an array only the entries between the equal beginning and end. Layout,
 * key order and fields that are gone mark nothing.
 */
export function changedRanges(contact: ContactText, changed: DocumentState["changed"]): readonly TextRange[] {
  const ranges: TextRange[] = [];
  for (const { field, was } of changed) {
    const now = contact.node([field]);
    if (!now) continue;
    const before = was === undefined ? undefined : parseTree(was);
    compare(now, before && { node: before, text: was ?? "" }, contact.text, now.parent ?? now, ranges);
  }
  return ranges;
}

interface Before {
  readonly node: Node;
  readonly text: string;
}

const rangeOf = (node: Node): TextRange => ({ from: node.offset, to: node.offset + node.length });

/** Compares a value with its former self; `owner` (its property) is marked when it differs as a whole. */
function compare(now: Node, before: Before | undefined, text: string, owner: Node, into: TextRange[]): void {
  if (before && equal(now, text, before)) return;
  const marked = into.length;
  if (before && now.type === "object" && before.node.type === "object") {
    for (const property of now.children ?? []) {
      const [key, value] = property.children ?? [];
      if (!key || !value) continue;
      const old = propertyValue(before.node, key.value);
      compare(value, old && { node: old, text: before.text }, text, property, into);
    }
  } else if (before && now.type === "array" && before.node.type === "array") {
    compareEntries(now.children ?? [], before.node.children ?? [], text, before.text, into);
  }
  // Nothing inside to show: scalars, another type, or something was only taken away.
  if (into.length > marked) return;
  const shrunk = before?.node.type === now.type && (now.type === "object" || now.type === "array");
  into.push(shrunk ? { from: owner.offset, to: now.offset + 1 } : rangeOf(owner));
}

function compareEntries(
  now: readonly Node[],
  before: readonly Node[],
  text: string,
  oldText: string,
  into: TextRange[],
): void {
  const same = (index: number, oldIndex: number): boolean => {
    const [node, old] = [now[index], before[oldIndex]];
    return node !== undefined && old !== undefined && equal(node, text, { node: old, text: oldText });
  };
  const shorter = Math.min(now.length, before.length);
  let start = 0;
  while (start < shorter && same(start, start)) start++;
  let end = 0;
  while (end < shorter - start && same(now.length - 1 - end, before.length - 1 - end)) end++;
  for (const [index, entry] of now.entries()) {
    if (index < start || index >= now.length - end) continue;
    const old = now.length === before.length ? before[index] : undefined;
    compare(entry, old && { node: old, text: oldText }, text, entry, into);
  }
}

function propertyValue(object: Node, key: unknown): Node | undefined {
  return object.children?.find((property) => property.children?.[0]?.value === key)?.children?.[1];
}

/** Numbers are compared as written: two that differ beyond 2^53 are different. */
function equal(now: Node, text: string, before: Before): boolean {
  const old = before.node;
  if (now.type !== old.type) return false;
  const [children, oldChildren] = [now.children ?? [], old.children ?? []];
  switch (now.type) {
    case "number":
      return (
        text.slice(now.offset, now.offset + now.length) ===
        before.text.slice(old.offset, old.offset + old.length)
      );
    case "string":
    case "boolean":
    case "null":
      return now.value === old.value;
    case "array":
    case "property":
    case "object":
      return (
        children.length === oldChildren.length &&
        children.every((child, index) => {
          const other =
            now.type === "object"
              ? oldChildren.find((property) => property.children?.[0]?.value === child.children?.[0]?.value)
              : oldChildren[index];
          return other !== undefined && equal(child, text, { node: other, text: before.text });
        })
      );
  }
}
