import * as vscode from "vscode";
import type { Contact } from "../api/schemas.ts";
import type { BulkItem } from "../data/engine/bulk/bulkOutcome.ts";
import type { Connection } from "../model/connection.ts";
import type { TreeNode } from "../tree/treeNode.ts";
import { contactLabel } from "../ui/contactLabel.ts";
import { labelText, toastText, valueText } from "../ui/safeText.ts";
import type { BulkTarget } from "./commandTypes.ts";
import type { CommandContext } from "./context.ts";
import { activeContact, connectionFor, givenContact } from "./targets.ts";

/** An inbox as lists show it. */
interface NamedInbox {
  readonly id: string;
  readonly name: string;
}

/** Which contacts a command changes: all of one connection. */
export interface BulkScope {
  readonly connection: Connection;
  /** The list in which they were chosen; undefined for all contacts. */
  readonly inbox: NamedInbox | undefined;
  /** The search text of 'all that match'; empty for all of a list, undefined for single or selected contacts. */
  readonly filter: string | undefined;
  readonly contacts: readonly Contact[];
  readonly items: readonly BulkItem[];
}

/** Selected contacts belong to several connections: nothing is done with them. */
const severalConnections = () => vscode.l10n.t("Select contacts of one connection only.");

/**
 * The contacts that a command was given: the selection, when the row it was run on is part of it, a single contact,
 * or all that a list's filter matches, read completely. Given nothing, it asks; it never takes the selection unasked,
 * since VS Code can pass nothing from a row's menu during a refresh (microsoft/vscode#144250).
 * @throws vscode.CancellationError when a question is dismissed or the choice cannot be used
 */
export async function scopeFor(
  context: CommandContext,
  target: BulkTarget,
  selection: readonly TreeNode[] | undefined,
  title: string,
): Promise<BulkScope> {
  if (target && "kind" in target) {
    switch (target.kind) {
      case "contact": {
        const selected = contactNodes(selection ?? []);
        const isSelected = selected.some(({ contactId }) => contactId === target.contactId);
        return scopeOfNodes(context, isSelected ? selected : [target]);
      }
      case "list":
        return scopeOfList(context, target.connectionId, target.inboxId);
      case "connection":
      case "empty":
      case "loadMore":
        break;
    }
  }
  const ref = target && !("kind" in target) ? givenContact(target) : undefined;
  return ref ? scopeOfRef(context, ref) : askForScope(context, title);
}

/** The contacts of rows, each once. */
export async function scopeOfNodes(
  context: CommandContext,
  nodes: readonly Extract<TreeNode, { readonly kind: "contact" }>[],
): Promise<BulkScope> {
  const [first] = nodes;
  if (!first || nodes.some(({ connectionId }) => connectionId !== first.connectionId)) {
    await vscode.window.showInformationMessage(severalConnections());
    throw new vscode.CancellationError();
  }
  const connection = await connectionFor(context, first.connectionId, "");
  const isOneList = nodes.every(({ inboxId }) => inboxId === first.inboxId);
  const inbox = isOneList ? inboxOf(context, connection.id, first.inboxId) : undefined;
  const unique = [...new Map(nodes.map(({ contact }) => [contact.id, contact])).values()];
  return scope(connection, inbox, undefined, unique);
}

/** Reads everything that the list's own filter matches, with progress. */
async function scopeOfList(
  context: CommandContext,
  connectionId: string,
  inboxId: string | undefined,
): Promise<BulkScope> {
  const connection = await connectionFor(context, connectionId, "");
  const inbox = inboxOf(context, connectionId, inboxId);
  const { filter } = context.contacts.listing({ connectionId, inboxId });
  return scope(connection, inbox, filter, await readAll(context, connectionId, inboxId, filter));
}

async function scopeOfRef(
  context: CommandContext,
  ref: { readonly connectionId: string; readonly contactId: string },
): Promise<BulkScope> {
  const connection = await connectionFor(context, ref.connectionId, "");
  const { contact } = await context.contacts.retrieve(ref);
  return scope(connection, undefined, undefined, [contact]);
}

/**
 * Reads all contacts of a list that a search text matches, page by page, with progress and cancel.
 * @throws vscode.CancellationError when it is cancelled
 */
export async function readAll(
  { contacts }: CommandContext,
  connectionId: string,
  inboxId: string | undefined,
  filter: string,
): Promise<readonly Contact[]> {
  return vscode.window.withProgress(
    {
      location: vscode.ProgressLocation.Notification,
      title: vscode.l10n.t("Reading contacts"),
      cancellable: true,
    },
    async (progress, token) => {
      const abort = new AbortController();
      const subscription = token.onCancellationRequested(() => abort.abort());
      const found: Contact[] = [];
      try {
        for await (const contact of contacts.matching({ connectionId, inboxId }, filter, {
          signal: abort.signal,
        })) {
          found.push(contact);
          if (found.length % 100 === 0) {
            progress.report({ message: found.length.toLocaleString(vscode.env.language) });
          }
        }
        return found;
      } catch (error) {
        if (token.isCancellationRequested) {
          throw new vscode.CancellationError();
        }
        throw error;
      } finally {
        subscription.dispose();
      }
    },
  );
}

