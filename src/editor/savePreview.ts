import * as vscode from "vscode";
import { isRisky } from "../model/changeRisk.ts";
import type { SaveDecision } from "../model/threeWay.ts";
import type { FieldPreview, PreviewLine } from "../shared/messages.ts";
import { placeOf } from "../ui/placeText.ts";
import { toastText, valueText } from "../ui/safeText.ts";
import { SaveError } from "./saveError.ts";
import { fieldPreviewsOf, type PendingSave } from "./changePreview.ts";

/** What a modal dialog has room for; the preview in the editor shows everything. */
const LINE_LIMIT = 24;
const LINE_LENGTH = 400;

/**
 * Shows what a save changes and asks, where the setting `maiagent.save.preview` wants it: `risky` (default) is a
 * change of access or identity on a production connection.
 * @param isAutomatic - nobody asked for this save: a question in the middle of typing would be answered by the next
 * key. VS Code leaves the document alone after the failure until somebody saves it
 * @throws SaveError where an automatic save would have to ask
 */
export async function confirmSave(save: PendingSave, isAutomatic: boolean): Promise<SaveDecision> {
  if (!isWanted(save)) {
    return "unasked";
  }
  if (isAutomatic) {
    throw new SaveError(
      vscode.l10n.t(
        "Auto save sends nothing that you have to agree to first. Your changes are still in the editor: save them yourself to be asked.",
      ),
    );
  }
  const { connection, name, ref } = save;
  const send = vscode.l10n.t("Save");
  const preview = vscode.l10n.t("Preview Changes");
  const question = vscode.l10n.t(
    "Save these changes of {0} to {1}?",
    valueText(name),
    connection ? placeOf(connection) : "",
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
  const warnings = new Set(fields.flatMap(({ warning }) => warning ?? []));
  const lines = [...Array.from(warnings, (warning) => `⚠ ${warning}:`), ...fields.flatMap(paragraphOf)];
  const shown = lines.length <= LINE_LIMIT ? lines : lines.slice(0, LINE_LIMIT - 1);
  const rest = lines.length - shown.length;
  return [
    ...shown,
    ...(rest > 0 ? [vscode.l10n.t("… and {0} more lines: see Preview Changes", rest)] : []),
  ].join("\n");
}

/** A field on one line where both values are short, else its changed lines under its name. */
function paragraphOf({ label, warning, meaning, lines }: FieldPreview): readonly string[] {
  const title = warning === undefined ? label : `⚠ ${label}`;
  const [only, ...others] = meaning;
  if (only && others.length === 0) {
    return [`${title}: ${signed(only)}`];
  }
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
