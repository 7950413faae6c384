import * as vscode from "vscode";
import { type HistoryEntry, versionOf } from "../model/historyEntry.ts";
import type { ContactRef } from "../state/contactStore.ts";
import { historySettings } from "../ui/historySettings.ts";
import { labelText, toastText, valueText } from "../ui/safeText.ts";
import { clockTime, dayText, relativeTime } from "../ui/timeText.ts";
import type { CommandContext } from "./context.ts";
import { entryDetail, entryIcon, entryTitle } from "./historyText.ts";

/** Entries listed; older ones are found by nobody in a list that long. */
const LISTED = 200;

interface EntryItem extends vscode.QuickPickItem {
  readonly entry?: HistoryEntry;
}

/** What the user chose to do with an entry of the list. */
export interface HistoryChoice {
  readonly entry: HistoryEntry;
  readonly action: "open" | "compare" | "restore";
}

/**
 * Lists what happened to a contact, newest first.
 * @returns undefined when nothing was chosen, or nothing is known
 */
export async function chooseFromHistory(
  { contacts, history }: CommandContext,
  ref: ContactRef,
  name: string,
): Promise<HistoryChoice | undefined> {
  const entries = await (await history()).ofContact(ref, LISTED);
  if (entries.length === 0) {
    await tellEmpty(name);
    return undefined;
  }
  const restore: vscode.QuickInputButton = {
    iconPath: new vscode.ThemeIcon("discard"),
    tooltip: vscode.l10n.t("Restore This Version"),
  };
  const compare: vscode.QuickInputButton = {
    iconPath: new vscode.ThemeIcon("compare-changes"),
    tooltip: vscode.l10n.t("Compare with the Contact Now"),
  };
  const now = Date.now();
  const buttonsOf = (entry: HistoryEntry) =>
    versionOf(entry) === undefined ? [] : entry.kind === "delete" ? [restore] : [compare, restore];
  const items = withDays(
    entries.map((entry) => ({
      label: `${entryIcon(entry)} ${labelText(entryTitle(entry))}`,
      description: `${clockTime(entry.at)} · ${relativeTime(entry.at, now)}`,
      detail: entryDetail(entry, contacts),
      buttons: buttonsOf(entry),
      entry,
    })),
    now,
  );
  return pick(vscode.l10n.t("Contact History · {0}", labelText(name)), items, compare);
}

function pick(
  title: string,
  items: readonly EntryItem[],
  compare: vscode.QuickInputButton,
): Promise<HistoryChoice | undefined> {
  const picker = vscode.window.createQuickPick<EntryItem>();
  picker.title = title;
  picker.placeholder = vscode.l10n.t("Enter shows what changed. The buttons compare with now or restore.");
  picker.matchOnDetail = true;
  picker.matchOnDescription = true;
  picker.items = items;
  return new Promise((resolve) => {
    const choose = (entry: HistoryEntry | undefined, action: HistoryChoice["action"]) => {
      resolve(entry && { entry, action });
      picker.hide();
    };
    picker.onDidAccept(() => choose(picker.activeItems[0]?.entry, "open"));
    picker.onDidTriggerItemButton(({ item, button }) =>
      choose(item.entry, button === compare ? "compare" : "restore"),
    );
    picker.onDidHide(() => {
      resolve(undefined);
      picker.dispose();
    });
    picker.show();
  });
}

/** Puts the day above the first entry of each. */
function withDays(
  items: readonly (EntryItem & { readonly entry: HistoryEntry })[],
  now: number,
): EntryItem[] {
  let day = "";
  return items.flatMap((item) => {
    const own = dayText(item.entry.at, now);
    const heading = own === day ? [] : [{ label: own, kind: vscode.QuickPickItemKind.Separator }];
    day = own;
    return [...heading, item];
  });
}

async function tellEmpty(name: string): Promise<void> {
  const { enabled, days } = historySettings();
  const settings = vscode.l10n.t("History Settings");
  const text = enabled
    ? vscode.l10n.t(
        "Nothing is remembered of {0} yet. Changes that are made on this machine stand here for {1} days.",
        valueText(name),
        days,
      )
    : vscode.l10n.t("The history is turned off, and nothing is remembered of {0}.", valueText(name));
  if ((await vscode.window.showInformationMessage(toastText(text), settings)) === settings) {
    await vscode.commands.executeCommand("workbench.action.openSettings", "maiagent.history");
  }
}
