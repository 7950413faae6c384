import * as vscode from "vscode";
import { isRiskyField } from "../model/changeRisk.ts";
import type { FieldChange } from "../model/contactChanges.ts";
import { changesOf, contactNameIn, type HistoryEntry } from "../model/historyEntry.ts";
import type { ContactStore } from "../state/contactStore.ts";
import { briefChangeLine } from "../ui/changeLine.ts";
import { contactLabel } from "../ui/contactLabel.ts";
import { labelText, toastText } from "../ui/safeText.ts";

/** How a message calls the contact of an entry: its name then, else 'Anonymous' and its short id. */
export function entryContact(entry: HistoryEntry): string {
  return contactLabel({ id: entry.contactId, name: contactNameIn(entry) });
}

/** What the write did, in a few words: 'Changed email, name'. */
export function entryTitle(entry: HistoryEntry): string {
  switch (entry.kind) {
    case "create":
      return vscode.l10n.t("Created");
    case "restore":
      return vscode.l10n.t("Restored from the deleted contacts, under a new ID");
    case "delete":
      return vscode.l10n.t("Deleted");
    case "replace":
      return vscode.l10n.t("Replaced (PUT): {0}", fieldsOf(entry));
    case "update":
      return vscode.l10n.t("Changed {0}", fieldsOf(entry));
  }
}

/** The icon that stands before it, as a label of VS Code spells icons. */
export function entryIcon({ kind }: HistoryEntry): string {
  switch (kind) {
    case "create":
      return "$(add)";
    case "restore":
      return "$(history)";
    case "delete":
      return "$(trash)";
    case "replace":
      return "$(replace-all)";
    case "update":
      return "$(edit)";
  }
}

/** What the write changed, field by field with old and new value, or why that is not known. */
export function entryDetail(entry: HistoryEntry, contacts: ContactStore): string {
  const isCertain = entry.outcome === "done";
  const names = inboxNames(contacts, entry.connectionId);
  // Access first, then identity: a list has one line, and cuts it.
  const weight = ({ field }: FieldChange) => Number(isRiskyField(field)) + Number(field === "queryMetadata");
  const changes = [...(changesOf(entry) ?? [])].sort((one, other) => weight(other) - weight(one));
  const lines = changes.map((change) => briefChangeLine(change, names));
  const doubt = isCertain ? [] : [vscode.l10n.t("No answer came: MaiAgent may not have done it.")];
  const blind =
    entry.before === undefined && (entry.kind === "update" || entry.kind === "replace")
      ? [vscode.l10n.t("What was there before is not known.")]
      : [];
  return labelText([...doubt, ...blind, ...lines].join(" · "));
}

/** Names of a connection's inboxes by id, as far as they were fetched. */
export function inboxNames(contacts: ContactStore, connectionId: string): ReadonlyMap<string, string> {
  return new Map(contacts.knownInboxes(connectionId).map(({ id, name }) => [id, name]));
}

/** What changed where that is known, else what the request carried. */
function fieldsOf(entry: HistoryEntry): string {
  const changed = changesOf(entry)?.map(({ field }) => field) ?? entry.sent;
  return changed.length === 0 ? vscode.l10n.t("nothing") : changed.map(toastText).join(", ");
}
