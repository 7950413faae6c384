import * as vscode from "vscode";
import type { Log } from "./log.ts";

/** The keys that package.json's `when` clauses read. */
export interface ContextKeys {
  "maiagent.connections": number;
  "maiagent.hasSandbox": boolean;
  "maiagent.viewState": string;
  /** The picker of Find Contact is open: its keys work. */
  "maiagent.finding": boolean;
}

/** Sets a context key; the one place that knows the command for it. */
export function setContextKey<Key extends keyof ContextKeys>(
  key: Key,
  value: ContextKeys[Key],
  log: Log,
): void {
  vscode.commands
    .executeCommand("setContext", key, value)
    .then(undefined, (error: unknown) => log.failure("setContext", error));
}
