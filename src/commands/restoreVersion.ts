import * as vscode from "vscode";
import { NotFoundError } from "../api/errors.ts";
import { uriOf, VIEW_TYPE } from "../editor/contactUri.ts";
import { type ContactText, documentTextOf, parseContactText } from "../model/contactText.ts";
import { WRITABLE_FIELDS } from "../model/contactChanges.ts";
import { type HistoryEntry, versionOf } from "../model/historyEntry.ts";
import { type RestoredText, restoredText } from "../model/restoredText.ts";
import { changeBetween } from "../model/textChange.ts";
import type { ContactRef, ContactStore } from "../state/contactStore.ts";
import { assertSameServer } from "../state/historyOrigin.ts";
import { toastText, valueText } from "../ui/safeText.ts";
import { exactTime } from "../ui/timeText.ts";
import type { CommandContext } from "./context.ts";
import { entryContact } from "./historyText.ts";
import { assertWritable } from "./targets.ts";

/** A contact open in its editor, as new as the server has it, unless it has unsaved edits: those stay. */
export interface OpenedContact {
  readonly document: vscode.TextDocument;
  readonly wasDirty: boolean;
}

/**
 * Puts an earlier version into the contact's editor, unsaved: the user sees what it changes and saves as always,
 * with every check and question of a save.
 */
export async function restoreVersion(context: CommandContext, entry: HistoryEntry): Promise<void> {
  assertWritable(context, entry.connectionId);
  assertSameServer(context.connections, entry);
  const version = versionOf(entry);
  if (!version) {
    await vscode.window.showInformationMessage(
      vscode.l10n.t("What was there before is not known, so it cannot be restored."),
    );
    return;
  }
  const opened = await openNewest(context.contacts, entry);
  if (!opened) {
    return;
  }
  const fields = [...WRITABLE_FIELDS, ...entry.sent];
  const result = await putIntoEditor(opened.document, version, fields);
  await tellRestored(entry, opened.document, result);
}

/** Opens the contact's editor on the server's newest text; undefined when the contact is gone, which is said. */
export async function openNewest(
  contacts: ContactStore,
  ref: ContactRef,
): Promise<OpenedContact | undefined> {
  const newest = await newestText(contacts, ref);
  if (newest === undefined) {
    await tellGone();
    return undefined;
  }
  const uri = uriOf(ref);
  await vscode.commands.executeCommand("vscode.openWith", uri, VIEW_TYPE, { preview: false });
  const document = await vscode.workspace.openTextDocument(uri);
  const wasDirty = document.isDirty;
  if (!wasDirty && document.getText() !== newest) {
    // A clean document that was open for long can be older than the version that is to be restored.
    await vscode.commands.executeCommand("workbench.action.files.revert");
  }
  return { document, wasDirty };
}

/**
 * One edit, so that one undo takes it back.
 * @throws ContactSyntaxError when the document is half-typed JSON
 */
export async function putIntoEditor(
  document: vscode.TextDocument,
  version: ContactText,
  fields: readonly string[],
): Promise<RestoredText> {
  const text = document.getText();
  const result = restoredText(parseContactText(text), version, fields);
  const change = changeBetween(text, result.text);
  if (change) {
    const edit = new vscode.WorkspaceEdit();
    const range = new vscode.Range(document.positionAt(change.from), document.positionAt(change.to));
    edit.replace(document.uri, range, change.insert);
    if (!(await vscode.workspace.applyEdit(edit))) {
      throw new Error("VS Code refused the edit.");
    }
  }
  return result;
}

async function newestText(contacts: ContactStore, ref: ContactRef): Promise<string | undefined> {
  try {
    return documentTextOf((await contacts.retrieve(ref)).json);
  } catch (error) {
    if (error instanceof NotFoundError) {
      return undefined;
    }
    throw error;
  }
}

async function tellGone(): Promise<void> {
  const trash = vscode.l10n.t("Deleted Contacts");
  const choice = await vscode.window.showWarningMessage(
    vscode.l10n.t(
      "This contact no longer exists on MaiAgent. If it was deleted on this machine, it can be created anew from the deleted contacts.",
    ),
    trash,
  );
  if (choice === trash) {
    await vscode.commands.executeCommand("maiagent.showDeletedContacts");
  }
}

async function tellRestored(
  entry: HistoryEntry,
  document: vscode.TextDocument,
  { restored, kept }: RestoredText,
): Promise<void> {
  const [name, time] = [valueText(entryContact(entry)), exactTime(entry.at)];
  const keptText =
    kept.length === 0
      ? ""
      : ` ${vscode.l10n.t("Not set then, and an update cannot remove it: {0}.", kept.join(", "))}`;
  if (restored.length === 0) {
    const same = vscode.l10n.t("{0} is the same now as in that version.", name);
    await vscode.window.showInformationMessage(toastText(same + keptText));
    return;
  }
  const save = vscode.l10n.t("Save");
  const text = vscode.l10n.t(
    "{0} stands in the editor as it was before {1}: {2}. Nothing is sent until you save.",
    name,
    time,
    restored.join(", "),
  );
  if ((await vscode.window.showInformationMessage(toastText(text + keptText), save)) === save) {
    await document.save();
  }
}
