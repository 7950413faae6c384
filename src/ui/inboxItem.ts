import * as vscode from "vscode";
import type { Inbox } from "../api/schemas.ts";
import { labelText } from "./safeText.ts";

/**
 * Completes an inbox inside the quotation marks of a JSON text: found by its name, written as its name or its id.
 * @param range - what stands between the quotation marks
 */
export function inboxItem(
  { id, name, channelType }: Inbox,
  written: "id" | "name",
  range: vscode.Range,
): vscode.CompletionItem {
  const label = labelText(name) || labelText(id);
  const item = new vscode.CompletionItem(
    written === "id" ? { label, description: vscode.l10n.t("ID") } : label,
    vscode.CompletionItemKind.Value,
  );
  item.insertText = JSON.stringify(written === "id" ? id : name).slice(1, -1);
  item.filterText = `${label} ${labelText(id)}`;
  item.sortText = `${written === "id" ? 1 : 0}${label}`;
  item.range = range;
  item.detail = [labelText(channelType ?? ""), labelText(id)].filter((part) => part !== "").join(" · ");
  return item;
}
