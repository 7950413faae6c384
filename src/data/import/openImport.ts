import * as vscode from "vscode";
import type { Connection } from "../../model/connection.ts";
import type { Clients } from "../../state/clients.ts";
import type { ContactStore } from "../../state/contactStore.ts";
import type { Log } from "../../ui/log.ts";
import { ImportPanel } from "./importPanel.ts";
import { ImportSession } from "./importSession.ts";
import { MappingMemory } from "./mappingMemory.ts";

/** What an import needs of the extension. */
export interface ImportContext {
  readonly clients: Clients;
  readonly contacts: ContactStore;
  readonly storage: vscode.Uri;
  readonly extensionUri: vscode.Uri;
  readonly log: Log;
}

/** Which file goes where. */
export interface ImportRequest {
  readonly uri: vscode.Uri;
  readonly connection: Connection;
  /** The inbox for all rows, if one was chosen. */
  readonly fixedId: string | undefined;
}

/** Asks for the file. @throws vscode.CancellationError when the question is dismissed */
export async function askImportFile(title: string): Promise<vscode.Uri> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const [uri] =
    (await vscode.window.showOpenDialog({
      title,
      openLabel: vscode.l10n.t("Import"),
      ...(folder ? { defaultUri: folder } : {}),
      filters: {
        [vscode.l10n.t("Contacts")]: ["csv", "tsv", "txt", "json", "ndjson", "jsonl"],
        [vscode.l10n.t("All files")]: ["*"],
      },
    })) ?? [];
  if (!uri) {
    throw new vscode.CancellationError();
  }
  return uri;
}

/**
 * Opens the page with the first rows. Nothing is sent before the user says so there.
 *
 * @param onFailure - told of what fails later, in the page
 */
export async function openImport(
  { clients, contacts, storage, extensionUri, log }: ImportContext,
  { uri, connection, fixedId }: ImportRequest,
  onFailure: (error: unknown) => Promise<void>,
): Promise<void> {
  const { inboxes: known, source, complete } = await contacts.inboxes(connection.id);
  const session = new ImportSession(
    uri,
    connection,
    // Inboxes that were only seen in contacts may not be all.
    { fixedId, known, complete: complete && source === "inboxes" },
    {
      clients,
      contacts,
      memory: new MappingMemory(storage, (error) => log.failure("import mapping", error)),
    },
  );
  await session.load();
  new ImportPanel(session, extensionUri, (error) => {
    onFailure(error).then(undefined, (failure: unknown) => log.failure("import", failure));
  });
}
