import * as vscode from "vscode";
import { problemsIn } from "../model/contactProblems.ts";
import { changesBetween, isReadOnlyField, replaceBody } from "../model/contactChanges.ts";
import { documentTextOf, parseContactText } from "../model/contactText.ts";
import { uriOf } from "../editor/contactUri.ts";
import { problemMessage } from "../ui/problemMessage.ts";
import type { ContactRef } from "../state/contactStore.ts";
import { changeLines } from "../ui/changeLine.ts";
import { confirmDestructive } from "../ui/confirmDestructive.ts";
import { placeOrId } from "../ui/placeText.ts";
import { toastText, valueText } from "../ui/safeText.ts";
import type { ContactTarget } from "./commandTypes.ts";
import type { CommandContext } from "./context.ts";
import { inboxNames } from "./historyText.ts";
import { assertWritable, nameOf } from "./targets.ts";

/**
 * PUT: sends every writable field that the document has, also those that somebody else changed meanwhile; so it
 * asks first, and shows what that changes. An open document is sent as it stands in the editor, otherwise the server's
 * own text is.
 */
export async function replaceContact(
  context: CommandContext,
  ref: ContactRef,
  target: ContactTarget,
): Promise<void> {
  const { connections, contacts, files } = context;
  assertWritable(context, ref.connectionId);
  const record = files.record(uriOf(ref));
  const server = documentTextOf((await contacts.retrieve(ref)).json);
  const text = record.document?.getText() ?? server;
  const problem = problemsIn(text, record.base).find(({ severity }) => severity === "error");
  if (problem) {
    await vscode.window.showErrorMessage(toastText(problemMessage(problem)));
    return;
  }
  const document = parseContactText(text);
  const body = replaceBody(document);
  const connection = connections.get(ref.connectionId);
  const names = inboxNames(contacts, ref.connectionId);
  const changes = changesBetween(parseContactText(server), document)
    .filter(({ field }) => !isReadOnlyField(field))
    .flatMap((change) => changeLines(change, names));
  const isConfirmed = await confirmDestructive({
    question: vscode.l10n.t(
      "Replace {0} in {1}?",
      valueText(await nameOf(context, ref, target)),
      placeOrId(connection, ref.connectionId),
    ),
    detail: [
      vscode.l10n.t(
        "PUT sends these fields as they stand in the editor, over whatever the server has now: {0}. Fields that are missing may be cleared.",
        Object.keys(JSON.parse(body.json) as object).join(", "),
      ),
      ...(changes.length === 0 ? [vscode.l10n.t("Nothing differs from what the server has now.")] : changes),
    ],
    button: vscode.l10n.t("Replace"),
    word: connection?.label ?? ref.connectionId,
  });
  if (!isConfirmed) {
    return;
  }
  await contacts.replace(ref, body);
  if (record.document) {
    await files.replaced(record);
  }
  vscode.window.setStatusBarMessage(vscode.l10n.t("The contact was replaced."), 5000);
}
