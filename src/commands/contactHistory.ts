import * as vscode from "vscode";
import { type HistoryEntry, versionOf } from "../model/historyEntry.ts";
import type { ContactRef, ContactStore } from "../state/contactStore.ts";
import { historySettings } from "../ui/historySettings.ts";
import { labelText, toastText, valueText } from "../ui/safeText.ts";
import { clockTime, dayText, relativeTime } from "../ui/timeText.ts";
import type { ContactTarget } from "./commandTypes.ts";
import type { CommandContext } from "./context.ts";
import { entryContact, entryDetail, entryIcon, entryTitle } from "./historyText.ts";
import { nameOf } from "./targets.ts";

/** Entries listed; older ones are found by nobody in a list that long. */
const LISTED = 200;

/** A button that knows what it does. */
interface EntryButton extends vscode.QuickInputButton {
  readonly does: HistoryChoice["action"];
}

interface EntryItem extends vscode.QuickPickItem {
  readonly entry?: HistoryEntry;
  readonly buttons?: readonly EntryButton[];
}

/** What the user chose to do with an entry of the list. */
export interface HistoryChoice {
  readonly entry: HistoryEntry;
  readonly action: "open" | "compare" | "restore";
}

/**
 * Lists what happened to a contact, newest first.
 * @param isPicked - the contact was picked in another box: the list takes its place at once and fills later. The editor
 * would get the focus between the two, and the list would close by itself where that comes late
 * @returns undefined when nothing was chosen, or nothing is known
 */
export async function chooseFromHistory(
  context: CommandContext,
  ref: ContactRef,
  target: ContactTarget,
  isPicked: boolean,
): Promise<HistoryChoice | undefined> {
  const picker = vscode.window.createQuickPick<EntryItem>();
  picker.title = vscode.l10n.t("Contact History");
  picker.busy = true;
  const chosen = choiceIn(picker);
  if (isPicked) {
    picker.show();
  }
  try {
    const entries = await (await context.history()).ofContact(ref, LISTED);
    const [last] = entries;
    if (last) {
      fill(picker, entries, context.contacts);
      picker.title = vscode.l10n.t("Contact History · {0}", labelText(entryContact(last)));
      picker.busy = false;
      if (!isPicked) {
        picker.show();
      }
      return await chosen;
    }
  } finally {
    picker.dispose();
  }
  await tellEmpty(await nameOf(context, ref, target));
  return undefined;
}

function fill(
  picker: vscode.QuickPick<EntryItem>,
  entries: readonly HistoryEntry[],
  contacts: ContactStore,
): void {
  const restore: EntryButton = {
    iconPath: new vscode.ThemeIcon("discard"),
    tooltip: vscode.l10n.t("Restore This Version"),
    does: "restore",
  };
  const compare: EntryButton = {
    iconPath: new vscode.ThemeIcon("compare-changes"),
    tooltip: vscode.l10n.t("Compare with the Contact Now"),
    does: "compare",
  };
  const now = Date.now();
  const buttonsOf = (entry: HistoryEntry) =>
    versionOf(entry) === undefined ? [] : entry.kind === "delete" ? [restore] : [compare, restore];
  picker.items = withDays(
    entries.map((entry) => ({
      label: `${entryIcon(entry)} ${labelText(entryTitle(entry))}`,
      description: `${clockTime(entry.at)} · ${relativeTime(entry.at, now)}`,
      detail: entryDetail(entry, contacts),
      buttons: buttonsOf(entry),
      entry,
    })),
    now,
  );
}

/** What is chosen in the list, whose row then shows; undefined when it is closed. */
function choiceIn(picker: vscode.QuickPick<EntryItem>): Promise<HistoryChoice | undefined> {
  picker.placeholder = vscode.l10n.t("Enter shows what changed; restore it there or by the buttons.");
  picker.matchOnDetail = true;
  picker.matchOnDescription = true;
  return new Promise((resolve) => {
    const choose = (entry: HistoryEntry | undefined, action: HistoryChoice["action"] | undefined) => {
      // While it fills there is no row yet.
      if (entry && action) {
        resolve({ entry, action });
        picker.hide();
      }
    };
    picker.onDidAccept(() => choose(picker.activeItems[0]?.entry, "open"));
    picker.onDidTriggerItemButton(({ item, button }) =>
      choose(item.entry, item.buttons?.find((each) => each === button)?.does),
    );
    picker.onDidHide(() => resolve(undefined));
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
