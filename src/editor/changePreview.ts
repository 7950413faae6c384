import * as vscode from "vscode";
import { isRiskyField } from "../model/changeRisk.ts";
import type { Connection } from "../model/connection.ts";
import { type FieldChange, patchBody } from "../model/contactChanges.ts";
import { type ContactText, documentTextOf, printJson } from "../model/contactText.ts";
import { inboxMoves } from "../model/inboxNames.ts";
import { lineDiff } from "../model/lineDiff.ts";
import type { FieldPreview, PreviewLine, RequestPreview } from "../shared/messages.ts";
import type { ContactRef } from "../state/contactStore.ts";
import { accessChanges } from "../ui/accessChanges.ts";
import { fieldName } from "../ui/fieldName.ts";
import { labelText } from "../ui/safeText.ts";

/** A save that is about to be sent, or that would be. */
export interface PendingSave {
  readonly ref: ContactRef;
  readonly connection: Connection | undefined;
  /** The contact's, as a label. */
  readonly name: string;
  /** Sendable ones only. */
  readonly changes: readonly FieldChange[];
  readonly before: ContactText;
  readonly after: ContactText;
  /** Names of the connection's inboxes by id. */
  readonly inboxNames: ReadonlyMap<string, string>;
}

/** The exact request of a save, and what it changes field by field; undefined when nothing would be sent. */
export function requestPreviewOf(save: PendingSave): RequestPreview | undefined {
  const { ref, connection, changes } = save;
  if (changes.length === 0) {
    return undefined;
  }
  const { pathname } = new URL(connection?.baseUrl ?? "http://127.0.0.1/api");
  return {
    line: `PATCH ${pathname}/contacts/${ref.contactId}/`,
    body: documentTextOf(patchBody(changes).json),
    fields: fieldPreviewsOf(save),
  };
}

/** What a save changes, field by field: the 'Sent on save' tab shows it, and the question before a save. */
export function fieldPreviewsOf(save: PendingSave): readonly FieldPreview[] {
  const onProduction = save.connection?.role === "production";
  return save.changes.map((change) => ({
    field: change.field,
    label: fieldName(change.field),
    warning:
      onProduction && isRiskyField(change.field)
        ? vscode.l10n.t("Changes access or identity, on production")
        : undefined,
    meaning: meaningOf(change, save),
    lines: linesOf(change),
  }));
}

/** What a change means, for the fields whose JSON does not say it by itself. */
function meaningOf({ field, from, to }: FieldChange, { inboxNames }: PendingSave): readonly PreviewLine[] {
  if (field === "queryMetadata") {
    return accessChanges(from?.json, to?.json).map(({ sign, text }): PreviewLine => ({
      sign: sign === "+" ? "added" : "removed",
      text,
    }));
  }
  if (field !== "inboxes") {
    return [];
  }
  const { added, removed } = inboxMoves(from?.json, to?.json, inboxNames);
  return [
    ...added.map((inbox): PreviewLine => ({ sign: "added", text: labelText(inbox) })),
    ...removed.map((inbox): PreviewLine => ({ sign: "removed", text: labelText(inbox) })),
  ];
}

function linesOf({ from, to }: FieldChange): readonly PreviewLine[] {
  const text = (json: string | undefined) =>
    json === undefined ? vscode.l10n.t("not set") : printJson(json, "");
  // What only got a comma because something follows is no change.
  return lineDiff(text(from?.json), text(to?.json), (line) => line.replace(/,$/u, ""));
}
