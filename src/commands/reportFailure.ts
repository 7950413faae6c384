import * as vscode from "vscode";
import { describeError } from "../ui/describeError.ts";
import type { Log } from "../ui/log.ts";
import { toastText } from "../ui/safeText.ts";

/** Logs why a command failed and says it, with the button that mends it. */
export async function reportFailure(id: string, error: unknown, log: Log): Promise<void> {
  log.failure(id, error);
  const { message, needsKey } = describeError(error);
  const setKey = vscode.l10n.t("Set API Key");
  const showLog = vscode.l10n.t("Show Log");
  const choice = await vscode.window.showErrorMessage(
    toastText(message),
    ...(needsKey ? [setKey, showLog] : [showLog]),
  );
  if (choice === setKey) {
    await vscode.commands.executeCommand("maiagent.setKey");
  } else if (choice === showLog) {
    log.show();
  }
}
