import * as vscode from "vscode";
import type { Alteration, SaveNews } from "../model/serverAnswer.ts";
import type { Collision } from "../model/threeWay.ts";
import type { Notice, NoticeAction, NoticeRow } from "../shared/messages.ts";
import { accessChanges } from "../ui/accessChanges.ts";
import { describeError } from "../ui/describeError.ts";
import { fieldName, fieldNames } from "../ui/fieldName.ts";
import { valueText } from "../ui/safeText.ts";
import type { ContactRecord } from "./contactRecord.ts";
import { conflictSentence } from "./conflictSentence.ts";
import { shownValue } from "./shownValue.ts";

/** What a save brought besides what was sent, in a sentence or two; empty when there was nothing. */
export function newsSentence({ merged, altered }: SaveNews): string {
  const sentences = [
    merged.length > 0
      ? vscode.l10n.t("Merged in, changed by somebody else meanwhile: {0}.", fieldNames(merged))
      : "",
    altered.length > 0
      ? vscode.l10n.t(
          "The server changed what was sent: {0}.",
          altered
            .map((alteration) => `${fieldName(alteration.field)} (${alterationWords(alteration)})`)
            .join(", "),
        )
      : "",
  ];
  return sentences.filter((sentence) => sentence !== "").join(" ");
}

/** The line above the form: there only when there is something to decide or to know; the most urgent first. */
export function noticeOf(
  record: ContactRecord,
  isReadOnly: boolean,
  inboxNames: ReadonlyMap<string, string>,
): Notice | undefined {
  const { collisions, news } = record.sides;
  const retry: NoticeAction = { action: "retry", label: vscode.l10n.t("Try Again") };
  if (record.isGone) {
    return {
      kind: "error",
      text: vscode.l10n.t(
        "This contact no longer exists on MaiAgent. What stands here is only in this editor.",
      ),
      rows: [],
      actions: [retry],
    };
  }
  if (record.loadError !== undefined) {
    const { message, needsKey } = describeError(record.loadError);
    const setKey: NoticeAction = { action: "setKey", label: vscode.l10n.t("Set API Key") };
    return { kind: "error", text: message, rows: [], actions: needsKey ? [setKey, retry] : [retry] };
  }
  if (collisions.length > 0) {
    return conflictNotice(collisions, inboxNames);
  }
  if (news) {
    return {
      kind: news.altered.length > 0 ? "warning" : "info",
      text: `${vscode.l10n.t("Saved.")} ${newsSentence(news)}`,
      rows: news.altered.map((alteration) => alterationRow(alteration, inboxNames)),
      actions: [{ action: "dismiss", label: vscode.l10n.t("Dismiss") }],
    };
  }
  if (isReadOnly) {
    return {
      kind: "info",
      text: vscode.l10n.t("This connection is read-only: the contact can be read and copied, not changed."),
      rows: [],
      actions: [],
    };
  }
  return undefined;
}

function conflictNotice(collisions: readonly Collision[], inboxNames: ReadonlyMap<string, string>): Notice {
  const fields = collisions.map(({ field }) => field);
  const many = collisions.length > 1;
  const keep = vscode.l10n.t("Keep Mine");
  const take = vscode.l10n.t("Take Theirs");
  return {
    kind: "warning",
    text: conflictSentence(fields),
    rows: collisions.map(({ field, mine, theirs }): NoticeRow => {
      const label = fieldName(field);
      const access = field === "queryMetadata" ? accessLines(theirs, mine) : [];
      return {
        field,
        label,
        values: [
          { caption: vscode.l10n.t("Mine"), text: shownValue(field, mine, inboxNames) },
          { caption: vscode.l10n.t("Server"), text: shownValue(field, theirs, inboxNames) },
        ],
        effect: access.length === 0 ? undefined : { caption: vscode.l10n.t("With mine"), lines: access },
        actions: [
          {
            action: "keepMine",
            label: keep,
            spoken: vscode.l10n.t("Keep Mine: {0}", label),
            fields: [field],
          },
          {
            action: "takeTheirs",
            label: take,
            spoken: vscode.l10n.t("Take Theirs: {0}", label),
            fields: [field],
          },
        ],
      };
    }),
    actions: [
      { action: "compare", label: vscode.l10n.t("Compare") },
      ...(many
        ? ([
            { action: "keepMine", label: vscode.l10n.t("Keep All Mine"), fields },
            { action: "takeTheirs", label: vscode.l10n.t("Take All Theirs"), fields },
          ] as const)
        : []),
    ],
  };
}

/** What the contact gains and loses when this value is sent over the server's. */
function accessLines(from: string | undefined, to: string | undefined): readonly string[] {
  return accessChanges(from, to).map(({ sign, text }) => `${sign} ${text}`);
}

function alterationRow(alteration: Alteration, inboxNames: ReadonlyMap<string, string>): NoticeRow {
  const { field, sent, stored } = alteration;
  return {
    field,
    label: fieldName(field),
    values: [
      { caption: vscode.l10n.t("Sent"), text: shownValue(field, sent, inboxNames) },
      { caption: vscode.l10n.t("Stored"), text: shownValue(field, stored, inboxNames) },
    ],
    actions: [],
  };
}

function alterationWords({ kind, renamedKeys }: Alteration): string {
  switch (kind) {
    case "trimmed":
      return vscode.l10n.t("spaces at the ends removed");
    case "renamed":
      return vscode.l10n.t("keys renamed: {0}", renamedKeys.map(valueText).join(", "));
    case "dropped":
      return vscode.l10n.t("the value was dropped");
    case "altered":
      return vscode.l10n.t("another value was stored");
  }
}
