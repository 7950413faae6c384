import * as vscode from "vscode";
import { fieldValue, parseContactText } from "../model/contactText.ts";
import type { HistoryEntry } from "../model/historyEntry.ts";
import { historySettings } from "../ui/historySettings.ts";
import { labelText, toastText } from "../ui/safeText.ts";
import { relativeTime } from "../ui/timeText.ts";
import type { CommandContext } from "./context.ts";
import { entryContact } from "./historyText.ts";

const LISTED = 500;

interface TrashItem extends vscode.QuickPickItem {
  readonly entry: HistoryEntry;
}

/** What the user chose in the trash: some to restore, or one to look at. */
export type TrashChoice =
  | { readonly action: "restore"; readonly entries: readonly HistoryEntry[] }
  | { readonly action: "open"; readonly entry: HistoryEntry };

/**
 * Lists the contacts that were deleted on this machine and not restored, of one connection or of all.
 * @returns undefined when nothing was chosen, or there is none, which is said
 */
export async function chooseDeleted(
  { connections, history }: CommandContext,
  connectionId: string | undefined,
): Promise<TrashChoice | undefined> {
  const entries = (await (await history()).deleted(LISTED)).filter(
    (entry) => connectionId === undefined || entry.connectionId === connectionId,
  );
  if (entries.length === 0) {
    await tellEmpty();
    return undefined;
  }
  const look: vscode.QuickInputButton = {
    iconPath: new vscode.ThemeIcon("eye"),
    tooltip: vscode.l10n.t("Show What It Was"),
  };
  const now = Date.now();
  const items = entries.map((entry): TrashItem => {
    const label = connections.get(entry.connectionId)?.label ?? entry.connectionId;
    const doubt = entry.outcome === "unknown" ? [vscode.l10n.t("may not have been deleted")] : [];
    return {
      label: entryContact(entry),
      description: [
        vscode.l10n.t("deleted {0}", relativeTime(entry.at, now)),
        labelText(label),
        ...doubt,
      ].join(" · "),
      detail: detailOf(entry),
      buttons: [look],
      entry,
    };
  });
  return pick(items);
}

function pick(items: readonly TrashItem[]): Promise<TrashChoice | undefined> {
  const picker = vscode.window.createQuickPick<TrashItem>();
  picker.title = vscode.l10n.t("Deleted Contacts");
  picker.placeholder = vscode.l10n.t("Enter restores the checked contacts, or the one that is marked.");
  picker.canSelectMany = true;
  picker.matchOnDetail = true;
  picker.matchOnDescription = true;
  picker.items = items;
  // Nothing is marked at first where several can be checked: with one there is nothing to choose.
  picker.selectedItems = items.length === 1 ? items : [];
  // VS Code marks no row where several can be checked; the only one that is left is meant.
  const onlyLeft = (): readonly TrashItem[] => {
    const left = items.filter((item) => matches(item, picker.value));
    return picker.value.trim() !== "" && left.length === 1 ? left : [];
  };
  picker.onDidChangeValue(() => {
    picker.activeItems = onlyLeft();
  });
  return new Promise((resolve) => {
    picker.onDidAccept(() => {
      // An arrow key takes the mark from a row that stands alone: it is meant all the same.
      const marked = picker.activeItems.length > 0 ? picker.activeItems : onlyLeft();
      const chosen = picker.selectedItems.length > 0 ? picker.selectedItems : marked;
      if (chosen.length === 0) {
        picker.title = `${vscode.l10n.t("Deleted Contacts")} · ${vscode.l10n.t("Mark a contact with the arrow keys, or check several with Space")}`;
        return;
      }
      resolve({ action: "restore", entries: chosen.map(({ entry }) => entry) });
      picker.hide();
    });
    picker.onDidTriggerItemButton(({ item }) => {
      resolve({ action: "open", entry: item.entry });
      picker.hide();
    });
    picker.onDidHide(() => {
      resolve(undefined);
      picker.dispose();
    });
    picker.show();
  });
}

/** As the list's own filter does it. */
function matches({ label, description = "", detail = "" }: TrashItem, typed: string): boolean {
  const wanted = typed.trim().toLowerCase();
  return [label, description, detail].some((text) => text.toLowerCase().includes(wanted));
}

/** What tells people of one name apart: e-mail, source id, inboxes. */
function detailOf({ before = "{}" }: HistoryEntry): string {
  const text = parseContactText(before);
  const inboxes = fieldValue(text, "inboxes");
  const names = (Array.isArray(inboxes) ? (inboxes as unknown[]) : []).flatMap((inbox) =>
    typeof inbox === "object" && inbox !== null && "name" in inbox && typeof inbox.name === "string"
      ? [inbox.name]
      : [],
  );
  return labelText(
    [fieldValue(text, "email"), fieldValue(text, "sourceId"), names.join(", ")]
      .filter((part): part is string => typeof part === "string" && part !== "")
      .join(" · "),
  );
}

async function tellEmpty(): Promise<void> {
  const { enabled, days } = historySettings();
  const text = enabled
    ? vscode.l10n.t(
        "There are no deleted contacts. Those that are deleted on this machine stay here for {0} days.",
        days,
      )
    : vscode.l10n.t("The history is turned off, and there are no deleted contacts.");
  const settings = vscode.l10n.t("History Settings");
  if ((await vscode.window.showInformationMessage(toastText(text), settings)) === settings) {
    await vscode.commands.executeCommand("workbench.action.openSettings", "maiagent.history");
  }
}
