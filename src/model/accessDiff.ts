import {
  type AccessReading,
  type KnowledgeAccess,
  type KnowledgeBaseAccess,
  type LabelRule,
  sameId,
} from "./knowledgeAccess.ts";

/** `+` is gained, `−` is lost. */
export type AccessSign = "+" | "−";

/** One thing that a change of `queryMetadata` does to what may be read. */
export type AccessChange =
  | { readonly kind: "base"; readonly sign: AccessSign; readonly base: KnowledgeBaseAccess }
  /** From a choice to everything (`+`) or back (`−`); `chosen` is the side that has not everything. */
  | { readonly kind: "whole"; readonly sign: AccessSign; readonly chosen: KnowledgeBaseAccess }
  /** It became (`+`) or is no longer (`−`) unclear how much may be read. */
  | { readonly kind: "unclear"; readonly sign: AccessSign; readonly baseId: string }
  | {
      readonly kind: "files" | "faqs";
      readonly sign: AccessSign;
      readonly baseId: string;
      readonly ids: readonly string[];
    }
  | { readonly kind: "labelRule"; readonly sign: AccessSign; readonly rule: LabelRule }
  /** There are rules where none were set, or the other way round: what holds without rules is not known here. */
  | { readonly kind: "rules"; readonly sign: AccessSign; readonly access: KnowledgeAccess }
  /** Metadata of another shape came, went, or (`±`) became other metadata of another shape. */
  | { readonly kind: "custom"; readonly sign: AccessSign | "±" };

/** What changes from one `queryMetadata` to another; nothing when both let the same be read. */
export function accessDiff(before: AccessReading, after: AccessReading): readonly AccessChange[] {
  if (before.kind === "rules" && after.kind === "rules") {
    return rulesDiff(before.access, after.access);
  }
  if (before.kind === "custom" && after.kind === "custom") {
    return before.source === after.source ? [] : [{ kind: "custom", sign: "±" }];
  }
  return [...endOf(before, "−"), ...endOf(after, "+")];
}

function endOf(reading: AccessReading, sign: AccessSign): readonly AccessChange[] {
  switch (reading.kind) {
    case "unset":
      return [];
    case "rules":
      return [{ kind: "rules", sign, access: reading.access }];
    case "custom":
      return [{ kind: "custom", sign }];
  }
}

function rulesDiff(before: KnowledgeAccess, after: KnowledgeAccess): readonly AccessChange[] {
  const had = new Map(before.knowledgeBases.map((base) => [sameId(base.id), base]));
  const has = new Map(after.knowledgeBases.map((base) => [sameId(base.id), base]));
  return [
    ...[...has].flatMap(([id, base]): readonly AccessChange[] => {
      const old = had.get(id);
      return old ? baseDiff(old, base) : [{ kind: "base", sign: "+", base }];
    }),
    ...[...had].flatMap(([id, base]): readonly AccessChange[] =>
      has.has(id) ? [] : [{ kind: "base", sign: "−", base }],
    ),
    ...ruleDiff(before.labelRule, after.labelRule),
  ];
}

function baseDiff(before: KnowledgeBaseAccess, after: KnowledgeBaseAccess): readonly AccessChange[] {
  const changes: AccessChange[] = [];
  const [wasUnclear, isUnclear] = [before.extent === "unclear", after.extent === "unclear"];
  if (wasUnclear !== isUnclear) {
    changes.push({ kind: "unclear", sign: isUnclear ? "+" : "−", baseId: after.id });
  }
  if (before.extent === "all" || after.extent === "all") {
    if (before.extent !== after.extent && !wasUnclear && !isUnclear) {
      changes.push(
        after.extent === "all"
          ? { kind: "whole", sign: "+", chosen: before }
          : { kind: "whole", sign: "−", chosen: after },
      );
    }
    // Single files and FAQs are of no effect where everything may be read.
    return changes;
  }
  return [
    ...changes,
    ...listDiff("files", after.id, before.fileIds, after.fileIds),
    ...listDiff("faqs", after.id, before.faqIds, after.faqIds),
  ];
}

function listDiff(
  kind: "files" | "faqs",
  baseId: string,
  before: readonly string[],
  after: readonly string[],
): readonly AccessChange[] {
  const only = (ids: readonly string[], others: readonly string[]) => {
    const known = new Set(others.map((id) => sameId(id)));
    return ids.filter((id) => !known.has(sameId(id)));
  };
  const lists = [
    { sign: "+", ids: only(after, before) },
    { sign: "−", ids: only(before, after) },
  ] as const;
  return lists.flatMap(({ sign, ids }) => (ids.length === 0 ? [] : [{ kind, sign, baseId, ids }]));
}

function ruleDiff(before: LabelRule | undefined, after: LabelRule | undefined): readonly AccessChange[] {
  if ((before && canonicalRule(before)) === (after && canonicalRule(after))) {
    return [];
  }
  const side = (rule: LabelRule | undefined, sign: AccessSign): readonly AccessChange[] =>
    rule ? [{ kind: "labelRule", sign, rule }] : [];
  return [...side(after, "+"), ...side(before, "−")];
}

/** Equal for rules that let the same through: order and repetition do not count, a group of one is its condition. */
function canonicalRule(rule: LabelRule): string {
  if (rule.kind === "label") {
    return JSON.stringify(sameId(rule.id));
  }
  const conditions = [...new Set(rule.conditions.map((condition) => canonicalRule(condition)))].sort();
  const [only] = conditions;
  return only !== undefined && conditions.length === 1
    ? only
    : `${JSON.stringify(rule.operator)}[${conditions.join()}]`;
}
