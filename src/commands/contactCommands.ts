import * as vscode from "vscode";
import { NAME_LIMIT } from "../model/contactSchema.ts";
import { duplicateBody } from "../model/contactChanges.ts";
import { documentTextOf, fieldValue, parseContactText } from "../model/contactText.ts";
import { uriOf } from "../editor/contactUri.ts";
import type { ContactRef } from "../state/contactStore.ts";
import { labelText, toastText, valueText } from "../ui/safeText.ts";
import { clickedRow } from "../tree/clickedRow.ts";
import type { CommandTable, ContactTarget } from "./commandTypes.ts";
import type { CommandContext } from "./context.ts";
import { deleteContact } from "./deleteContact.ts";
import { replaceContact } from "./replaceContact.ts";
import { showContact } from "./showContact.ts";
import { activeContact, assertWritable, contactFor, givenContact, listFor, nameOf } from "./targets.ts";

type ContactCommands = Pick<
  CommandTable,
  | "maiagent.newContact"
  | "maiagent.openContact"
  | "maiagent.openRow"
  | "maiagent.openContactAsText"
  | "maiagent.saveContact"
  | "maiagent.compareWithServer"
  | "maiagent.previewChanges"
  | "maiagent.replaceContact"
  | "maiagent.duplicateContact"
  | "maiagent.deleteContact"
  | "maiagent.copyContactId"
  | "maiagent.copyContactJson"
  | "maiagent.showField"
>;

