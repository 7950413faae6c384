import * as vscode from "vscode";
import { BulkReports, reportText } from "../data/bulk/bulkReports.ts";
import { confirmBulk, subjectOf } from "../data/bulk/confirmBulk.ts";
import { type BulkTools, performBulk, retryReport } from "../data/bulk/performBulk.ts";
import { pickInbox } from "../data/bulk/pickInbox.ts";
import { deleteWork } from "../data/engine/bulk/deleteWork.ts";
import { type BulkScope, filterLines, scopeFor } from "./bulkScope.ts";
import { changeInboxes, type InboxMove } from "./changeInboxes.ts";
import type { CommandTable } from "./commandTypes.ts";
import type { CommandContext } from "./context.ts";
import { copyToConnection } from "./copyToConnection.ts";
import { dropContacts } from "./dropContacts.ts";
import { setField } from "./setField.ts";
import { wayBack } from "./wayBack.ts";
import { assertWritable } from "./targets.ts";
import { placeOf } from "../ui/placeText.ts";

type BulkCommands = Pick<
  CommandTable,
  | "maiagent.deleteContacts"
  | "maiagent.moveToInbox"
  | "maiagent.addToInbox"
  | "maiagent.removeFromInbox"
  | "maiagent.setField"
  | "maiagent.copyToConnection"
  | "maiagent.dropContacts"
  | "maiagent.retryFailed"
  | "maiagent.copyReport"
>;

/** Changes of many contacts; made once, since the reports live as long as the window. */
export function bulkCommands(context: CommandContext): BulkCommands {
  const reports = new BulkReports();
  context.subscriptions.push(reports);
  const tools: BulkTools = {
    clients: context.clients,
    contacts: context.contacts,
    reports,
    log: context.log,
  };
  const reportOf = (given: vscode.Uri | undefined) =>
    given ?? vscode.window.activeTextEditor?.document.uri ?? vscode.Uri.file("/");

  return {
    "maiagent.deleteContacts": async (target, selection) => {
      await deleteScope(
        context,
        tools,
        await scopeFor(context, target, selection, vscode.l10n.t("Delete Contacts")),
      );
    },

    "maiagent.addToInbox": async (target, selection) => {
      const title = vscode.l10n.t("Add to Inbox");
      const scope = await scopeFor(context, target, selection, title);
      const inbox = await targetInbox(context, scope, title);
      await changeInboxes(context, tools, scope, { kind: "add", inbox });
    },

    "maiagent.moveToInbox": async (target, selection) => {
      const title = vscode.l10n.t("Move to Inbox");
      const scope = await scopeFor(context, target, selection, title);
      const inbox = await targetInbox(context, scope, title);
      await changeInboxes(context, tools, scope, { kind: "move", inbox });
    },

    "maiagent.removeFromInbox": async (target, selection) => {
      const title = vscode.l10n.t("Remove from Inbox");
      const scope = await scopeFor(context, target, selection, title);
      assertWritable(context, scope.connection.id);
      const inbox =
        scope.inbox ??
        (await pickInbox(
          (await context.contacts.inboxes(scope.connection.id)).inboxes,
          `${title} · ${scope.connection.label}`,
          vscode.l10n.t("Inbox that they leave"),
        ));
      await changeInboxes(context, tools, scope, { kind: "remove", inbox });
    },

    "maiagent.setField": async (target, selection) => {
      await setField(
        context,
        tools,
        await scopeFor(context, target, selection, vscode.l10n.t("Set a Field")),
      );
    },

    "maiagent.copyToConnection": async (target, selection) => {
      const scope = await scopeFor(context, target, selection, vscode.l10n.t("Copy to Connection"));
      await copyToConnection(context, tools, scope);
    },

    "maiagent.dropContacts": (target, dragged) => dropContacts(context, tools, target, dragged),

    "maiagent.retryFailed": (report) => retryReport(tools, reportOf(report)),

    "maiagent.copyReport": async (report) => {
      const record = tools.reports.get(reportOf(report));
      if (record) {
        await vscode.env.clipboard.writeText(reportText(record));
        vscode.window.setStatusBarMessage(vscode.l10n.t("Report copied."), 3000);
      }
    },
  };
}

/** Deletes after one question. */
async function deleteScope(context: CommandContext, tools: BulkTools, scope: BulkScope): Promise<void> {
  const { connection, items } = scope;
  assertWritable(context, connection.id);
  const isConfirmed = await confirmBulk({
    ...{ connection, items, unlock: context.clients.unlock },
    question: vscode.l10n.t("Delete {0} from {1}?", subjectOf(items), placeOf(connection)),
    lines: [...filterLines(scope), await wayBack(context)],
    button: vscode.l10n.t("Delete"),
  });
  if (isConfirmed) {
    await performBulk(tools, {
      ...{ connection, items },
      title: vscode.l10n.t("Delete {0} from {1}", subjectOf(items), placeOf(connection)),
      progress: vscode.l10n.t("Deleting contacts"),
      work: deleteWork,
    });
  }
}

async function targetInbox(
  context: CommandContext,
  { connection, inbox }: BulkScope,
  title: string,
): Promise<InboxMove["inbox"]> {
  assertWritable(context, connection.id);
  const { inboxes } = await context.contacts.inboxes(connection.id);
  return pickInbox(
    inboxes.filter(({ id }) => id !== inbox?.id),
    `${title} · ${connection.label}`,
    vscode.l10n.t("Inbox that they come into"),
  );
}
