import * as vscode from "vscode";
import type { ConversationSummary } from "../api/conversations.ts";
import { timestampOf } from "../model/timestamp.ts";
import type { ContactRef } from "../state/contactStore.ts";
import { relativeTime } from "../ui/timeText.ts";
import type { CommandContext } from "./context.ts";

/** A question must not wait longer for what is only a help. */
const PATIENCE_MS = 2000;

/**
 * What the question before a delete says of the contact's conversations: MaiAgent keeps a contact that has some
 * (reference page: DELETE answers 400). Undefined when it has none, or the server does not tell in time.
 */
export async function conversationWarning(
  { contacts, log }: Pick<CommandContext, "contacts" | "log">,
  ref: ContactRef,
): Promise<string | undefined> {
  try {
    const summary = await contacts.conversations(ref, { signal: AbortSignal.timeout(PATIENCE_MS) });
    return summary && sentenceOf(summary, Date.now());
  } catch (error) {
    // The delete itself will say what is wrong with the connection.
    log.failure("conversations before delete", error);
    return undefined;
  }
}

function sentenceOf({ count, latest }: ConversationSummary, now: number): string {
  const time = timestampOf(latest);
  const when = time === undefined ? undefined : relativeTime(time, now);
  const refusal = vscode.l10n.t("MaiAgent will refuse to delete it.");
  if (count === undefined) {
    return `${vscode.l10n.t("It has conversations.")} ${refusal}`;
  }
  if (count === 1) {
    const one =
      when === undefined
        ? vscode.l10n.t("It has 1 conversation.")
        : vscode.l10n.t("It has 1 conversation, {0}.", when);
    return `${one} ${refusal}`;
  }
  const number = count.toLocaleString(vscode.env.language);
  const many =
    when === undefined
      ? vscode.l10n.t("It has {0} conversations.", number)
      : vscode.l10n.t("It has {0} conversations, the latest {1}.", number, when);
  return `${many} ${refusal}`;
}
