import * as vscode from "vscode";
import { findNodeAtLocation, parseTree } from "jsonc-parser";
import { accessDiff } from "../model/accessDiff.ts";
import { readAccess } from "../model/knowledgeAccess.ts";
import { changesBetween } from "../model/contactChanges.ts";
import { type ContactText, STRICT_JSON } from "../model/contactText.ts";
import { metadataProblems } from "../model/metadataProblems.ts";
import type { AccessState, Problem } from "../shared/messages.ts";
import { AccessWords } from "../ui/accessWords.ts";
import { readable } from "./contactRecord.ts";
import { metadataProblemMessage } from "./metadataProblemMessage.ts";

const FIELD = "queryMetadata";

/**
 * Warnings about the document's `queryMetadata`. Metadata that still says what the server said (`base`) is not
 * checked, as with every other field.
 */
export function accessProblems(text: string, base: ContactText | undefined): readonly Problem[] {
  const mine = readable(text);
  if (!mine || (base && !isChanged(base, mine))) {
    return [];
  }
  const root = parseTree(text, [], STRICT_JSON);
  const node = root && findNodeAtLocation(root, [FIELD]);
  return (node ? metadataProblems(node, text) : []).map((problem): Problem => ({
    path: [...problem.path],
    from: problem.from,
    to: problem.to,
    severity: "warning",
    source: "check",
    message: metadataProblemMessage(problem),
  }));
}

/** What the contact's assistant may read, and what the edit changes about it; undefined while the text is no JSON. */
export function accessState(text: string, base: ContactText | undefined): AccessState | undefined {
  const mine = readable(text);
  if (!mine) {
    return undefined;
  }
  const now = readAccess(sourceOf(mine));
  const edited = base !== undefined && isChanged(base, mine);
  const before = edited ? readAccess(sourceOf(base)) : now;
  const words = new AccessWords(before, now);
  const changes = accessDiff(before, now).map((change) => ({
    sign: change.sign,
    text: words.change(change),
  }));
  return {
    lines: words.lines(now),
    isKnown: now.kind === "rules",
    changes,
    note:
      edited && changes.length === 0
        ? vscode.l10n.t("The change leaves knowledge access as it is.")
        : undefined,
  };
}

/** Whether the field means something else: white space and the order of keys do not count. */
function isChanged(base: ContactText, mine: ContactText): boolean {
  return changesBetween(base, mine).some(({ field }) => field === FIELD);
}

function sourceOf({ fields }: ContactText): string | undefined {
  return fields.get(FIELD)?.json;
}
