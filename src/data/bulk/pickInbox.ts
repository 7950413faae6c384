import * as vscode from "vscode";
import type { Inbox } from "../../api/schemas.ts";
import { labelText } from "../../ui/safeText.ts";

/**
 * Asks for one inbox.
 * @throws vscode.CancellationError when the picker is dismissed
 */
export async function pickInbox(
  inboxes: readonly Inbox[],
  title: string,
  placeHolder: string,
): Promise<Inbox> {
  const picked = await vscode.window.showQuickPick(
    inboxes.map((inbox) => ({
      label: labelText(inbox.name) || inbox.id,
      description: labelText(inbox.channelType ?? ""),
      inbox,
    })),
    { title: labelText(title), placeHolder, matchOnDescription: true },
  );
  if (!picked) {
    throw new vscode.CancellationError();
  }
  return picked.inbox;
}
