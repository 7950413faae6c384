import type { JSONPath, Node } from "jsonc-parser";
import { readAccess, sameId } from "./knowledgeAccess.ts";
import { metadataKeyOf, type MetadataKey, spellingOf } from "./metadataSpelling.ts";

/** What can be wrong with `queryMetadata` of the known shape; the editor has the sentence for each. */
export type MetadataProblemCode =
  | "noKnowledge"
  | "booleanText"
  | "operator"
  | "noConditions"
  | "emptyCondition"
  | "idForm"
  | "idMissing"
  | "duplicateBase"
  | "mixedSpelling";

/** One warning; `from`..`to` are UTF-16 offsets, `path` begins with `queryMetadata`. */
export interface MetadataProblem {
  readonly code: MetadataProblemCode;
  readonly path: JSONPath;
  readonly from: number;
  readonly to: number;
  /** The source text that the complaint is about, for `mixedSpelling` the key. */
  readonly detail: string;
}

interface Place {
  readonly node: Node;
  readonly path: JSONPath;
}

const UUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i;

/**
 * Checks `queryMetadata` (its node in `text`). Only the known shape is checked: another one is somebody's own and
 * says nothing that could be wrong.
 */
export function metadataProblems(node: Node, text: string): readonly MetadataProblem[] {
  const source = (at: Node) => text.slice(at.offset, at.offset + at.length);
  if (node.type !== "object" || readAccess(source(node)).kind !== "rules") {
    return [];
  }
  const problems: MetadataProblem[] = [];
  const report = (code: MetadataProblemCode, { node: at, path }: Place) =>
    problems.push({ code, path, from: at.offset, to: at.offset + at.length, detail: source(at) });
  const root: Place = { node, path: ["queryMetadata"] };
  if ((node.children ?? []).length === 0) {
    report("noKnowledge", root);
  }
  const rule = member(root, "label_relations");
  if (rule?.node.type === "object") {
    checkCondition(rule, report, true);
  }
  const bases = member(root, "knowledge_bases");
  if (bases) {
    checkBases(bases, report);
  }
  const mixed = mixedKey(root);
  if (mixed) {
    report("mixedSpelling", mixed);
  }
  return problems;
}

type Report = (code: MetadataProblemCode, place: Place) => void;

function checkBases(bases: Place, report: Report): void {
  const entries = entriesOf(bases);
  if (bases.node.type === "array" && entries.length === 0) {
    report("noKnowledge", bases);
  }
  const seen = new Set<string>();
  for (const entry of entries) {
    const id = member(entry, "knowledge_base_id");
    if (!id) {
      report("idMissing", entry);
    } else {
      checkId(id, report);
      const known = sameId(String(id.node.value));
      if (seen.has(known)) {
        report("duplicateBase", id);
      }
      seen.add(known);
    }
    for (const list of ["chatbot_file_ids", "faq_ids"] as const) {
      const ids = member(entry, list);
      for (const listed of ids ? entriesOf(ids) : []) {
        checkId(listed, report);
      }
    }
    const all = member(entry, "has_user_selected_all");
    if (all && all.node.value !== "True" && all.node.value !== "False") {
      report("booleanText", all);
    }
  }
}

function checkCondition(condition: Place, report: Report, isRoot: boolean): void {
  const label = member(condition, "label_id");
  if (label) {
    checkId(label, report);
    return;
  }
  const [operator, conditions] = [member(condition, "operator"), member(condition, "conditions")];
  if (!operator && !conditions && !isRoot) {
    report("emptyCondition", condition);
    return;
  }
  const inner = conditions ? entriesOf(conditions) : [];
  if (inner.length === 0) {
    report("noConditions", conditions ?? condition);
  }
  if (operator ? operator.node.value !== "AND" && operator.node.value !== "OR" : inner.length > 0) {
    report("operator", operator ?? condition);
  }
  for (const entry of inner) {
    checkCondition(entry, report, false);
  }
}

function checkId(place: Place, report: Report): void {
  if (typeof place.node.value !== "string" || !UUID.test(place.node.value)) {
    report("idForm", place);
  }
}

/** The first key whose spelling is not that of the first key of the shape. */
function mixedKey(root: Place): Place | undefined {
  const keys = [...keysOf(root)];
  const spelling = keys
    .map(({ node }) => spellingOf(String(node.value)))
    .find((found) => found !== undefined);
  return keys.find(({ node }) => {
    const own = spellingOf(String(node.value));
    return own !== undefined && own !== spelling;
  });
}

function* keysOf({ node, path }: Place): Generator<Place> {
  for (const entry of entriesOf({ node, path })) {
    yield* keysOf(entry);
  }
  for (const { children } of node.type === "object" ? (node.children ?? []) : []) {
    const [key, value] = children ?? [];
    // Strangers stand at the top only, and their insides are not ours.
    if (key && value && metadataKeyOf(String(key.value)) !== undefined) {
      const inner = [...path, String(key.value)];
      yield { node: key, path: inner };
      yield* keysOf({ node: value, path: inner });
    }
  }
}

/** The value at a key of the shape, in whichever spelling; snake_case counts where both stand, and the last of two. */
function member({ node, path }: Place, key: MetadataKey): Place | undefined {
  const found = (node.children ?? []).flatMap(({ children }) => {
    const [name, value] = children ?? [];
    return name && value && metadataKeyOf(String(name.value)) === key
      ? [{ name: String(name.value), value }]
      : [];
  });
  const counting = found.findLast(({ name }) => name === key) ?? found.at(-1);
  return counting && { node: counting.value, path: [...path, counting.name] };
}

function entriesOf({ node, path }: Place): readonly Place[] {
  return node.type === "array"
    ? (node.children ?? []).map((entry, index) => ({ node: entry, path: [...path, index] }))
    : [];
}
