import * as vscode from "vscode";
import type { Log } from "./log.ts";
import { toastText } from "./safeText.ts";
import { storageReason } from "./storageReason.ts";

/** Says that a write was done and is not in the history, why, and where to look. */
export async function tellHistoryFailure(error: unknown, log: Log): Promise<void> {
  const showLog = vscode.l10n.t("Show Log");
  const settings = vscode.l10n.t("History Settings");
  const message = vscode.l10n.t(
    "The change was made on MaiAgent, but this machine could not remember what was there before: {0}. It cannot be undone from the history.",
    storageReason(error) ?? vscode.l10n.t("an unexpected error"),
  );
  const choice = await vscode.window.showWarningMessage(toastText(message), settings, showLog);
  if (choice === settings) {
    await vscode.commands.executeCommand("workbench.action.openSettings", "maiagent.history");
  } else if (choice === showLog) {
    log.show();
  }
}
