import * as vscode from "vscode";
import { isRisky, summariesOf, type ChangeSummary } from "../model/changeSummary.ts";
import type { FieldChange } from "../model/contactChanges.ts";
import type { Connection } from "../model/connection.ts";
import type { ContactText } from "../model/contactText.ts";
import { roleName } from "../ui/roleName.ts";
import { toastText, valueText } from "../ui/safeText.ts";

/** A save that is about to be sent. */
export interface PendingSave {
  readonly connection: Connection | undefined;
  readonly name: string;
  readonly changes: readonly FieldChange[];
  readonly before: ContactText;
  readonly after: ContactText;
  /** Names of the connection's inboxes by id. */
  readonly inboxNames: ReadonlyMap<string, string>;
}

/**
 * Shows what a save changes and asks, where the setting `maiagent.save.preview` wants it: `risky` (default) is a
 * change of access or identity on a production connection.
 * @returns `unasked` when the setting wants no question.
 */
export async function confirmSave(save: PendingSave): Promise<"unasked" | "confirmed" | "cancelled"> {
  if (!isWanted(save)) {
    return "unasked";
  }
  const { connection, name, changes, before, after, inboxNames } = save;
  const send = vscode.l10n.t("Save");
  const question = vscode.l10n.t(
    "Save these changes of {0} to {1}?",
    valueText(name),
    connection ? `${valueText(connection.label)} (${roleName(connection.role)})` : "",
  );
  const lines = summariesOf(changes, before, after, inboxNames).map(lineOf);
  const choice = await vscode.window.showWarningMessage(
    toastText(question),
    { modal: true, detail: lines.map(toastText).join("\n") },
    send,
  );
  return choice === send ? "confirmed" : "cancelled";
}

function isWanted({ connection, changes }: PendingSave): boolean {
  const setting = vscode.workspace.getConfiguration().inspect<string>("maiagent.save.preview")?.globalValue;
  if (setting === "never") {
    return false;
  }
  return setting === "always" || (connection?.role === "production" && isRisky(changes));
}

function lineOf(summary: ChangeSummary): string {
  if ("added" in summary) {
    const signed = [
      ...summary.added.map((inbox) => `+ ${valueText(inbox)}`),
      ...summary.removed.map((inbox) => `− ${valueText(inbox)}`),
    ];
    return `${vscode.l10n.t("Inboxes")}: ${signed.join(", ")}`;
  }
  const nothing = vscode.l10n.t("not set");
  return `${valueText(summary.field)}: ${valueText(summary.from ?? nothing)} → ${valueText(summary.to ?? nothing)}`;
}