export function contactCommands(context: CommandContext): ContactCommands {
  const { contacts, connections, editor } = context;

  const askForName = async (title: string, value: string): Promise<string> => {
    const name = await vscode.window.showInputBox({
      title,
      prompt: vscode.l10n.t("Name of the contact. It is created when you press Enter, then opens."),
      value,
      ignoreFocusOut: true,
      validateInput: (text) =>
        text.trim() === "" || text.length > NAME_LIMIT
          ? vscode.l10n.t("Enter a name of 1 to {0} characters.", NAME_LIMIT)
          : undefined,
    });
    if (name === undefined) {
      throw new vscode.CancellationError();
    }
    return name.trim();
  };

  /** The contact that a command was given, else the one in the active editor, else the one that the user picks. */
  const shownContact = async (target: ContactTarget, title: string): Promise<ContactRef> =>
    givenContact(target) ?? activeContact() ?? contactFor(context, target, title);

  const open = (ref: ContactRef, preview: boolean) => showContact(context, ref, { preview });

  const creating = async <T>(connectionId: string, create: () => Promise<T>): Promise<T> => {
    const label = valueText(connections.get(connectionId)?.label ?? connectionId);
    return vscode.window.withProgress(
      {
        location: vscode.ProgressLocation.Window,
        title: toastText(vscode.l10n.t("Creating a contact in {0}…", label)),
      },
      create,
    );
  };

  return {
    "maiagent.newContact": async (target) => {
      const title = vscode.l10n.t("New Contact");
      const { connection, inbox } = await listFor(context, target, title, { inboxOnly: true });
      assertWritable(context, connection.id);
      if (!inbox) {
        await vscode.window.showInformationMessage(
          toastText(
            vscode.l10n.t(
              "{0} has no inbox to put a contact in. Create one in MaiAgent first.",
              valueText(connection.label),
            ),
          ),
        );
        return;
      }
      const name = await askForName(
        `${title} · ${labelText(inbox.name)} · ${labelText(connection.label)}`,
        "",
      );
      const { contact } = await creating(connection.id, () =>
        contacts.create(connection.id, { name, inboxes: [{ id: inbox.id }] }),
      );
      await open({ connectionId: connection.id, contactId: contact.id }, false);
    },

    "maiagent.openContact": async (target) => {
      // From the tree it previews, as a file does from the explorer.
      const isRow = target !== undefined && "kind" in target;
      await open(await contactFor(context, target, vscode.l10n.t("Open Contact")), isRow);
    },

    "maiagent.openRow": async () => {
      const row = await clickedRow(context.view, context.tree);
      if (row) {
        await open({ connectionId: row.connectionId, contactId: row.contactId }, true);
      }
    },

    "maiagent.openContactAsText": async (target) => {
      const ref = await contactFor(context, target, vscode.l10n.t("Open Contact as Text"));
      await vscode.commands.executeCommand("vscode.openWith", uriOf(ref), "default");
    },

    "maiagent.saveContact": async () => {
      await vscode.commands.executeCommand("workbench.action.files.save");
    },

    "maiagent.compareWithServer": async (target) => {
      const ref = await shownContact(target, vscode.l10n.t("Compare with Server"));
      await editor.compareWithServer(uriOf(ref));
    },

    "maiagent.previewChanges": async (target) => {
      const ref = await shownContact(target, vscode.l10n.t("Preview Changes"));
      await editor.showPreview(uriOf(ref));
    },

    "maiagent.replaceContact": async (target) => {
      await replaceContact(
        context,
        await contactFor(context, target, vscode.l10n.t("Replace Contact (PUT)")),
        target,
      );
    },

    "maiagent.duplicateContact": async (target) => {
      const title = vscode.l10n.t("Duplicate Contact");
      const { connectionId, contactId } = await contactFor(context, target, title);
      assertWritable(context, connectionId);
      const text = parseContactText(
        documentTextOf((await contacts.retrieve({ connectionId, contactId })).json),
      );
      const original = fieldValue(text, "name");
      const suggestion = vscode.l10n.t("{0} (copy)", typeof original === "string" ? original : "");
      const name = await askForName(title, suggestion.trim());
      const { contact } = await creating(connectionId, () =>
        contacts.create(connectionId, duplicateBody(text, name)),
      );
      await open({ connectionId, contactId: contact.id }, false);
      if (fieldValue(text, "sourceId")) {
        vscode.window.setStatusBarMessage(
          vscode.l10n.t("The copy has no source ID: it must be unique within an inbox."),
          8000,
        );
      }
    },

    "maiagent.deleteContact": async (target, selection) => {
      if ((selection ?? []).filter(({ kind }) => kind === "contact").length > 1) {
        await vscode.commands.executeCommand("maiagent.deleteContacts", target, selection);
        return;
      }
      const ref = await contactFor(context, target, vscode.l10n.t("Delete Contact"));
      assertWritable(context, ref.connectionId);
      await deleteContact(context, ref, await nameOf(context, ref, target));
    },

    "maiagent.copyContactId": async (target, selection) => {
      const ids = (selection ?? []).flatMap((node) => (node.kind === "contact" ? [node.contactId] : []));
      const refs =
        ids.length > 1
          ? [...new Set(ids)]
          : [(await contactFor(context, target, vscode.l10n.t("Copy Contact ID"))).contactId];
      await vscode.env.clipboard.writeText(refs.join("\n"));
      vscode.window.setStatusBarMessage(
        refs.length > 1
          ? vscode.l10n.t("{0} contact IDs copied.", refs.length)
          : vscode.l10n.t("Contact ID copied."),
        3000,
      );
    },

    "maiagent.copyContactJson": async (target) => {
      const ref =
        givenContact(target) ?? (await contactFor(context, target, vscode.l10n.t("Copy Contact as JSON")));
      const { document } = context.files.record(uriOf(ref));
      const text = document?.getText() ?? documentTextOf((await contacts.retrieve(ref)).json);
      await vscode.env.clipboard.writeText(text);
      vscode.window.setStatusBarMessage(vscode.l10n.t("Contact copied as JSON, without credentials."), 3000);
    },

    "maiagent.showField": async (ref, field) => {
      if (ref && field !== undefined) {
        await editor.showField(uriOf(ref), field);
      }
    },
  };
}
