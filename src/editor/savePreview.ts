import * as vscode from "vscode";
import { isRisky } from "../model/changeRisk.ts";
import type { SaveDecision } from "../model/threeWay.ts";
import type { FieldPreview, PreviewLine } from "../shared/messages.ts";
import { roleName } from "../ui/roleName.ts";
import { toastText, valueText } from "../ui/safeText.ts";
import { fieldPreviewsOf, type PendingSave } from "./changePreview.ts";

/** What a modal dialog has room for; the preview in the editor shows everything. */
const LINE_LIMIT = 24;
const LINE_LENGTH = 400;

/**
 * Shows what a save changes and asks, where the setting `maiagent.save.preview` wants it: `risky` (default) is a
 * change of access or identity on a production connection.
 */
export async function confirmSave(save: PendingSave): Promise<SaveDecision> {
  if (!isWanted(save)) {
    return "unasked";
  }
  const { connection, name, ref } = save;
  const send = vscode.l10n.t("Save");
  const preview = vscode.l10n.t("Preview Changes");
  const question = vscode.l10n.t(
    "Save these changes of {0} to {1}?",
    valueText(name),
    connection ? `${valueText(connection.label)} (${roleName(connection.role)})` : "",
  );
  const choice = await vscode.window.showWarningMessage(
    toastText(question),
    { modal: true, detail: detailOf(fieldPreviewsOf(save)) },
    send,
    preview,
  );
  if (choice === preview) {
    // Not awaited: the editor is still saving, and this save is over.
    void vscode.commands.executeCommand("maiagent.previewChanges", ref);
  }
  return choice === send ? "confirmed" : "cancelled";
}

function isWanted({ connection, changes }: PendingSave): boolean {
  const setting = vscode.workspace.getConfiguration().inspect<string>("maiagent.save.preview")?.globalValue;
  if (setting === "never") {
    return false;
  }
  return setting === "always" || (connection?.role === "production" && isRisky(changes));
}

function detailOf(fields: readonly FieldPreview[]): string {
  const lines = fields.flatMap(paragraphOf);
  const shown = lines.length <= LINE_LIMIT ? lines : lines.slice(0, LINE_LIMIT - 1);
  const rest = lines.length - shown.length;
  return [
    ...shown,
    ...(rest > 0 ? [vscode.l10n.t("… and {0} more lines: see Preview Changes", rest)] : []),
  ].join("\n");
}

/** A field on one line where both values are short, else its changed lines under its name. */
function paragraphOf({ label, warning, meaning, lines }: FieldPreview): readonly string[] {
  const title = warning === undefined ? label : `⚠ ${label} (${warning})`;
  if (meaning.length > 0) {
    return [`${title}:`, ...meaning.map(signed)];
  }
  const [before, after, ...more] = lines;
  if (before?.sign === "removed" && after?.sign === "added" && more.length === 0) {
    return [`${title}: ${cut(before.text)} → ${cut(after.text)}`];
  }
  return [`${title}:`, ...lines.filter(({ sign }) => sign !== "same").map(signed)];
}

function signed({ sign, text }: PreviewLine): string {
  const mark = { added: "+ ", removed: "− ", same: "", note: "" }[sign];
  return mark + cut(text);
}

function cut(text: string): string {
  const safe = toastText(text);
  return safe.length <= LINE_LENGTH ? safe : `${Array.from(safe).slice(0, LINE_LENGTH).join("")}…`;
}
