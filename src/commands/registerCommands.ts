import * as vscode from "vscode";
import type { Log } from "../ui/log.ts";
import type { CommandTable } from "./commandTypes.ts";

/**
 * Registers the whole table. A dismissed question ends a command in silence; any other failure is logged and
 * said with the button that mends it.
 */
export function registerCommands(table: CommandTable, log: () => Promise<Log>): vscode.Disposable {
  const run = async (id: string, handler: (...args: never[]) => unknown, args: unknown[]) => {
    try {
      await Reflect.apply(handler, undefined, args);
    } catch (error) {
      if (!(error instanceof vscode.CancellationError)) {
        const { reportFailure } = await import("./reportFailure.ts");
        await reportFailure(id, error, await log());
      }
    }
  };
  return vscode.Disposable.from(
    ...Object.entries(table).map(([id, handler]: [string, (...args: never[]) => unknown]) =>
      vscode.commands.registerCommand(id, (...args: unknown[]) => run(id, handler, args)),
    ),
  );
}
