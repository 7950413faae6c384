import * as vscode from "vscode";
import { WRITABLE_FIELDS, changesBetween, isSameField } from "../model/contactChanges.ts";
import { type ContactText, parseContactText } from "../model/contactText.ts";
import { changesOf, type HistoryEntry } from "../model/historyEntry.ts";
import { restoredText } from "../model/restoredText.ts";
import { assertSameServer } from "../state/historyOrigin.ts";
import { changeLines } from "../ui/changeLine.ts";
import { placeOrId } from "../ui/placeText.ts";
import { toastText, valueText } from "../ui/safeText.ts";
import { exactTime } from "../ui/timeText.ts";
import type { CommandContext } from "./context.ts";
import { entryContact, inboxNames } from "./historyText.ts";
import { restoreDeleted } from "./restoreDeleted.ts";
import { openNewest, putIntoEditor } from "./restoreVersion.ts";
import { assertWritable } from "./targets.ts";

/**
 * Takes a write back, after a question that says what it does: a change goes back field by field through a normal
 * save, a created contact is deleted, a deleted one created anew.
 */
export async function undoWrite(context: CommandContext, entry: HistoryEntry): Promise<void> {
  assertWritable(context, entry.connectionId);
  assertSameServer(context.connections, entry);
  switch (entry.kind) {
    case "create":
    case "restore":
      // Its own question names the contact.
      await vscode.commands.executeCommand("maiagent.deleteContact", {
        connectionId: entry.connectionId,
        contactId: entry.contactId,
      });
      break;
    case "delete":
      await restoreDeleted(context, [entry]);
      break;
    case "update":
    case "replace":
      await undoChange(context, entry);
      break;
  }
}

async function undoChange(context: CommandContext, entry: HistoryEntry): Promise<void> {
  if (entry.before === undefined) {
    await vscode.window.showInformationMessage(
      vscode.l10n.t("What was there before is not known, so it cannot be restored."),
    );
    return;
  }
  const name = valueText(entryContact(entry));
  const opened = await openNewest(context.contacts, entry);
  if (!opened) {
    return;
  }
  const { document, wasDirty } = opened;
  const before = parseContactText(entry.before);
  const current = parseContactText(document.getText());
  const fields = changedFields(entry);
  const target = restoredText(current, before, fields);
  if (target.restored.length === 0) {
    await vscode.window.showInformationMessage(
      toastText(vscode.l10n.t("The last change of {0} is undone already.", name)),
    );
    return;
  }
  const changes = changesBetween(current, parseContactText(target.text));
  const names = inboxNames(context.contacts, entry.connectionId);
  const lines = changes.flatMap((change) => changeLines(change, names));
  const later = changedSince(entry, current, target.restored);
  const detail = [
    ...lines,
    ...(later.length === 0
      ? []
      : [vscode.l10n.t("Changed again since, which is lost: {0}.", later.join(", "))]),
    ...(wasDirty
      ? [
          vscode.l10n.t(
            "The contact has unsaved edits: the old values join them, and nothing is sent until you save.",
          ),
        ]
      : []),
  ];
  if (!(await isConfirmed(context, entry, name, detail))) {
    return;
  }
  await putIntoEditor(document, before, fields);
  // With unsaved edits of the user's own in it, saving is for the user to decide.
  if (!wasDirty && (await document.save())) {
    vscode.window.setStatusBarMessage(
      toastText(vscode.l10n.t("The last change of {0} is undone.", name)),
      5000,
    );
  }
}

/** What the write did change: that alone goes back. */
function changedFields(entry: HistoryEntry): readonly string[] {
  const changed = changesOf(entry)?.map(({ field }) => field);
  // A PUT may clear fields that it does not carry; without an answer nobody knows which.
  return changed ?? (entry.kind === "replace" ? [...entry.sent, ...WRITABLE_FIELDS] : entry.sent);
}

/** Those of the fields that say something else now than the write left there: undoing it undoes that as well. */
function changedSince(
  { after }: HistoryEntry,
  current: ContactText,
  fields: readonly string[],
): readonly string[] {
  if (after === undefined) {
    return [];
  }
  const left = parseContactText(after);
  return fields.filter(
    (name) => !isSameField(name, left.fields.get(name), left.text, current.fields.get(name), current.text),
  );
}

async function isConfirmed(
  { connections }: CommandContext,
  { connectionId, at }: HistoryEntry,
  name: string,
  detail: readonly string[],
): Promise<boolean> {
  const connection = connections.get(connectionId);
  const undo = vscode.l10n.t("Undo");
  const question = vscode.l10n.t(
    "Undo the last change of {0} in {1}?",
    name,
    placeOrId(connection, connectionId),
  );
  const made = vscode.l10n.t("It was made {0}. Undoing it does this:", exactTime(at));
  const choice = await vscode.window.showWarningMessage(
    toastText(question),
    { modal: true, detail: [made, ...detail].map(toastText).join("\n") },
    undo,
  );
  return choice === undo;
}
