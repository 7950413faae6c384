import * as vscode from "vscode";
import type { AccessChange } from "../model/accessDiff.ts";
import type {
  AccessReading,
  KnowledgeAccess,
  KnowledgeBaseAccess,
  LabelRule,
} from "../model/knowledgeAccess.ts";
import { valueText } from "./safeText.ts";

/** How many knowledge bases or conditions a sentence names before it counts the rest. */
const NAMED = 8;
const SHORT_ID = 8;
/** From here on a row counts knowledge bases. */
const COUNTED = 3;

/** A sentence, and the words in it that matter most. */
export interface AccessLine {
  readonly text: string;
  readonly strong: string | undefined;
}

/** Says knowledge access in the user's language. Ids are cut to their first block while that tells them apart. */
export class AccessWords {
  readonly #isAmbiguous: boolean;

  /** `readings` are those that stand beside each other, such as before and after an edit. */
  constructor(...readings: readonly AccessReading[]) {
    const ids = new Set(readings.flatMap((reading) => idsOf(reading)));
    this.#isAmbiguous = new Set([...ids].map((id) => id.slice(0, SHORT_ID))).size < ids.size;
  }

  /** What may be read, line by line. */
  lines(reading: AccessReading): readonly AccessLine[] {
    switch (reading.kind) {
      case "unset":
        return [plain(vscode.l10n.t("No access rules are set."))];
      case "custom":
        return [plain(vscode.l10n.t("Custom metadata: what it does to knowledge access is not known here."))];
      case "rules": {
        const { access, isText } = reading;
        const others = access.otherKeys.map((key) => valueText(key)).join(", ");
        return [
          this.#bases(access),
          ...(access.labelRule ? [plain(vscode.l10n.t("Label rule: {0}", this.rule(access.labelRule)))] : []),
          ...(others === "" ? [] : [plain(vscode.l10n.t("Also custom metadata: {0}", valueText(others)))]),
          ...(isText ? [plain(vscode.l10n.t("Written as JSON inside a text."))] : []),
        ];
      }
    }
  }

  /** The same in one sentence: 'may read 2 knowledge bases; label rule A or (B and C)'. */
  sentence({ knowledgeBases, labelRule }: KnowledgeAccess): string {
    const bases = vscode.l10n.t("may read {0}", baseCount(knowledgeBases.length));
    return labelRule ? vscode.l10n.t("{0}; label rule {1}", bases, this.rule(labelRule)) : bases;
  }

