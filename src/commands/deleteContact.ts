import * as vscode from "vscode";
import { BadRequestError } from "../api/errors.ts";
import type { ContactRef } from "../state/contactStore.ts";
import { confirmDestructive } from "../ui/confirmDestructive.ts";
import { describeError } from "../ui/describeError.ts";
import { conversationsReason } from "../ui/refusedDelete.ts";
import { placeOrId } from "../ui/placeText.ts";
import { toastText, valueText } from "../ui/safeText.ts";
import type { CommandContext } from "./context.ts";
import { conversationWarning } from "./conversationWarning.ts";
import { wayBack } from "./wayBack.ts";

/** Deletes one contact after a confirmation that names it and the connection; many are `maiagent.deleteContacts`. */
export async function deleteContact(context: CommandContext, ref: ContactRef, name: string): Promise<void> {
  const { connections, contacts, log } = context;
  const connection = connections.get(ref.connectionId);
  const isConfirmed = await confirmDestructive({
    question: vscode.l10n.t(
      "Delete the contact {0} from {1}?",
      valueText(name),
      placeOrId(connection, ref.connectionId),
    ),
    detail: [await conversationWarning(context, ref), await wayBack(context)].filter(
      (line) => line !== undefined,
    ),
    button: vscode.l10n.t("Delete"),
    word: connection?.label ?? ref.connectionId,
  });
  if (!isConfirmed) {
    return;
  }
  try {
    await vscode.window.withProgress(
      { location: vscode.ProgressLocation.Window, title: vscode.l10n.t("Deleting the contact…") },
      () => contacts.delete(ref),
    );
  } catch (error) {
    log.failure("delete", error);
    const reason = error instanceof BadRequestError ? conversationsReason() : describeError(error).message;
    const showLog = vscode.l10n.t("Show Log");
    const text = vscode.l10n.t("{0} was not deleted. {1}", valueText(name), reason);
    if ((await vscode.window.showErrorMessage(toastText(text), showLog)) === showLog) {
      log.show();
    }
  }
}
