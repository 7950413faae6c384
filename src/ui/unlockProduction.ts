import * as vscode from "vscode";
import type { MaiAgentClient } from "../api/client.ts";
import type { Connection } from "../model/connection.ts";
import type { Clients } from "../state/clients.ts";
import { ProductionLockedError } from "../state/writeUnlock.ts";
import { labelText, toastText, valueText } from "./safeText.ts";

/**
 * The client for many writes at once. Over a locked production connection the person is asked first, and has to
 * type the connection's name.
 *
 * @throws vscode.CancellationError when the person does not unlock it; as `Clients.forBulk` otherwise
 */
export async function openBulkClient(clients: Clients, connectionId: string): Promise<MaiAgentClient> {
  try {
    return await clients.forBulk(connectionId);
  } catch (error) {
    if (!(error instanceof ProductionLockedError)) {
      throw error;
    }
    await askToUnlock(clients, error.connection);
    return clients.forBulk(connectionId);
  }
}

/**
 * Unlocks a production connection for ten minutes once its name was typed.
 *
 * @throws vscode.CancellationError when the person does not
 */
export async function askToUnlock(clients: Clients, connection: Connection): Promise<void> {
  const unlock = vscode.l10n.t("Unlock for 10 Minutes…");
  const choice = await vscode.window.showWarningMessage(
    toastText(
      vscode.l10n.t(
        "{0} is a production connection and locked against bulk changes.",
        valueText(connection.label),
      ),
    ),
    {
      modal: true,
      detail: vscode.l10n.t("Nothing was sent. To go on, unlock it by typing its name."),
    },
    unlock,
  );
  if (choice !== unlock) {
    throw new vscode.CancellationError();
  }
  const name = labelText(connection.label);
  const typed = await vscode.window.showInputBox({
    title: vscode.l10n.t("Unlock {0} for bulk changes", name),
    prompt: vscode.l10n.t("Type the connection's name to allow bulk changes for ten minutes: {0}", name),
    ignoreFocusOut: true,
    validateInput: (text) =>
      text === "" || text.trim() === name ? undefined : vscode.l10n.t("This is not the connection's name."),
  });
  if (typed?.trim() !== name) {
    throw new vscode.CancellationError();
  }
  clients.unlock.unlock(connection);
}