  /** What one change does, without its sign. */
  change(change: AccessChange): string {
    switch (change.kind) {
      case "base":
        return change.sign === "+"
          ? vscode.l10n.t("gains knowledge base {0}", this.#base(change.base))
          : vscode.l10n.t("loses knowledge base {0}", this.#base(change.base));
      case "whole": {
        const [id, part] = [this.#id(change.chosen.id), partOf(change.chosen)];
        if (isEmpty(change.chosen)) {
          return change.sign === "+"
            ? vscode.l10n.t("gains all of knowledge base {0}", id)
            : vscode.l10n.t("loses all of knowledge base {0}", id);
        }
        return change.sign === "+"
          ? vscode.l10n.t("gains all of knowledge base {0}, not only {1}", id, part)
          : vscode.l10n.t("loses knowledge base {0} but for {1}", id, part);
      }
      case "unclear":
        return change.sign === "+"
          ? vscode.l10n.t("unclear how much of knowledge base {0}", this.#id(change.baseId))
          : vscode.l10n.t("no longer unclear how much of knowledge base {0}", this.#id(change.baseId));
      case "files":
      case "faqs": {
        const count = change.kind === "files" ? fileCount(change.ids.length) : faqCount(change.ids.length);
        return change.sign === "+"
          ? vscode.l10n.t("gains {0} in knowledge base {1}", count, this.#id(change.baseId))
          : vscode.l10n.t("loses {0} in knowledge base {1}", count, this.#id(change.baseId));
      }
      case "labelRule":
        return change.sign === "+"
          ? vscode.l10n.t("gains the label rule {0}", this.rule(change.rule))
          : vscode.l10n.t("loses the label rule {0}", this.rule(change.rule));
      case "rules":
        return change.sign === "+"
          ? vscode.l10n.t("sets access rules: {0}", this.sentence(change.access))
          : vscode.l10n.t("drops its access rules: {0}", this.sentence(change.access));
      case "custom":
        return customWords(change.sign);
    }
  }

  /**
   * What changes do in as few words as there are, each with its sign: for a row that is cut. What of a knowledge base
   * or of the label rule it is, stands elsewhere.
   */
  brief(changes: readonly AccessChange[]): readonly string[] {
    const gained = changes.filter(({ kind, sign }) => kind === "base" && sign === "+").length;
    const lost = changes.filter(({ kind, sign }) => kind === "base" && sign === "−").length;
    const rules = changes.filter(({ kind }) => kind === "labelRule").length;
    const words = changes.map((change): string => {
      switch (change.kind) {
        case "base": {
          const count = change.sign === "+" ? gained : lost;
          return `${change.sign} ${count < COUNTED ? this.#baseName(change.base.id) : baseCount(count)}`;
        }
        case "whole":
          return `± ${this.#baseName(change.chosen.id)}`;
        case "unclear":
        case "files":
        case "faqs":
          return `± ${this.#baseName(change.baseId)}`;
        case "labelRule":
          return `${rules > 1 ? "±" : change.sign} ${vscode.l10n.t("label rule")}`;
        case "rules":
          return `${change.sign} ${vscode.l10n.t("access rules")}`;
        case "custom":
          return `± ${vscode.l10n.t("custom metadata")}`;
      }
    });
    return [...new Set(words)];
  }

  /** 'A or (B and C)'. */
  rule(rule: LabelRule): string {
    if (rule.kind === "label") {
      return this.#id(rule.id);
    }
    const [first, ...others] = rule.conditions.slice(0, NAMED).map((condition) => {
      const words = this.rule(condition);
      return condition.kind === "group" && condition.conditions.length > 1
        ? vscode.l10n.t("({0})", words)
        : words;
    });
    if (first === undefined) {
      return vscode.l10n.t("without conditions");
    }
    const rest = rule.conditions.length - NAMED;
    const named = rest > 0 ? [...others, vscode.l10n.t("{0} more", rest)] : others;
    return named.reduce((words, next) => joined(rule.operator, words, next), first);
  }

  #bases({ knowledgeBases }: KnowledgeAccess): AccessLine {
    if (knowledgeBases.length === 0) {
      const nothing = baseCount(0);
      return { text: vscode.l10n.t("May read {0}.", nothing), strong: nothing };
    }
    const count = baseCount(knowledgeBases.length);
    const rest = knowledgeBases.length - NAMED;
    const named = [
      ...knowledgeBases.slice(0, NAMED).map((base) => this.#base(base)),
      ...(rest > 0 ? [vscode.l10n.t("{0} more", rest)] : []),
    ];
    return {
      text: vscode.l10n.t("May read {0}: {1}", count, named.join(vscode.l10n.t(", "))),
      strong: count,
    };
  }

  /** '3f2a1c9e (2 files, 1 FAQ)'. */
  #base(base: KnowledgeBaseAccess): string {
    return vscode.l10n.t("{0} ({1})", this.#id(base.id), extentOf(base));
  }

  #baseName(id: string): string {
    return vscode.l10n.t("knowledge base {0}", this.#id(id));
  }

  #id(id: string): string {
    if (id === "") {
      return vscode.l10n.t("without id");
    }
    // Ids that are no UUIDs are words somebody chose: cutting would spoil them.
    return valueText(this.#isAmbiguous || !/^[\da-f]{8}-/iu.test(id) ? id : id.slice(0, SHORT_ID));
  }
}

function plain(text: string): AccessLine {
  return { text, strong: undefined };
}

function extentOf(base: KnowledgeBaseAccess): string {
  switch (base.extent) {
    case "all":
      return vscode.l10n.t("all");
    case "chosen":
      return partOf(base);
    case "unclear":
      return vscode.l10n.t("unclear how much");
  }
}

function isEmpty({ fileIds, faqIds }: KnowledgeBaseAccess): boolean {
  return fileIds.length + faqIds.length === 0;
}

function partOf({ fileIds, faqIds }: KnowledgeBaseAccess): string {
  const parts = [
    ...(fileIds.length > 0 ? [fileCount(fileIds.length)] : []),
    ...(faqIds.length > 0 ? [faqCount(faqIds.length)] : []),
  ];
  return parts.length > 0 ? parts.join(vscode.l10n.t(", ")) : vscode.l10n.t("nothing in it");
}

function joined(operator: string, left: string, right: string): string {
  switch (operator) {
    case "AND":
      return vscode.l10n.t("{0} and {1}", left, right);
    case "OR":
      return vscode.l10n.t("{0} or {1}", left, right);
    default:
      return `${left} ${operator === "" ? "?" : valueText(operator)} ${right}`;
  }
}

function customWords(sign: "+" | "−" | "±"): string {
  switch (sign) {
    case "+":
      return vscode.l10n.t("becomes custom metadata, with an effect that is not known here");
    case "−":
      return vscode.l10n.t("is no longer custom metadata, whose effect is not known here");
    case "±":
      return vscode.l10n.t("changes custom metadata, with an effect that is not known here");
  }
}

function baseCount(count: number): string {
  if (count === 0) {
    return vscode.l10n.t("no knowledge base");
  }
  return count === 1 ? vscode.l10n.t("1 knowledge base") : vscode.l10n.t("{0} knowledge bases", count);
}

function fileCount(count: number): string {
  return count === 1 ? vscode.l10n.t("1 file") : vscode.l10n.t("{0} files", count);
}

function faqCount(count: number): string {
  return count === 1 ? vscode.l10n.t("1 FAQ") : vscode.l10n.t("{0} FAQs", count);
}

function idsOf(reading: AccessReading): readonly string[] {
  if (reading.kind !== "rules") {
    return [];
  }
  const { knowledgeBases, labelRule } = reading.access;
  return [...knowledgeBases.map(({ id }) => id), ...(labelRule ? labelIds(labelRule) : [])];
}

function labelIds(rule: LabelRule): readonly string[] {
  return rule.kind === "label" ? [rule.id] : rule.conditions.flatMap((condition) => labelIds(condition));
}
