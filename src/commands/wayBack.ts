import * as vscode from "vscode";
import { historySettings } from "../ui/historySettings.ts";
import type { CommandContext } from "./context.ts";

/** What can be done after a delete, truthfully: the history may be off. */
export async function wayBack({ history }: Pick<CommandContext, "history">): Promise<string> {
  return (await history()).isOn
    ? vscode.l10n.t(
        "MaiAgent cannot undo this. What is deleted here can be created anew from the deleted contacts for {0} days, with a new ID and without conversations.",
        historySettings().days,
      )
    : vscode.l10n.t("This cannot be undone through the API.");
}
