import * as vscode from "vscode";
import { DuplicatesPanel } from "../data/duplicates/duplicatesPanel.ts";
import { DuplicateFinder, type DuplicateGroup } from "../data/engine/duplicates/findDuplicates.ts";
import { labelText, toastText, valueText } from "../ui/safeText.ts";
import { readAll } from "./bulkScope.ts";
import type { CommandTable } from "./commandTypes.ts";
import type { CommandContext } from "./context.ts";
import { listFor } from "./targets.ts";

type DuplicatesCommands = Pick<CommandTable, "maiagent.findDuplicates">;

export function duplicatesCommands(context: CommandContext): DuplicatesCommands {
  const { contacts, clients, extensionUri, log } = context;

  return {
    "maiagent.findDuplicates": async (target) => {
      const { connection, inbox } = await listFor(context, target, vscode.l10n.t("Find Duplicates"));
      const { inboxes } = await contacts.inboxes(connection.id);
      const { filter } = contacts.listing({ connectionId: connection.id, inboxId: inbox?.id });
      const list = inbox ? labelText(inbox.name) : vscode.l10n.t("All contacts");
      const place = filter === "" ? list : `${list} · ${vscode.l10n.t('filter: "{0}"', labelText(filter))}`;
      const find = async (): Promise<readonly DuplicateGroup[]> => {
        const finder = new DuplicateFinder();
        for (const contact of await readAll(context, connection.id, inbox?.id, filter)) {
          finder.add(contact);
        }
        return finder.groups();
      };
      const groups = await find();
      if (groups.length === 0) {
        await vscode.window.showInformationMessage(
          toastText(vscode.l10n.t("{0} has no duplicates by source ID, e-mail or phone.", valueText(place))),
        );
        return;
      }
      const inboxNames = new Map(inboxes.map(({ id, name }) => [id, name]));
      const openContact = async (contactId: string) => {
        await vscode.commands.executeCommand("maiagent.openContact", {
          connectionId: connection.id,
          contactId,
        });
      };
      new DuplicatesPanel({ connection, place, inboxNames, find }, groups, {
        extensionUri,
        contacts,
        clients,
        log,
        openContact,
      });
    },
  };
}
