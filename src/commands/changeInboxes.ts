import * as vscode from "vscode";
import { confirmBulk, subjectOf } from "../data/bulk/confirmBulk.ts";
import { type BulkTools, performBulk } from "../data/bulk/performBulk.ts";
import { type InboxChange, inboxWork } from "../data/engine/bulk/inboxWork.ts";
import { placeOf } from "../ui/placeText.ts";
import { valueText } from "../ui/safeText.ts";
import { type BulkScope, filterLines } from "./bulkScope.ts";
import type { CommandContext } from "./context.ts";
import { assertWritable } from "./targets.ts";

/** A change of inboxes as a person says it. */
export interface InboxMove {
  readonly kind: "add" | "move" | "remove";
  readonly inbox: { readonly id: string; readonly name: string };
}

/**
 * Changes inboxes after one question. A move out of a list leaves that list's inbox; out of all contacts it leaves
 * every other inbox, and the question says so.
 *
 * @param isAsked false when the question was asked already
 */
export async function changeInboxes(
  context: CommandContext,
  tools: BulkTools,
  scope: BulkScope,
  move: InboxMove,
  isAsked = true,
): Promise<void> {
  const { connection, items } = scope;
  assertWritable(context, connection.id);
  const words = inboxWords(scope, move);
  const isConfirmed =
    !isAsked ||
    (await confirmBulk({
      ...{ connection, items, unlock: context.clients.unlock },
      question: words.question,
      lines: [...filterLines(scope), ...words.lines],
      button: words.button,
    }));
  if (isConfirmed) {
    await performBulk(tools, {
      ...{ connection, items },
      title: words.title,
      progress: vscode.l10n.t("Changing inboxes"),
      work: (held) => inboxWork(held, changeOf(scope, move)),
    });
  }
}

function changeOf({ inbox: from }: BulkScope, { kind, inbox }: InboxMove): InboxChange {
  switch (kind) {
    case "add":
      return { add: [inbox.id], remove: [] };
    case "move":
      return { add: [inbox.id], remove: from ? [from.id] : "others" };
    case "remove":
      return { add: [], remove: [inbox.id] };
  }
}

interface InboxWords {
  readonly question: string;
  readonly title: string;
  readonly button: string;
  readonly lines: readonly string[];
}

function inboxWords({ items, inbox: from, connection }: BulkScope, { kind, inbox }: InboxMove): InboxWords {
  const [who, to, place] = [subjectOf(items), valueText(inbox.name), placeOf(connection)];
  switch (kind) {
    case "add":
      return {
        question: vscode.l10n.t("Add {0} to {1} in {2}?", who, to, place),
        title: vscode.l10n.t("Add {0} to {1} in {2}", who, to, place),
        button: vscode.l10n.t("Add"),
        lines: [vscode.l10n.t("They stay in their other inboxes.")],
      };
    case "move":
      return {
        question: vscode.l10n.t("Move {0} to {1} in {2}?", who, to, place),
        title: vscode.l10n.t("Move {0} to {1} in {2}", who, to, place),
        button: vscode.l10n.t("Move"),
        lines: [
          from
            ? vscode.l10n.t("They leave {0} and stay in their other inboxes.", valueText(from.name))
            : vscode.l10n.t("They leave every other inbox."),
        ],
      };
    case "remove":
      return {
        question: vscode.l10n.t("Remove {0} from {1} in {2}?", who, to, place),
        title: vscode.l10n.t("Remove {0} from {1} in {2}", who, to, place),
        button: vscode.l10n.t("Remove"),
        lines: [vscode.l10n.t("Contacts that are in no other inbox stay, since each must be in one.")],
      };
  }
}
