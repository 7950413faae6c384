import * as vscode from "vscode";
import { labelText, toastText, valueText } from "../ui/safeText.ts";
import type { CommandTable } from "./commandTypes.ts";
import type { CommandContext } from "./context.ts";
import { listFor } from "./targets.ts";

type ListCommands = Pick<
  CommandTable,
  "maiagent.refresh" | "maiagent.loadMore" | "maiagent.filterInbox" | "maiagent.clearFilter"
>;

export function listCommands(context: CommandContext): ListCommands {
  const { connections, contacts } = context;

  const setFilter = async (connectionId: string, inboxId: string | undefined, filter: string) => {
    const listing = contacts.listing({ connectionId, inboxId });
    listing.setFilter(filter);
    await listing.load();
    if (filter !== "" && listing.count === 0) {
      vscode.window.setStatusBarMessage(vscode.l10n.t("No contact matches “{0}”", labelText(filter)), 5000);
    }
  };

  return {
    "maiagent.refresh": (target) => {
      const node = target?.kind === "failure" ? target.parent : target;
      if (node?.kind === "list") {
        contacts.refreshListing(node);
        return;
      }
      if (node && "connectionId" in node) {
        contacts.refreshConnection(node.connectionId);
        return;
      }
      for (const { id } of connections.all) {
        contacts.refreshConnection(id);
      }
    },

    "maiagent.loadMore": async (target) => {
      const list = target ?? (await listed(context, vscode.l10n.t("Load More Contacts")));
      const listing = contacts.listing(list);
      await vscode.window.withProgress({ location: { viewId: "maiagent.contacts" } }, async () => {
        await listing.load();
        await listing.loadMore();
      });
    },

    "maiagent.filterInbox": async (target) => {
      const title = vscode.l10n.t("Filter Contacts");
      const { connection, inbox } = await listFor(context, target, title);
      const { filter } = contacts.listing({ connectionId: connection.id, inboxId: inbox?.id });
      const typed = await vscode.window.showInputBox({
        title: `${title} · ${inbox ? labelText(inbox.name) : vscode.l10n.t("All contacts")}`,
        prompt: vscode.l10n.t("The server searches name, source ID and more. Empty text clears the filter."),
        value: filter,
      });
      if (typed !== undefined) {
        await setFilter(connection.id, inbox?.id, typed.trim());
      }
    },

    "maiagent.clearFilter": async (target) => {
      const { connection, inbox } = await listFor(context, target, vscode.l10n.t("Clear Filter"));
      await setFilter(connection.id, inbox?.id, "");
    },
  };
}

async function listed(
  context: CommandContext,
  title: string,
): Promise<{ readonly connectionId: string; readonly inboxId: string | undefined }> {
  const { connection, inbox } = await listFor(context, undefined, title);
  const listing = context.contacts.listing({ connectionId: connection.id, inboxId: inbox?.id });
  if (listing.isLoaded && !listing.hasMore) {
    await vscode.window.showInformationMessage(
      toastText(
        vscode.l10n.t(
          "All contacts of {0} are loaded.",
          valueText(inbox?.name ?? vscode.l10n.t("All contacts")),
        ),
      ),
    );
    throw new vscode.CancellationError();
  }
  return { connectionId: connection.id, inboxId: inbox?.id };
}
