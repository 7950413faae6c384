import * as vscode from "vscode";
import { contactLabel } from "../ui/contactLabel.ts";
import { appendValue } from "../ui/markdownText.ts";
import { linesOf } from "./contactHover.ts";
import { idsInText } from "./engine/idsInText.ts";
import { HOVER_ACTION, type HoverAction } from "./hoverAction.ts";
import { type KnownSource, knownContacts } from "./knownContacts.ts";

/** Names shown in one part of a text: what is on screen has fewer. */
const MAXIMUM_HINTS = 1000;
const MAXIMUM_NAME = 40;

/**
 * The names of the contacts whose ids stand in a part of a text, as far as they are known here; the rest has none.
 * Sends nothing. A click with Ctrl (Cmd) opens the contact.
 */
export function nameHints(
  source: KnownSource,
  document: vscode.TextDocument,
  range: vscode.Range,
  now: number,
): vscode.InlayHint[] {
  const text = document.getText(range);
  const offset = document.offsetAt(range.start);
  return idsInText(text, MAXIMUM_HINTS).flatMap(({ id, end }) => {
    const [known] = knownContacts(source, id);
    if (!known) {
      return [];
    }
    const { connection, contact, seenAt } = known;
    const name = contactLabel(contact);
    const part = new vscode.InlayHintLabelPart(cut(name));
    const action: HoverAction = ["open", connection.id, contact.id];
    part.command = {
      ...{ title: vscode.l10n.t("Open Contact"), command: HOVER_ACTION },
      arguments: [...action],
    };
    const tooltip = new vscode.MarkdownString();
    appendValue(tooltip.appendMarkdown("**"), name).appendMarkdown("**");
    for (const line of linesOf(contact, connection, seenAt, now)) {
      appendValue(tooltip.appendMarkdown("  \n"), line);
    }
    part.tooltip = tooltip;
    const hint = new vscode.InlayHint(document.positionAt(offset + wordEnd(text, end)), [part]);
    hint.paddingLeft = true;
    return [hint];
  });
}

function cut(name: string): string {
  const characters = Array.from(name);
  return characters.length <= MAXIMUM_NAME ? name : `${characters.slice(0, MAXIMUM_NAME - 1).join("")}…`;
}

/** Behind the rest of an address and the closing quotation mark: inside, a name would look like part of the value. */
function wordEnd(text: string, end: number): number {
  const rest = /^[\w/?&=%#~+.-]{0,200}["'`]?/u.exec(text.slice(end, end + 201));
  return end + (rest?.[0].length ?? 0);
}
