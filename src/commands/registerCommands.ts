import * as vscode from "vscode";
import type { CommandTable } from "./commandTypes.ts";

/** Registers the whole table. A dismissed question ends a command in silence; any other failure is reported. */
export function registerCommands(
  table: CommandTable,
  report: (id: string, error: unknown) => Promise<void>,
): vscode.Disposable {
  const run = async (id: string, handler: (...args: never[]) => unknown, args: unknown[]) => {
    try {
      await Reflect.apply(handler, undefined, args);
    } catch (error) {
      if (!(error instanceof vscode.CancellationError)) {
        await report(id, error);
      }
    }
  };
  return vscode.Disposable.from(
    ...Object.entries(table).map(([id, handler]: [string, (...args: never[]) => unknown]) =>
      vscode.commands.registerCommand(id, (...args: unknown[]) => run(id, handler, args)),
    ),
  );
}
