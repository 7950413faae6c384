import * as vscode from "vscode";
import { confirmBulk, subjectOf } from "../data/bulk/confirmBulk.ts";
import { mapInboxes, pickFields, pickPolicy, pickTarget } from "../data/bulk/pickCopy.ts";
import { type BulkTools, performBulk } from "../data/bulk/performBulk.ts";
import { type ConflictPolicy, copyWork } from "../data/engine/bulk/copyWork.ts";
import { inboxIdsOfContact } from "../data/engine/bulk/inboxWork.ts";
import type { Connection } from "../model/connection.ts";
import { fieldNames } from "../ui/fieldName.ts";
import { placeOf } from "../ui/placeText.ts";
import { valueText } from "../ui/safeText.ts";
import { type BulkScope } from "./bulkScope.ts";
import type { CommandContext } from "./context.ts";
import { assertWritable } from "./targets.ts";

/** Where a drop put the contacts. */
export interface CopyTarget {
  readonly connection: Connection;
  readonly inbox: { readonly id: string; readonly name: string };
}

/**
 * Copies contacts to another connection after asking for it, for the counterpart of inboxes without one, for the
 * fields, and for what happens to contacts that are there already. Nothing changes where they come from.
 *
 * @param dropped the connection and inbox, when they are known
 */
export async function copyToConnection(
  context: CommandContext,
  tools: BulkTools,
  scope: BulkScope,
  dropped?: CopyTarget,
): Promise<void> {
  const { connections, contacts } = context;
  const { connection, items } = scope;
  const who = subjectOf(items);
  const title = vscode.l10n.t("Copy {0}", who);
  const target = dropped?.connection ?? (await askForTarget(connections.all, connection, title));
  assertWritable(context, target.id);
  const heading = `${title} · ${target.label}`;
  const inboxes = dropped
    ? allInto(dropped.inbox.id, scope)
    : await mapInboxes(
        scope.contacts,
        (await contacts.inboxes(connection.id)).inboxes,
        (await contacts.inboxes(target.id)).inboxes,
        heading,
      );
  const fields = await pickFields(heading);
  const policy = fields.includes("sourceId") ? await pickPolicy(heading) : "skip";
  const isConfirmed = await confirmBulk({
    ...{ connection: target, items, unlock: context.clients.unlock },
    question: vscode.l10n.t("Copy {0} from {1} to {2}?", who, placeOf(connection), placeOf(target)),
    lines: [
      vscode.l10n.t("Fields: {0}", fieldNames(["name", ...fields])),
      fields.includes("sourceId")
        ? policyLine(policy)
        : vscode.l10n.t("Without the source ID each copy is a new contact, also when it is there already."),
      ...(dropped ? [vscode.l10n.t("Into the inbox {0}", valueText(dropped.inbox.name))] : []),
    ],
    button: vscode.l10n.t("Copy"),
  });
  if (isConfirmed) {
    await performBulk(tools, {
      ...{ connection: target, source: connection, items },
      title: vscode.l10n.t("Copy {0} from {1} to {2}", who, placeOf(connection), placeOf(target)),
      progress: vscode.l10n.t("Copying contacts"),
      work: (held) => copyWork(held, { targetConnectionId: target.id, inboxes, policy, fields }),
    });
  }
}

async function askForTarget(
  all: readonly Connection[],
  source: Connection,
  title: string,
): Promise<Connection> {
  const candidates = all.filter(({ id, readOnly }) => id !== source.id && !readOnly);
  if (candidates.length === 0) {
    await vscode.window.showInformationMessage(
      vscode.l10n.t("There is no other connection that can be written to. Add one first."),
    );
    throw new vscode.CancellationError();
  }
  return pickTarget(candidates, title);
}

function allInto(inboxId: string, { contacts }: BulkScope): ReadonlyMap<string, string> {
  return new Map(contacts.flatMap(inboxIdsOfContact).map((id) => [id, inboxId]));
}

function policyLine(policy: ConflictPolicy): string {
  switch (policy) {
    case "skip":
      return vscode.l10n.t("Contacts whose source ID is there already are skipped.");
    case "update":
      return vscode.l10n.t("Contacts whose source ID is there already are updated.");
    case "fail":
      return vscode.l10n.t("Contacts whose source ID is there already are reported as failed.");
  }
}
