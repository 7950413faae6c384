import * as vscode from "vscode";
import type { MaiAgentClient } from "../api/client.ts";
import { BadRequestError } from "../api/errors.ts";
import { uriOf, VIEW_TYPE } from "../editor/contactUri.ts";
import { duplicateBody, replaceBody } from "../model/contactChanges.ts";
import { parseContactText } from "../model/contactText.ts";
import { contactNameIn, type HistoryEntry } from "../model/historyEntry.ts";
import type { ContactRef } from "../state/contactStore.ts";
import { assertSameServer } from "../state/historyOrigin.ts";
import { describeError } from "../ui/describeError.ts";
import { placeOrId } from "../ui/placeText.ts";
import { toastText, valueText } from "../ui/safeText.ts";
import { openBulkClient } from "../ui/unlockProduction.ts";
import type { CommandContext } from "./context.ts";
import { entryContact } from "./historyText.ts";
import { assertWritable } from "./targets.ts";

const NAMES_SHOWN = 5;

/**
 * Creates deleted contacts anew, after a question that says what does not come back. A single one opens. What
 * fails does not stop the rest.
 */
export async function restoreDeleted(
  context: CommandContext,
  entries: readonly HistoryEntry[],
): Promise<void> {
  for (const entry of entries) {
    assertWritable(context, entry.connectionId);
    assertSameServer(context.connections, entry);
  }
  if (!(await isConfirmed(context, entries))) {
    return;
  }
  if (entries.length > 1) {
    // Many writes at once: a production connection has to be unlocked for them.
    for (const connectionId of new Set(entries.map((entry) => entry.connectionId))) {
      await openBulkClient(context.clients, connectionId);
    }
  }
  // As they are now: a connection that is changed meanwhile does not get the rest.
  const clients = new Map<string, MaiAgentClient>();
  for (const { connectionId } of entries) {
    clients.set(connectionId, await context.clients.get(connectionId));
  }
  const created: ContactRef[] = [];
  const failures: { readonly name: string; readonly error: unknown }[] = [];
  await vscode.window.withProgress(
    {
      location: entries.length === 1 ? vscode.ProgressLocation.Window : vscode.ProgressLocation.Notification,
      title: vscode.l10n.t("Restoring contacts"),
      cancellable: entries.length > 1,
    },
    async (progress, token) => {
      for (const [index, entry] of entries.entries()) {
        if (token.isCancellationRequested) {
          break;
        }
        try {
          const ref = await createAnew(context, entry, clients.get(entry.connectionId));
          created.push(...(ref ? [ref] : []));
        } catch (error) {
          context.log.failure("restore", error);
          failures.push({ name: valueText(entryContact(entry)), error });
        }
        progress.report({ message: `${index + 1} / ${entries.length}`, increment: 100 / entries.length });
      }
    },
  );
  const [only] = created;
  if (entries.length === 1 && only) {
    await vscode.commands.executeCommand("vscode.openWith", uriOf(only), VIEW_TYPE, { preview: false });
  }
  await tell(entries, created, failures);
}

/** Undefined when the user decided against it. */
async function createAnew(
  { contacts }: CommandContext,
  entry: HistoryEntry,
  client: MaiAgentClient | undefined,
): Promise<ContactRef | undefined> {
  const { connectionId, id, before } = entry;
  if (before === undefined) {
    return undefined;
  }
  const text = parseContactText(before);
  const options = { restores: id, ...(client ? { client } : {}) };
  try {
    const { contact } = await contacts.create(connectionId, replaceBody(text), options);
    return { connectionId, contactId: contact.id };
  } catch (error) {
    if (!isSourceIdTaken(error) || !(await isFineWithoutSourceId(entry))) {
      throw error;
    }
    const body = duplicateBody(text, contactNameIn(entry));
    const { contact } = await contacts.create(connectionId, body, options);
    return { connectionId, contactId: contact.id };
  }
}

/** A source id is unique within an inbox, and a server that deletes softly may go on counting the deleted one. */
function isSourceIdTaken(error: unknown): boolean {
  return error instanceof BadRequestError && error.fieldErrors.some(({ path }) => path[0] === "sourceId");
}

async function isFineWithoutSourceId(entry: HistoryEntry): Promise<boolean> {
  const without = vscode.l10n.t("Restore Without Source ID");
  const choice = await vscode.window.showWarningMessage(
    toastText(
      vscode.l10n.t("MaiAgent does not take the source ID of {0} again.", valueText(entryContact(entry))),
    ),
    {
      modal: true,
      detail: vscode.l10n.t("It must be unique within an inbox. You can set another one after the restore."),
    },
    without,
  );
  return choice === without;
}

async function isConfirmed(
  { connections }: CommandContext,
  entries: readonly HistoryEntry[],
): Promise<boolean> {
  const [first] = entries;
  if (!first) {
    return false;
  }
  const targets = [...new Set(entries.map(({ connectionId }) => connectionId))].map((id) => {
    return placeOrId(connections.get(id), id);
  });
  const names = entries.slice(0, NAMES_SHOWN).map((entry) => valueText(entryContact(entry)));
  const more = entries.length - names.length;
  const question =
    entries.length === 1
      ? vscode.l10n.t("Restore {0} in {1}?", names.join(), targets.join(", "))
      : vscode.l10n.t("Restore {0} contacts in {1}?", entries.length, targets.join(", "));
  const detail = [
    ...(entries.length === 1
      ? []
      : [more > 0 ? vscode.l10n.t("{0} and {1} more", names.join(", "), more) : names.join(", ")]),
    vscode.l10n.t(
      "MaiAgent cannot bring a deleted contact back, so it is created anew with the same values: it gets a new ID, and whatever refers to the old one does not find it. Conversations are not restored.",
    ),
    ...(entries.some(({ outcome }) => outcome === "unknown")
      ? [vscode.l10n.t("No answer came to the delete, so it may still exist: look before you restore it.")]
      : []),
  ];
  const restore = vscode.l10n.t("Restore");
  const choice = await vscode.window.showWarningMessage(
    toastText(question),
    { modal: true, detail: detail.map(toastText).join("\n") },
    restore,
  );
  return choice === restore;
}

async function tell(
  entries: readonly HistoryEntry[],
  created: readonly ContactRef[],
  failures: readonly { readonly name: string; readonly error: unknown }[],
): Promise<void> {
  const [first] = entries;
  const [failed] = failures;
  if (failed) {
    const { message } = describeError(failed.error);
    const text =
      entries.length === 1
        ? vscode.l10n.t("{0} was not restored. {1}", failed.name, message)
        : vscode.l10n.t(
            "{0} of {1} contacts were not restored. {2}: {3}",
            failures.length,
            entries.length,
            failed.name,
            message,
          );
    await vscode.window.showErrorMessage(toastText(text));
    return;
  }
  const [only] = created;
  if (first && only) {
    const text =
      created.length === 1
        ? vscode.l10n.t(
            "{0} was restored with the new ID {1}.",
            valueText(entryContact(first)),
            valueText(only.contactId),
          )
        : vscode.l10n.t("{0} contacts were restored, each with a new ID.", created.length);
    await vscode.window.showInformationMessage(toastText(text));
  }
}
