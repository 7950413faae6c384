import * as vscode from "vscode";
import { documentTextOf } from "../model/contactText.ts";
import type { HistoryEntry } from "../model/historyEntry.ts";
import type { ContactStore } from "../state/contactStore.ts";
import type { HistoryStore } from "../state/historyStore.ts";
import { labelText } from "../ui/safeText.ts";
import { exactTime } from "../ui/timeText.ts";
import { entryContact } from "./historyText.ts";

/** Scheme of the versions' addresses. */
export const VERSION_SCHEME = "maiagent-history";
const ADDRESS = /^\/([0-9a-f-]{36})\/(before|after|now)(?:-\d+)?\//;

/** Read-only documents of what contacts were, for looking and comparing; their texts come from the history. */
export class HistoryVersions implements vscode.TextDocumentContentProvider, vscode.Disposable {
  readonly #history: () => Promise<HistoryStore>;
  readonly #contacts: ContactStore;
  /** What the server had when it was compared with, by address. */
  readonly #current = new Map<string, string>();
  readonly #subscription: vscode.Disposable;
  #count = 0;

  constructor(history: () => Promise<HistoryStore>, contacts: ContactStore) {
    this.#history = history;
    this.#contacts = contacts;
    this.#subscription = vscode.workspace.onDidCloseTextDocument(({ uri }) => {
      this.#current.delete(uri.toString());
    });
  }

  async provideTextDocumentContent(uri: vscode.Uri): Promise<string> {
    const [, id = "", side] = ADDRESS.exec(uri.path) ?? [];
    const current = this.#current.get(uri.toString());
    const entry = current === undefined ? await (await this.#history()).get(id) : undefined;
    // A comparison that stood in a window which was reloaded is made anew.
    const now = side === "now" && entry ? await this.#now(entry) : current;
    const text = side === "now" ? now : side === "before" ? entry?.before : entry?.after;
    if (text === undefined) {
      throw new Error(vscode.l10n.t("This version is no longer in the history."));
    }
    return text;
  }

  /** Shows what the write changed; where only one side is known, that one. */
  async open(entry: HistoryEntry): Promise<void> {
    const [before, after] = [this.#addressOf(entry, "before"), this.#addressOf(entry, "after")];
    if (entry.before !== undefined && entry.after !== undefined) {
      await showDiff(
        before,
        after,
        vscode.l10n.t("{0}: Before ↔ After, {1}", labelText(entryContact(entry)), exactTime(entry.at)),
      );
    } else if (entry.before !== undefined || entry.after !== undefined) {
      const only = entry.before === undefined ? after : before;
      await vscode.commands.executeCommand("vscode.open", only, { preview: true });
    } else {
      await vscode.window.showInformationMessage(
        vscode.l10n.t("Nothing is known of the contact before or after this write."),
      );
    }
  }

  /** Shows the version that restoring the entry brings back beside the contact as the server has it now. */
  async openWithNow(entry: HistoryEntry): Promise<void> {
    const text = await this.#now(entry);
    const now = this.#addressOf(entry, `now-${++this.#count}`);
    this.#current.set(now.toString(), text);
    await showDiff(
      this.#addressOf(entry, entry.before === undefined ? "after" : "before"),
      now,
      vscode.l10n.t("{0}: Version of {1} ↔ Now", labelText(entryContact(entry)), exactTime(entry.at)),
    );
  }

  dispose(): void {
    this.#subscription.dispose();
  }

  async #now(entry: HistoryEntry): Promise<string> {
    return documentTextOf((await this.#contacts.retrieve(entry)).json);
  }

  #addressOf({ id, contactId }: HistoryEntry, side: string): vscode.Uri {
    const name = encodeURIComponent(contactId);
    return vscode.Uri.from({ scheme: VERSION_SCHEME, path: `/${id}/${side}/${name}.contact.json` });
  }
}

/** The id of the entry that an address shows, or that the active editor shows when there is no address. */
export function shownEntryId(uri: vscode.Uri | undefined): string | undefined {
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  const shown =
    uri ??
    (input instanceof vscode.TabInputTextDiff
      ? input.original
      : input instanceof vscode.TabInputText
        ? input.uri
        : undefined);
  return shown?.scheme === VERSION_SCHEME ? ADDRESS.exec(shown.path)?.[1] : undefined;
}

async function showDiff(left: vscode.Uri, right: vscode.Uri, title: string): Promise<void> {
  await vscode.commands.executeCommand("vscode.diff", left, right, title, { preview: true });
}
