import * as vscode from "vscode";
import { askExportChoice } from "../data/exportChoice.ts";
import type { ExportScope } from "../data/exportedContacts.ts";
import { askImportFile, openImport } from "../data/import/openImport.ts";
import { runExport } from "../data/runExport.ts";
import type { TreeNode } from "../tree/treeNode.ts";
import { labelText } from "../ui/safeText.ts";
import type { CommandTable, ExportTarget } from "./commandTypes.ts";
import type { CommandContext } from "./context.ts";
import { reportFailure } from "./reportFailure.ts";
import { assertWritable, connectionFor, listFor } from "./targets.ts";

type FileCommands = Pick<CommandTable, "maiagent.importContacts" | "maiagent.exportContacts">;

/** What an export is of, and how the file is called. */
interface NamedScope {
  readonly scope: ExportScope;
  readonly name: string;
  readonly expected: number | undefined;
}

export function fileCommands(context: CommandContext): FileCommands {
  return {
    "maiagent.importContacts": async (target) => {
      const title = vscode.l10n.t("Import Contacts");
      const given = target instanceof vscode.Uri ? undefined : target;
      const connection = await connectionFor(context, given, title, { always: true });
      assertWritable(context, connection.id);
      const uri = target instanceof vscode.Uri ? target : await askImportFile(title);
      const fixedId = given && "inboxId" in given ? given.inboxId : undefined;
      await openImport(context, { uri, connection, fixedId }, (error) =>
        reportFailure("maiagent.importContacts", error, context.log),
      );
    },

    "maiagent.exportContacts": async (target, selection, given = {}) => {
      const title = vscode.l10n.t("Export Contacts");
      const { scope, name, expected } = await scopeFor(context, target, selection, title);
      const choice = await askExportChoice(`${title} · ${name}`, fileName(name), given);
      await runExport(context.clients, scope, choice, expected);
    },
  };
}

async function scopeFor(
  context: CommandContext,
  target: ExportTarget,
  selection: readonly TreeNode[] | undefined,
  title: string,
): Promise<NamedScope> {
  const picked = (selection ?? []).flatMap((node) => (node.kind === "contact" ? [node] : []));
  const contacts = picked.length > 0 ? picked : target?.kind === "contact" ? [target] : [];
  if (contacts.length > 0) {
    const refs = new Map(
      contacts.map(({ connectionId, contactId }) => [
        `${connectionId}/${contactId}`,
        { connectionId, contactId },
      ]),
    );
    return {
      scope: { kind: "contacts", refs: [...refs.values()] },
      name: vscode.l10n.t("selected contacts"),
      expected: refs.size,
    };
  }
  const given = target?.kind === "contact" ? undefined : target;
  const { connection, inbox } =
    given?.kind === "connection"
      ? { connection: await connectionFor(context, given, title), inbox: undefined }
      : await listFor(context, given, title);
  const listing = context.contacts.listing({ connectionId: connection.id, inboxId: inbox?.id });
  const name = inbox ? labelText(inbox.name) : labelText(connection.label);
  const isFiltered = listing.filter !== "" && (await wantsFilter(listing.filter, name, title));
  return {
    scope: { kind: "list", ref: listing.ref, filter: isFiltered ? listing.filter : "" },
    name: isFiltered ? `${name} ${labelText(listing.filter)}` : name,
    expected: listing.filter === "" || isFiltered ? listing.count : undefined,
  };
}

async function wantsFilter(filter: string, name: string, title: string): Promise<boolean> {
  const matches = vscode.l10n.t("Contacts that match “{0}”", labelText(filter));
  const picked = await vscode.window.showQuickPick(
    [
      { label: matches, isFiltered: true },
      { label: vscode.l10n.t("All contacts of {0}", name), isFiltered: false },
    ],
    { title },
  );
  if (!picked) {
    throw new vscode.CancellationError();
  }
  return picked.isFiltered;
}

/** A name that every file system takes. */
function fileName(name: string): string {
  const safe = name.replaceAll(/[\s\\/:*?"<>|.$]+/gu, "-").replaceAll(/^-+|-+$/gu, "");
  return `contacts-${safe.slice(0, 60) || "export"}`;
}
