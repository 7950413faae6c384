import * as vscode from "vscode";
import { ContactPicker } from "../lookup/contactPicker.ts";
import { lookupSource } from "../lookup/lookupSource.ts";
import { askForSearchName, deleteSearch } from "../lookup/savedSearches.ts";
import type { LookupSearch } from "../lookup/lookupView.ts";
import { setContextKey } from "../ui/contextKeys.ts";
import type { CommandTable, ContactTarget, SearchTarget } from "./commandTypes.ts";
import type { CommandContext } from "./context.ts";
import { showContact } from "./showContact.ts";
import { connectionFor, contactFor } from "./targets.ts";

type LookupCommands = Pick<
  CommandTable,
  | "maiagent.findContact"
  | "maiagent.findOpenToSide"
  | "maiagent.findPeek"
  | "maiagent.findActions"
  | "maiagent.findSaveSearch"
  | "maiagent.openContactToSide"
  | "maiagent.peekContact"
  | "maiagent.pinContact"
  | "maiagent.unpinContact"
  | "maiagent.revealContact"
  | "maiagent.renameSearch"
  | "maiagent.deleteSearch"
>;

/** What stands in the box at first: a saved search, or a text of an editor. */
type SearchText = Pick<LookupSearch, "text" | "inboxId">;

/** Find Contact, what its rows can do, pins and saved searches. */
export function lookupCommands(context: CommandContext): LookupCommands {
  const { connections, contacts, memory, log } = context;
  let open: ContactPicker | undefined;

  const find = async (connectionId: string, inboxId: string | undefined, search?: SearchText) => {
    // The place of a search is in its text: there it can be changed.
    const inbox = search?.inboxId === undefined ? "" : `in:${search.inboxId}`;
    const picker = new ContactPicker(lookupSource(connections, contacts, memory), memory, {
      title: vscode.l10n.t("Find Contact"),
      place: { connectionId, inboxId },
      ...(search ? { text: [search.text, inbox].filter((part) => part !== "").join(" ") } : {}),
      hasActions: true,
    });
    open = picker;
    setContextKey("maiagent.finding", true, log);
    try {
      return await picker.pick();
    } finally {
      if (open === picker) {
        open = undefined;
        setContextKey("maiagent.finding", false, log);
      }
    }
  };

  return {
    "maiagent.findContact": async (target, text) => {
      const connection = await connectionFor(context, target, vscode.l10n.t("Find Contact"));
      const inboxId = target && "inboxId" in target ? target.inboxId : undefined;
      const search = target && "search" in target ? target.search : undefined;
      if (inboxId !== undefined) {
        // For the name in the title; a row of an inbox was clicked, so it is there already.
        await contacts.inboxes(connection.id);
      }
      // A row's menu gives the selection in its place.
      const typed = typeof text === "string" ? text : undefined;
      const { found, toSide } = search
        ? await find(connection.id, undefined, search)
        : await find(connection.id, inboxId, typed === undefined ? undefined : { text: typed });
      await vscode.commands.executeCommand(
        toSide ? "maiagent.openContactToSide" : "maiagent.openContact",
        found,
      );
    },

    "maiagent.findOpenToSide": () => open?.openToSide(),
    "maiagent.findPeek": () => open?.peek(),
    "maiagent.findActions": () => open?.showActions(),
    "maiagent.findSaveSearch": () => open?.saveSearch(),

    "maiagent.openContactToSide": async (target) => {
      const ref = await contactFor(context, target, vscode.l10n.t("Open Contact to the Side"));
      await showContact(context, ref, { viewColumn: vscode.ViewColumn.Beside, preview: false });
    },

    "maiagent.peekContact": async (target) => {
      const ref = await contactFor(context, target, vscode.l10n.t("Open Contact"));
      await showContact(context, ref, { preview: true, preserveFocus: true });
    },

    "maiagent.pinContact": async (target) => {
      const ref = await contactFor(context, target, vscode.l10n.t("Pin Contact"));
      memory.pin(ref.connectionId, await knownContact(context, ref, target));
    },

    "maiagent.unpinContact": async (target) => {
      memory.unpin(await contactFor(context, target, vscode.l10n.t("Unpin Contact")));
    },

    "maiagent.revealContact": async (target) => {
      const ref = await contactFor(context, target, vscode.l10n.t("Reveal in the Contacts View"));
      // What a pinned or recent row knows may be old: the inboxes decide where it stands.
      const { contact } = await contacts.retrieve(ref);
      const row = await context.tree.rowOf(ref.connectionId, contact);
      if (row) {
        await context.view.reveal(row, { select: true, focus: false });
      } else {
        await vscode.commands.executeCommand("maiagent.contacts.focus");
      }
    },

    "maiagent.renameSearch": async (target) => {
      const search = searchOf(target);
      const name = search && (await askForSearchName(vscode.l10n.t("Rename Search"), search.name));
      if (search && name !== undefined) {
        memory.renameSearch(search.connectionId, search.id, name);
      }
    },

    "maiagent.deleteSearch": async (target) => {
      const search = searchOf(target);
      if (search) {
        await deleteSearch(memory, search);
      }
    },
  };
}

function searchOf(target: SearchTarget): LookupSearch | undefined {
  if (target && "kind" in target) {
    return target.search && { ...target.search, connectionId: target.connectionId };
  }
  return target;
}

/** The contact as the row shows it, else as the server has it. */
async function knownContact(
  { contacts }: CommandContext,
  ref: { readonly connectionId: string; readonly contactId: string },
  target: ContactTarget,
) {
  return target && "contact" in target ? target.contact : (await contacts.retrieve(ref)).contact;
}
