import * as vscode from "vscode";
import { BadRequestError } from "../api/errors.ts";
import type { ContactRef } from "../state/contactStore.ts";
import { confirmDestructive } from "../ui/confirmDestructive.ts";
import { contactLabel } from "../ui/contactLabel.ts";
import { describeError } from "../ui/describeError.ts";
import { roleName } from "../ui/roleName.ts";
import { toastText, valueText } from "../ui/safeText.ts";
import type { CommandContext } from "./context.ts";

const NAMES_SHOWN = 5;

/** Just enough of a contact to name it. */
export interface NamedContact {
  readonly contact: { readonly id: string; readonly name?: string | null | undefined };
}

/**
 * Deletes after one confirmation that names contacts and connection. What fails does not stop the rest; at the
 * end it is said which and why.
 */
export async function deleteContacts(
  { connections, contacts, log }: CommandContext,
  refs: readonly ContactRef[],
  named: readonly NamedContact[],
): Promise<void> {
  const unique = [
    ...new Map(
      refs.map((ref, index) => [`${ref.connectionId}/${ref.contactId}`, { ref, name: nameAt(named, index) }]),
    ).values(),
  ];
  const first = unique[0];
  if (!first) {
    return;
  }
  const targets = [...new Set(unique.map(({ ref }) => ref.connectionId))].map((id) => {
    const connection = connections.get(id);
    return connection ? `${valueText(connection.label)} (${roleName(connection.role)})` : valueText(id);
  });
  const question =
    unique.length === 1
      ? vscode.l10n.t("Delete the contact {0} from {1}?", first.name, targets.join(", "))
      : vscode.l10n.t("Delete {0} contacts from {1}?", unique.length, targets.join(", "));
  const more = unique.length - NAMES_SHOWN;
  const names = unique.slice(0, NAMES_SHOWN).map(({ name }) => name);
  const detail = [
    ...(unique.length === 1
      ? []
      : [more > 0 ? vscode.l10n.t("{0} and {1} more", names.join(", "), more) : names.join(", ")]),
    vscode.l10n.t("This cannot be undone through the API."),
  ];
  const isConfirmed = await confirmDestructive({
    question,
    detail,
    button: vscode.l10n.t("Delete"),
    word: connections.get(first.ref.connectionId)?.label ?? first.ref.connectionId,
  });
  if (!isConfirmed) {
    return;
  }
  const failures: { readonly name: string; readonly reason: string }[] = [];
  await vscode.window.withProgress(
    {
      location: unique.length === 1 ? vscode.ProgressLocation.Window : vscode.ProgressLocation.Notification,
      title: vscode.l10n.t("Deleting contacts…"),
      cancellable: unique.length > 1,
    },
    async (progress, token) => {
      for (const [index, { ref, name }] of unique.entries()) {
        if (token.isCancellationRequested) {
          break;
        }
        try {
          await contacts.delete(ref);
        } catch (error) {
          log.failure("delete", error);
          failures.push({ name, reason: reasonOf(error) });
        }
        progress.report({ message: `${index + 1} / ${unique.length}`, increment: 100 / unique.length });
      }
    },
  );
  const [failed] = failures;
  if (failed) {
    const text =
      failures.length === 1
        ? vscode.l10n.t("{0} was not deleted. {1}", failed.name, failed.reason)
        : vscode.l10n.t(
            "{0} of {1} contacts were not deleted. {2}: {3}",
            failures.length,
            unique.length,
            failed.name,
            failed.reason,
          );
    const showLog = vscode.l10n.t("Show Log");
    if ((await vscode.window.showErrorMessage(toastText(text), showLog)) === showLog) {
      log.show();
    }
  }
}

function nameAt(named: readonly NamedContact[], index: number): string {
  const contact = named[index]?.contact;
  return contact ? valueText(contactLabel({ id: contact.id, name: contact.name ?? "" })) : "";
}

/** The reference page gives a DELETE that answers 400 one meaning: the contact still has conversations. */
function reasonOf(error: unknown): string {
  return error instanceof BadRequestError
    ? vscode.l10n.t(
        "It still has conversations, and MaiAgent keeps such contacts. Delete or move the conversations in MaiAgent first.",
      )
    : describeError(error).message;
}
