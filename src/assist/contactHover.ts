import * as vscode from "vscode";
import type { Inbox } from "../api/schemas.ts";
import type { Connection } from "../model/connection.ts";
import { timestampOf } from "../model/timestamp.ts";
import { contactDescription, contactLabel } from "../ui/contactLabel.ts";
import { describeError } from "../ui/describeError.ts";
import { appendValue } from "../ui/markdownText.ts";
import { placeLabel } from "../ui/placeText.ts";
import { labelText, valueText } from "../ui/safeText.ts";
import { clockTime, relativeTime } from "../ui/timeText.ts";
import type { Unfound } from "./engine/idLookUp.ts";
import { HOVER_ACTION, type HoverAction, hoverActionUri } from "./hoverAction.ts";
import type { KnownContact } from "./knownContacts.ts";

/** Connections that one hover names. */
const MAXIMUM_CONNECTIONS = 4;

/** An id in a text, to be looked up from its hover. */
export interface HoveredId {
  readonly id: string;
  readonly place: vscode.Position;
}

/** A connection over which the id is not known, with what the last look-up said. */
export interface NotFound {
  readonly connection: Connection;
  readonly unfound: Unfound | undefined;
}

/** Who the contact is and what can be done with it, over each connection that knows it. */
export function knownHover(known: readonly KnownContact[], now: number): vscode.MarkdownString[] {
  return known.slice(0, MAXIMUM_CONNECTIONS).map(({ connection, contact, seenAt }) => {
    const card = ownMarkdown();
    appendValue(card.appendMarkdown("**"), contactLabel(contact)).appendMarkdown("**");
    for (const line of linesOf(contact, connection, seenAt, now)) {
      appendValue(card.appendMarkdown("  \n"), line);
    }
    const links = [
      link(vscode.l10n.t("Open"), ["open", connection.id, contact.id]),
      link(vscode.l10n.t("Open to the Side"), ["openToSide", connection.id, contact.id]),
      link(vscode.l10n.t("Copy ID"), ["copyId", connection.id, contact.id]),
      link(vscode.l10n.t("Reveal in the Contacts View"), ["reveal", connection.id, contact.id]),
    ];
    return card.appendMarkdown(`\n\n${links.join(" · ")}`);
  });
}

/** Offers to look an id up, and says what the last look-up came to. */
export function unknownHover(
  places: readonly NotFound[],
  { id, place }: HoveredId,
): vscode.MarkdownString | undefined {
  const shown = places.slice(0, MAXIMUM_CONNECTIONS);
  const card = ownMarkdown();
  const lines = shown.map(({ connection, unfound }) => {
    const label = valueText(connection.label);
    const line = ownMarkdown();
    if (unfound) {
      appendValue(line, unfoundText(unfound, label)).appendMarkdown("  \n");
    }
    const title = unfound
      ? vscode.l10n.t("Look up again")
      : places.length > 1
        ? vscode.l10n.t("Look up in {0}", label)
        : vscode.l10n.t("Look up this ID in MaiAgent");
    return line.appendMarkdown(link(title, ["lookUp", connection.id, id, place.line, place.character])).value;
  });
  return lines.length === 0 ? undefined : card.appendMarkdown(lines.join("  \n"));
}

/** An id that is an inbox's. */
export function inboxHover(connection: Connection, inbox: Inbox): vscode.MarkdownString {
  const card = ownMarkdown();
  appendValue(card.appendMarkdown("**"), labelText(inbox.name)).appendMarkdown("**  \n");
  return appendValue(
    card,
    [vscode.l10n.t("Inbox"), labelText(inbox.channelType ?? ""), placeLabel(connection)]
      .filter((part) => part !== "")
      .join(" · "),
  );
}

/** Source id, inboxes, connection and age: what a row of Find Contact shows. */
export function linesOf(
  contact: KnownContact["contact"],
  connection: Connection,
  seenAt: number | undefined,
  now: number,
): readonly string[] {
  const time = timestampOf(contact.updatedAt);
  const inboxes = (contact.inboxes ?? []).map(({ name }) => labelText(name ?? ""));
  return [
    [contactDescription(contact), inboxes.filter((name) => name !== "").join(", ")],
    [
      placeLabel(connection),
      time === undefined ? "" : vscode.l10n.t("changed {0}", relativeTime(time, now)),
      seenAt === undefined ? "" : vscode.l10n.t("seen at {0}", clockTime(seenAt)),
    ],
  ]
    .map((parts) => parts.filter((part) => part !== "").join(" · "))
    .filter((line) => line !== "");
}

function unfoundText(unfound: Unfound, label: string): string {
  const time = clockTime(unfound.at);
  return unfound.kind === "missing"
    ? vscode.l10n.t("No contact of {0} has this ID (looked up at {1}).", label, time)
    : vscode.l10n.t(
        "Looking up in {0} failed at {1}. {2}",
        label,
        time,
        describeError(unfound.error).message,
      );
}

/** Links run one command of ours and nothing else; icons and HTML are off. */
function ownMarkdown(): vscode.MarkdownString {
  const markdown = new vscode.MarkdownString("", false);
  markdown.isTrusted = { enabledCommands: [HOVER_ACTION] };
  markdown.supportHtml = false;
  return markdown;
}

function link(title: string, action: HoverAction): string {
  const { value } = appendValue(new vscode.MarkdownString(), title);
  return `[${value}](${hoverActionUri(...action)})`;
}
