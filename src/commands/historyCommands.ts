import * as vscode from "vscode";
import type { HistoryEntry } from "../model/historyEntry.ts";
import type { ContactRef } from "../state/contactStore.ts";
import { confirmDestructive } from "../ui/confirmDestructive.ts";
import type { CommandTable } from "./commandTypes.ts";
import { chooseFromHistory } from "./contactHistory.ts";
import type { CommandContext } from "./context.ts";
import { chooseDeleted } from "./deletedContacts.ts";
import { shownEntryId } from "./historyVersions.ts";
import { restoreDeleted } from "./restoreDeleted.ts";
import { restoreVersion } from "./restoreVersion.ts";
import { activeContact, contactFor, givenContact } from "./targets.ts";
import { undoWrite } from "./undoLastChange.ts";

type HistoryCommands = Pick<
  CommandTable,
  | "maiagent.contactHistory"
  | "maiagent.restoreVersion"
  | "maiagent.compareVersionWithNow"
  | "maiagent.undoLastChange"
  | "maiagent.showDeletedContacts"
  | "maiagent.clearHistory"
>;

export function historyCommands(context: CommandContext): HistoryCommands {
  const { history, versions } = context;

  const restore = async (entry: HistoryEntry) => {
    await (entry.kind === "delete" ? restoreDeleted(context, [entry]) : restoreVersion(context, entry));
  };

  /** The entry of a version's document, or of the one in the active editor; says so where there is none. */
  const shownEntry = async (target: vscode.Uri | string | undefined) => {
    const id = typeof target === "string" ? target : shownEntryId(target);
    const entry = id === undefined ? undefined : await (await history()).get(id);
    if (!entry) {
      await vscode.window.showInformationMessage(
        id === undefined
          ? vscode.l10n.t("Open a version from the contact's history first.")
          : vscode.l10n.t("This version is no longer in the history."),
      );
    }
    return entry;
  };

  return {
    "maiagent.contactHistory": async (target) => {
      const given = givenContact(target);
      const ref = given ?? (await contactFor(context, target, vscode.l10n.t("Contact History")));
      const choice = await chooseFromHistory(context, ref, target, given === undefined);
      switch (choice?.action) {
        case "open":
          await (await versions()).open(choice.entry);
          break;
        case "compare":
          await (await versions()).openWithNow(choice.entry);
          break;
        case "restore":
          await restore(choice.entry);
          break;
        case undefined:
          break;
      }
    },

    "maiagent.restoreVersion": async (target) => {
      const entry = await shownEntry(target);
      if (entry) {
        await restore(entry);
      }
    },

    "maiagent.compareVersionWithNow": async (target) => {
      const entry = await shownEntry(target);
      if (entry) {
        await (await versions()).openWithNow(entry);
      }
    },

    "maiagent.undoLastChange": async (target) => {
      const ref = givenContact(target) ?? activeContact() ?? selectedContact(context);
      const entry = await (await history()).last(ref);
      if (entry) {
        await undoWrite(context, entry);
        return;
      }
      await vscode.window.showInformationMessage(
        ref
          ? vscode.l10n.t("The history has no change of this contact that could be undone.")
          : vscode.l10n.t("The history has no change that could be undone."),
      );
    },

    "maiagent.showDeletedContacts": async (target) => {
      const connectionId = typeof target === "string" ? target : target?.connectionId;
      const choice = await chooseDeleted(context, connectionId);
      if (choice?.action === "restore") {
        await restoreDeleted(context, choice.entries);
      } else if (choice) {
        await (await versions()).open(choice.entry);
      }
    },

    "maiagent.clearHistory": async () => {
      const isConfirmed = await confirmDestructive({
        question: vscode.l10n.t("Clear the history of all contacts on this machine?"),
        detail: [
          vscode.l10n.t(
            "Changes can no longer be undone and deleted contacts no longer be restored. Contacts on MaiAgent stay as they are.",
          ),
        ],
        button: vscode.l10n.t("Clear"),
        word: vscode.l10n.t("history"),
      });
      if (isConfirmed) {
        const count = await (await history()).clear();
        vscode.window.setStatusBarMessage(vscode.l10n.t("The history is cleared: {0} entries.", count), 5000);
      }
    },
  };
}

/** The one contact selected in the tree; what is done to it is asked about by its name. */
function selectedContact({ view }: CommandContext): ContactRef | undefined {
  const [node, ...others] = view.visible ? view.selection : [];
  return node?.kind === "contact" && others.length === 0
    ? { connectionId: node.connectionId, contactId: node.contactId }
    : undefined;
}
