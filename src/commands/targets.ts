import * as vscode from "vscode";
import { contactLabel, shortId } from "../ui/contactLabel.ts";
import { ReadOnlyError } from "../api/errors.ts";
import { labelText } from "../ui/safeText.ts";
import { refOf, SCHEME } from "../editor/contactUri.ts";
import { findContact } from "../lookup/findContact.ts";
import { lookupSource } from "../lookup/lookupSource.ts";
import type { Connection } from "../model/connection.ts";
import { type ContactRef } from "../state/contactStore.ts";
import { UnknownConnectionError } from "../state/clients.ts";
import { roleName } from "../ui/roleName.ts";
import type { ConnectionTarget, ContactTarget, ListTarget } from "./commandTypes.ts";
import type { CommandContext } from "./context.ts";

/** The contact document in the active tab, whichever view shows it. */
export function activeContact(): ContactRef | undefined {
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  const uri =
    input instanceof vscode.TabInputCustom || input instanceof vscode.TabInputText ? input.uri : undefined;
  return uri?.scheme === SCHEME ? refOf(uri) : undefined;
}

/** The contact that a command was given, or undefined when it was given none. */
export function givenContact(target: ContactTarget): ContactRef | undefined {
  if (target instanceof vscode.Uri) {
    return refOf(target);
  }
  return target && "contactId" in target
    ? { connectionId: target.connectionId, contactId: target.contactId }
    : undefined;
}

/**
 * The contact that a command was given, else the one that the user picks; the contact of the active editor is
 * offered first. A command is never run on a selection that it was not given: during a refresh VS Code can pass
 * nothing from a row's menu (microsoft/vscode#144250).
 * @throws vscode.CancellationError when the picker is dismissed.
 */
export async function contactFor(
  context: CommandContext,
  target: ContactTarget,
  title: string,
): Promise<ContactRef> {
  const given = givenContact(target);
  if (given) {
    return given;
  }
  const active = activeContact();
  const connection =
    (active && context.connections.get(active.connectionId)) ??
    (await connectionFor(context, undefined, title));
  const label = vscode.window.tabGroups.activeTabGroup.activeTab?.label ?? "";
  const { connections, contacts, memory } = context;
  return findContact(lookupSource(connections, contacts, memory), memory, {
    title,
    place: { connectionId: connection.id, inboxId: undefined },
    suggested: active ? { ref: active, label } : undefined,
  });
}

/**
 * Says at once that nothing can be written, before anything is asked; the client refuses in any case.
 * @throws ReadOnlyError over a read-only connection.
 */
export function assertWritable({ connections }: CommandContext, connectionId: string): void {
  if (connections.get(connectionId)?.readOnly) {
    throw new ReadOnlyError("The connection is read-only.");
  }
}

/** How a message calls a contact: its name, else 'Anonymous' and its short id. */
export async function nameOf(
  { contacts }: CommandContext,
  ref: ContactRef,
  target: ContactTarget,
): Promise<string> {
  if (target && "contact" in target) {
    return contactLabel(target.contact);
  }
  const { contact } = await contacts.retrieve(ref);
  return contactLabel(contact) || shortId(ref.contactId);
}

/**
 * The connection that a command was given, else the current one, else the one that the user picks.
 * @throws UnknownConnectionError when there is none of that id.
 */
export async function connectionFor(
  context: CommandContext,
  target: ConnectionTarget | ListTarget,
  title: string,
  options: { readonly always?: boolean; readonly among?: (connection: Connection) => boolean } = {},
): Promise<Connection> {
  const { connections } = context;
  const id = typeof target === "string" ? target : target?.connectionId;
  if (id !== undefined) {
    const connection = connections.get(id);
    if (!connection) {
      throw new UnknownConnectionError(id);
    }
    return connection;
  }
  const candidates = connections.all.filter(options.among ?? (() => true));
  const [only] = candidates;
  if (!only) {
    await offerConnection();
    throw new vscode.CancellationError();
  }
  if (!options.always) {
    return candidates.find((connection) => connection.id === connections.current?.id) ?? only;
  }
  if (candidates.length === 1) {
    return only;
  }
  const picked = await vscode.window.showQuickPick(
    candidates.map((connection) => ({
      label: labelText(connection.label),
      description: [
        roleName(connection.role),
        connection.id === connections.current?.id ? vscode.l10n.t("current") : "",
      ]
        .filter((part) => part !== "")
        .join(" · "),
      detail:
        connection.role === "sandbox" ? vscode.l10n.t("Local server with sample data") : connection.baseUrl,
      connection,
    })),
    { title },
  );
  if (!picked) {
    throw new vscode.CancellationError();
  }
  return picked.connection;
}

async function offerConnection(): Promise<void> {
  const add = vscode.l10n.t("Add Connection");
  const sample = vscode.l10n.t("Try with Sample Data");
  const choice = await vscode.window.showInformationMessage(
    vscode.l10n.t("There is no connection to MaiAgent yet."),
    add,
    sample,
  );
  if (choice === add) {
    await vscode.commands.executeCommand("maiagent.addConnection");
  } else if (choice === sample) {
    await vscode.commands.executeCommand("maiagent.trySampleData");
  }
}

/** The list that a command was given, else the one that the user picks; `inbox` undefined is all contacts. */
export async function listFor(
  context: CommandContext,
  target: ListTarget,
  title: string,
  options: { readonly inboxOnly?: boolean } = {},
): Promise<{
  readonly connection: Connection;
  readonly inbox: { readonly id: string; readonly name: string } | undefined;
}> {
  const connection = await connectionFor(context, target, title);
  const { inboxes } = await context.contacts.inboxes(connection.id);
  if (target && target.kind !== "connection" && (target.inboxId !== undefined || !options.inboxOnly)) {
    return { connection, inbox: inboxes.find(({ id }) => id === target.inboxId) };
  }
  if (options.inboxOnly && inboxes.length === 1) {
    return { connection, inbox: inboxes[0] };
  }
  const picked = await vscode.window.showQuickPick(
    [
      ...inboxes.map((inbox) => ({
        label: labelText(inbox.name) || inbox.id,
        description: inbox.channelType ?? "",
        inbox,
      })),
      ...(options.inboxOnly
        ? []
        : [{ label: vscode.l10n.t("All contacts"), description: "", inbox: undefined }]),
    ],
    { title: `${title} · ${labelText(connection.label)}`, placeHolder: vscode.l10n.t("Inbox") },
  );
  if (!picked) {
    throw new vscode.CancellationError();
  }
  return { connection, inbox: picked.inbox };
}
