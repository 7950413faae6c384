import * as vscode from "vscode";
import type { Clients } from "../state/clients.ts";
import { DescribedError } from "../ui/describedError.ts";
import { toastText, valueText } from "../ui/safeText.ts";
import { exportContacts } from "./engine/export/exportContacts.ts";
import { newCollectedFile, newLocalFile } from "./engine/export/newFile.ts";
import type { ExportChoice } from "./exportChoice.ts";
import { exportedContacts, type ExportScope } from "./exportedContacts.ts";
import { fileErrorSentence } from "./fileErrorSentence.ts";

/** Writes the file with progress and cancel, then says how many contacts it has. */
export async function runExport(
  clients: Clients,
  scope: ExportScope,
  { shape, uri }: ExportChoice,
  expected: number | undefined,
): Promise<void> {
  const name = valueText(uri.path.slice(uri.path.lastIndexOf("/") + 1));
  let missing = 0;
  const count = await vscode.window.withProgress(
    {
      location: vscode.ProgressLocation.Notification,
      title: toastText(vscode.l10n.t("Exporting contacts to {0}", name)),
      cancellable: true,
    },
    async (progress, token) => {
      const abort = new AbortController();
      const subscription = token.onCancellationRequested(() => abort.abort());
      let shown = 0;
      try {
        const file =
          uri.scheme === "file"
            ? await newLocalFile(uri.fsPath)
            : newCollectedFile(async (content) => vscode.workspace.fs.writeFile(uri, content));
        const contacts = exportedContacts(clients, scope, {
          signal: abort.signal,
          onMissing: () => {
            missing += 1;
          },
        });
        return await exportContacts(contacts, shape, file, {
          signal: abort.signal,
          onProgress: (done) => {
            const increment = expected ? (100 * (done - shown)) / expected : 0;
            shown = done;
            progress.report({
              message: `${local(done)}${expected === undefined ? "" : ` / ${local(expected)}`}`,
              ...(expected === undefined ? {} : { increment }),
            });
          },
        });
      } catch (error) {
        if (abort.signal.aborted) {
          throw new vscode.CancellationError();
        }
        const sentence = fileErrorSentence(error, name);
        throw sentence === undefined ? error : new DescribedError(sentence, { cause: error });
      } finally {
        subscription.dispose();
      }
    },
  );
  const open = vscode.l10n.t("Open File");
  const text = [
    count === 1
      ? vscode.l10n.t("1 contact exported to {0}.", name)
      : vscode.l10n.t("{0} contacts exported to {1}.", local(count), name),
    ...(missing === 0 ? [] : [vscode.l10n.t("{0} no longer exist on the server.", local(missing))]),
  ];
  if ((await vscode.window.showInformationMessage(toastText(text.join(" ")), open)) === open) {
    await vscode.commands.executeCommand("vscode.open", uri);
  }
}

function local(number: number): string {
  return number.toLocaleString(vscode.env.language);
}