/** From the palette: the selected rows, the open contact, or a list, each named, so that it is a choice. */
async function askForScope(context: CommandContext, title: string): Promise<BulkScope> {
  const selected = contactNodes(context.view.selection);
  const active = activeContact();
  const connection = await connectionFor(context, undefined, title);
  const { inboxes } = await context.contacts.inboxes(connection.id);
  const firstNames = selected.slice(0, 3).map(({ contact }) => valueText(contactLabel(contact)));
  const choices: (vscode.QuickPickItem & { readonly take?: () => Promise<BulkScope> })[] = [
    ...(selected.length === 0
      ? []
      : [
          {
            label: vscode.l10n.t("Selected contacts ({0})", selected.length),
            description: firstNames.join(", ") + (selected.length > 3 ? ", …" : ""),
            take: () => scopeOfNodes(context, selected),
          },
        ]),
    ...(active
      ? [
          {
            label: vscode.l10n.t("Contact of the active editor"),
            description: labelText(vscode.window.tabGroups.activeTabGroup.activeTab?.label ?? ""),
            take: () => scopeOfRef(context, active),
          },
        ]
      : []),
    { label: labelText(connection.label), kind: vscode.QuickPickItemKind.Separator },
    ...[...inboxes, undefined].map((inbox) => {
      const { filter } = context.contacts.listing({ connectionId: connection.id, inboxId: inbox?.id });
      return {
        label: inbox ? labelText(inbox.name) || inbox.id : vscode.l10n.t("All contacts"),
        description: filter === "" ? "" : vscode.l10n.t('filter: "{0}"', labelText(filter)),
        take: () => askForFilter(context, connection, inbox, title),
      };
    }),
  ];
  const picked = await vscode.window.showQuickPick(choices, {
    title: `${title} · ${labelText(connection.label)}`,
    placeHolder: vscode.l10n.t("Which contacts?"),
  });
  if (!picked?.take) {
    throw new vscode.CancellationError();
  }
  return picked.take();
}

async function askForFilter(
  context: CommandContext,
  connection: Connection,
  inbox: NamedInbox | undefined,
  title: string,
): Promise<BulkScope> {
  const filter = await vscode.window.showInputBox({
    title: `${title} · ${inbox ? labelText(inbox.name) : vscode.l10n.t("All contacts")}`,
    prompt: vscode.l10n.t(
      "All contacts that the server finds for this text. Empty text takes the whole list.",
    ),
    value: context.contacts.listing({ connectionId: connection.id, inboxId: inbox?.id }).filter,
  });
  if (filter === undefined) {
    throw new vscode.CancellationError();
  }
  const found = await readAll(context, connection.id, inbox?.id, filter.trim());
  return scope(connection, inbox, filter.trim(), found);
}

async function scope(
  connection: Connection,
  inbox: NamedInbox | undefined,
  filter: string | undefined,
  contacts: readonly Contact[],
): Promise<BulkScope> {
  if (contacts.length === 0) {
    await vscode.window.showInformationMessage(
      toastText(
        filter === undefined || filter === ""
          ? vscode.l10n.t("There is no contact in this list.")
          : vscode.l10n.t("No contact matches “{0}”", valueText(filter)),
      ),
    );
    throw new vscode.CancellationError();
  }
  const items = contacts.map((contact, index) => ({
    connectionId: connection.id,
    contactId: contact.id,
    name: contactLabel(contact),
    index: index + 1,
  }));
  return { connection, inbox, filter, contacts, items };
}

function contactNodes(
  nodes: readonly TreeNode[],
): readonly Extract<TreeNode, { readonly kind: "contact" }>[] {
  return nodes.flatMap((node) => (node.kind === "contact" ? [node] : []));
}

function inboxOf(
  { contacts }: CommandContext,
  connectionId: string,
  inboxId: string | undefined,
): NamedInbox | undefined {
  return inboxId === undefined
    ? undefined
    : (contacts.knownInboxes(connectionId).find(({ id }) => id === inboxId) ?? {
        id: inboxId,
        name: inboxId,
      });
}

/** Says by what 'all that match' were chosen. */
export function filterLines({ filter, inbox }: BulkScope): readonly string[] {
  if (filter === undefined) {
    return [];
  }
  const list = inbox ? valueText(inbox.name) : vscode.l10n.t("All contacts");
  return [
    toastText(
      filter === ""
        ? vscode.l10n.t("Everything in: {0}", list)
        : vscode.l10n.t("Everything in {0} that matches “{1}”", list, valueText(filter)),
    ),
  ];
}
