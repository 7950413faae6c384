import * as vscode from "vscode";
import { describeError } from "../ui/describeError.ts";
import type { Log } from "../ui/log.ts";
import { toastText } from "../ui/safeText.ts";
import type { CommandTable } from "./commandTypes.ts";

/**
 * Registers the whole table. A dismissed question ends a command in silence; any other failure is logged and
 * said with the button that mends it.
 */
export function registerCommands(table: CommandTable, log: Log): vscode.Disposable {
  const run = async (id: string, handler: (...args: never[]) => unknown, args: unknown[]) => {
    try {
      await Reflect.apply(handler, undefined, args);
    } catch (error) {
      if (!(error instanceof vscode.CancellationError)) {
        await report(id, error, log);
      }
    }
  };
  return vscode.Disposable.from(
    ...Object.entries(table).map(([id, handler]: [string, (...args: never[]) => unknown]) =>
      vscode.commands.registerCommand(id, (...args: unknown[]) => run(id, handler, args)),
    ),
  );
}

async function report(id: string, error: unknown, log: Log): Promise<void> {
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
