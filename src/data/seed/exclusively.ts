import * as vscode from "vscode";

const BUSY = new Set<string>();

/** One run or clean-up of a recipe at a time: two would be in each other's way. */
export async function exclusively(key: string, work: () => Promise<void>): Promise<void> {
  if (BUSY.has(key)) {
    await vscode.window.showInformationMessage(
      vscode.l10n.t("This recipe is being run already. Wait for its end or cancel it."),
    );
    return;
  }
  BUSY.add(key);
  try {
    await work();
  } finally {
    BUSY.delete(key);
  }
}
