import * as vscode from "vscode";
import type { HistorySettings, HistoryStore } from "../state/historyStore.ts";
import { once } from "../state/once.ts";
import type { Log } from "./log.ts";
import { toastText } from "./safeText.ts";

const MEBIBYTE = 2 ** 20;
const DEFAULT_DAYS = 30;
const DEFAULT_MEBIBYTES = 20;

/** The history of contacts in the extension's storage, opened when first used. */
export function historyOnDemand(storage: vscode.Uri, log: Log): () => Promise<HistoryStore> {
  let isTold = false;
  return once(async () => {
    const [{ HistoryStore }, { randomUUID }] = await Promise.all([
      import("../state/historyStore.ts"),
      import("node:crypto"),
    ]);
    return new HistoryStore({
      folder: vscode.Uri.joinPath(storage, "history").fsPath,
      settings: historySettings,
      now: Date.now,
      newId: randomUUID,
      onFailure: (error) => {
        log.failure("history", error);
        // Once in a window: every further write would say the same.
        if (!isTold) {
          isTold = true;
          tell(error, log).then(undefined, (reason: unknown) => log.failure("history", reason));
        }
      },
    });
  });
}

/** The user's own settings; a value that makes no sense counts as the default. */
export function historySettings(): HistorySettings {
  const configuration = vscode.workspace.getConfiguration();
  const own = (name: string): unknown => configuration.inspect(`maiagent.history.${name}`)?.globalValue;
  const positive = (value: unknown, otherwise: number) =>
    typeof value === "number" && value > 0 ? value : otherwise;
  return {
    enabled: own("enabled") !== false,
    days: positive(own("days"), DEFAULT_DAYS),
    maxBytes: positive(own("maxSizeMB"), DEFAULT_MEBIBYTES) * MEBIBYTE,
  };
}

async function tell(error: unknown, log: Log): Promise<void> {
  const showLog = vscode.l10n.t("Show Log");
  const settings = vscode.l10n.t("History Settings");
  const message = vscode.l10n.t(
    "The change was made on MaiAgent, but this machine could not remember what was there before: {0}. It cannot be undone from the history.",
    reasonOf(error),
  );
  const choice = await vscode.window.showWarningMessage(toastText(message), settings, showLog);
  if (choice === settings) {
    await vscode.commands.executeCommand("workbench.action.openSettings", "maiagent.history");
  } else if (choice === showLog) {
    log.show();
  }
}

function reasonOf(error: unknown): string {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  switch (code) {
    case "ENOSPC":
    case "EDQUOT":
      return vscode.l10n.t("the disk is full");
    case "EACCES":
    case "EPERM":
    case "EROFS":
      return vscode.l10n.t("VS Code's storage folder is not writable");
    default:
      return code === "" ? vscode.l10n.t("an unexpected error") : code;
  }
}
