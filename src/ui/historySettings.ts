import * as vscode from "vscode";
import type { HistorySettings } from "../state/historyStore.ts";

const MEBIBYTE = 2 ** 20;
const DEFAULT_DAYS = 30;
const DEFAULT_MEBIBYTES = 20;

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
