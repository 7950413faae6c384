import * as vscode from "vscode";

/** Waits for a command, doing something again and again until it is done: dismissing a message, accepting a pick. */
export async function settled<T>(command: Thenable<T>, help: () => Thenable<unknown>): Promise<T> {
  const state = { isDone: false };
  const end = () => {
    state.isDone = true;
  };
  command.then(end, end);
  while (!state.isDone) {
    await help();
  }
  return command;
}

/** Dismisses every message that is shown. */
export function dismiss(): Thenable<unknown> {
  return vscode.commands.executeCommand("notifications.clearAll");
}
