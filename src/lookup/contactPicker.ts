import * as vscode from "vscode";
import { systemClock } from "../api/clock.ts";
import type { ContactRef } from "../state/contactStore.ts";
import type { LookupMemory } from "../state/lookupMemory.ts";
import { labelText } from "../ui/safeText.ts";
import { type ContactAction, contactActions } from "./contactActions.ts";
import { countText, type FoundContact, type LookupItem, lookupItems } from "./lookupItems.ts";
import { parseLookupQuery } from "./lookupQuery.ts";
import { LookupSession } from "./lookupSession.ts";
import type { LookupPlace, LookupSearch, LookupSource, LookupView } from "./lookupView.ts";
import { type AwaitedRow, MeantRow } from "./meantRow.ts";
import { askForSearchName } from "./savedSearches.ts";

const SEPARATOR = vscode.QuickPickItemKind.Separator;

/** Where to look, and what to ask. */
export interface PickerOptions {
  readonly title: string;
  readonly place: LookupPlace;
  readonly text?: string;
  /** Offered first while nothing is typed. */
  readonly suggested?: { readonly ref: ContactRef; readonly label: string } | undefined;
  /** Rows have buttons, and keys do what they do. False where a command only wants a contact. */
  readonly hasActions: boolean;
}

/** What was picked, and where it is wanted. */
export interface Picked {
  readonly found: FoundContact;
  readonly toSide: boolean;
}

/** A button that knows what it does. */
interface ActionButton extends vscode.QuickInputButton {
  readonly does: string;
}

/**
 * The box at the top of the window that finds a contact as somebody types. Enter picks; buttons and their keys work
 * on the row and leave it open.
 */
export class ContactPicker {
  readonly #source: LookupSource;
  readonly #memory: LookupMemory;
  readonly #options: PickerOptions;
  readonly #picker = vscode.window.createQuickPick<LookupItem>();
  readonly #session: LookupSession;
  readonly #searchButtons: readonly ActionButton[];
  readonly #saveButton: ActionButton;
  readonly #actionsButton: ActionButton;
  #settle: { resolve: (picked: Picked) => void; reject: (error: unknown) => void } | undefined;
  readonly #meant = new MeantRow<LookupItem>();
  /** Another box stands in its place for the moment. */
  #isAway = false;

  constructor(source: LookupSource, memory: LookupMemory, options: PickerOptions) {
    this.#source = source;
    this.#memory = memory;
    this.#options = options;
    this.#session = new LookupSession(source, options.place, systemClock, (view) => this.#show(view));
    this.#searchButtons = options.hasActions
      ? [
          button("edit", vscode.l10n.t("Rename Search"), "rename"),
          button("trash", vscode.l10n.t("Delete Search"), "delete"),
        ]
      : [];
    const [save, actions] = process.platform === "darwin" ? ["⌘S", "⌘."] : ["Ctrl+S", "Ctrl+."];
    this.#saveButton = button("star-add", `${vscode.l10n.t("Save This Search")} (${save})`, "save");
    this.#actionsButton = button("ellipsis", `${vscode.l10n.t("Actions")} (${actions})`, "actions");
  }

  /** @throws vscode.CancellationError when the picker is dismissed */
  async pick(): Promise<Picked> {
    const picker = this.#picker;
    picker.placeholder = vscode.l10n.t(
      "Name, source ID, e-mail or contact ID; in: an inbox, on: a connection",
    );
    picker.matchOnDescription = true;
    picker.matchOnDetail = true;
    const subscriptions = [
      picker.onDidChangeValue((value) => this.#session.setText(value.trimStart())),
      picker.onDidChangeActive(() => this.#meant.settle()),
      picker.onDidAccept(() => this.#accept()),
      picker.onDidTriggerItemButton(({ item, button: pressed }) => void this.#press(item, pressed)),
      picker.onDidTriggerButton((pressed) => void this.#press(undefined, pressed)),
      picker.onDidHide(() => {
        if (!this.#isAway) {
          this.#settle?.reject(new vscode.CancellationError());
        }
      }),
      this.#memory.onDidChange(() => this.#session.refreshRemembered()),
    ];
    try {
      return await new Promise<Picked>((resolve, reject) => {
        this.#settle = { resolve, reject };
        picker.value = this.#options.text ?? "";
        this.#session.lookNow(picker.value);
        picker.show();
      });
    } finally {
      this.#settle = undefined;
      this.#session.dispose();
      vscode.Disposable.from(...subscriptions).dispose();
      // Not at once: a box that the command shows next takes its place, and the editor does not get the focus between
      // the two. A page in it would take it late, from the second box, which then closes by itself.
      setImmediate(() => picker.dispose());
    }
  }

  /** Picks the row that has the focus, to be opened beside the active editor. */
  openToSide(): void {
    const found = this.#found();
    if (found) {
      this.#settle?.resolve({ found, toSide: true });
    } else {
      this.#pickAwaited(this.#meant.await(this.#session.text, true, this.#session.view));
    }
  }

  /** Shows the contact of the row in an editor and stays. */
  async peek(): Promise<void> {
    const found = this.#found();
    const action = contactActions(false).find(({ icon }) => icon === "eye");
    if (found && action) {
      await this.#run(action, found, true);
    }
  }

  /** Every action of the row that has the focus, to choose from by keyboard; then back to the rows. */
  async showActions(): Promise<void> {
    const choice = this.#picker.activeItems[0]?.choice;
    if (choice?.kind === "contact") {
      const { found } = choice;
      const actions = contactActions(this.#memory.isPinned(found));
      const title = `${vscode.l10n.t("Actions")} · ${labelText(found.contact.name)}`;
      const action = await this.#meanwhile(
        async () => {
          const picked = await vscode.window.showQuickPick(
            actions.map((each) => ({
              label: `$(${each.icon}) ${each.title}`,
              description: each.key ?? "",
              action: each,
            })),
            { title },
          );
          return picked?.action;
        },
        (chosen) => chosen?.closes !== true,
      );
      if (action) {
        await this.#run(action, found, false);
      }
    } else if (choice?.kind === "search") {
      const { search } = choice;
      const picked = await this.#meanwhile(() =>
        vscode.window.showQuickPick(
          this.#searchButtons.map(({ tooltip, does }) => ({ label: tooltip ?? "", does })),
          { title: `${vscode.l10n.t("Actions")} · ${labelText(search.name)}` },
        ),
      );
      await this.#changeSearch(search, picked?.does);
    }
  }

  /** Keeps what is being searched for, under a name. */
  async saveSearch(): Promise<void> {
    const { search } = this.#session;
    if (!search) {
      return;
    }
    const { connectionId, text, inboxId } = search;
    const inbox = this.#source.knownInboxes(connectionId).find(({ id }) => id === inboxId);
    const suggestion = [text, inbox ? labelText(inbox.name) : ""].filter((part) => part !== "").join(" · ");
    const name = await this.#meanwhile(() => askForSearchName(vscode.l10n.t("Save This Search"), suggestion));
    if (name !== undefined) {
      this.#memory.saveSearch(connectionId, { name, text, ...(inboxId === undefined ? {} : { inboxId }) });
      vscode.window.setStatusBarMessage(
        vscode.l10n.t("Saved: “{0}” stands in the Contacts view.", labelText(name)),
        5000,
      );
    }
  }

  #found(): FoundContact | undefined {
    const choice = this.#picker.activeItems[0]?.choice;
    return choice?.kind === "contact" ? choice.found : undefined;
  }

  #accept(): void {
    const { text, view } = this.#session;
    const choice = this.#meant.chosen(this.#picker.selectedItems[0], text)?.choice;
    switch (choice?.kind) {
      case undefined:
        this.#pickAwaited(this.#meant.await(text, false, view));
        break;
      case "contact":
        this.#settle?.resolve({ found: choice.found, toSide: false });
        break;
      case "search":
        this.#setText(`${this.#session.textOf(choice.search)} `);
        break;
      case "text":
        this.#setText(choice.text);
        break;
      case "next":
        this.#session.showNext();
        break;
      case "previous":
        this.#session.showPrevious();
        break;
      case "retry":
        this.#session.lookNow();
        break;
      case "setKey":
        this.#settle?.reject(new vscode.CancellationError());
        void vscode.commands.executeCommand("maiagent.setKey");
        break;
    }
  }

  #setText(text: string): void {
    this.#picker.value = text;
    this.#session.setText(text);
  }

  async #press(item: LookupItem | undefined, pressed: vscode.QuickInputButton): Promise<void> {
    if (pressed === this.#saveButton) {
      await this.saveSearch();
    } else if (pressed === this.#actionsButton) {
      await this.showActions();
    } else if (item?.choice?.kind === "search") {
      await this.#changeSearch(
        item.choice.search,
        this.#searchButtons.find((each) => each === pressed)?.does,
      );
    } else if (item?.choice?.kind === "contact") {
      const { found } = item.choice;
      const action = contactActions(this.#memory.isPinned(found)).find(
        ({ icon }) => pressed.iconPath instanceof vscode.ThemeIcon && pressed.iconPath.id === icon,
      );
      if (action) {
        await this.#run(action, found, true);
      }
    }
  }

  async #changeSearch(search: LookupSearch, does: string | undefined): Promise<void> {
    if (does === "rename") {
      await this.#meanwhile(() => vscode.commands.executeCommand("maiagent.renameSearch", search));
    } else if (does === "delete") {
      await vscode.commands.executeCommand("maiagent.deleteSearch", search);
    }
  }

  /** @param stays - whether the picker stays even if the action shows the contact somewhere else */
  async #run(action: ContactAction, found: FoundContact, stays: boolean): Promise<void> {
    if (action.asks === true) {
      await this.#meanwhile(() => action.run(found));
    } else if (action.closes === true && !stays) {
      this.#settle?.reject(new vscode.CancellationError());
      await action.run(found);
    } else if (action.closes === true || action.showsElsewhere === true) {
      this.#picker.ignoreFocusOut = true;
      await action.run(found);
      if (this.#settle) {
        // Back to the box, from where the arrow keys go on to the next contact.
        this.#picker.show();
        this.#picker.ignoreFocusOut = false;
      }
    } else {
      await action.run(found);
    }
  }

  /** Makes way for another box and comes back with what stood here, unless the answer says that it is not wanted. */
  async #meanwhile<T>(
    ask: () => Thenable<T>,
    isWantedAgain: (answer: T) => boolean = () => true,
  ): Promise<T> {
    this.#isAway = true;
    try {
      const answer = await ask();
      if (this.#settle && isWantedAgain(answer)) {
        this.#picker.show();
      }
      return answer;
    } finally {
      this.#isAway = false;
    }
  }

  #show(view: LookupView): void {
    const picker = this.#picker;
    const { text: typed } = this.#session;
    this.#pickAwaited(this.#meant.answer(typed, view));
    // The row that the arrow keys led to stays the active one; else the first row is.
    const isMoved = picker.activeItems[0] !== picker.items.find(({ kind }) => kind !== SEPARATOR);
    const before = isMoved && typed === this.#meant.shownText ? this.#found()?.contactId : undefined;
    this.#meant.replace(picker.activeItems[0], typed);
    picker.busy = view.kind === "results" && view.isWaiting;
    const place = view.kind === "results" || view.kind === "failed" ? view.place : this.#options.place;
    picker.title = [this.#titleAt(place), countText(view)].filter((part) => part !== "").join(" · ");
    const { suggested, hasActions } = this.#options;
    const { inbox, text } = parseLookupQuery(typed);
    const connections = this.#source.connections();
    picker.items = lookupItems(view, {
      connectionName: (id) =>
        connections.length > 1
          ? (connections.find((connection) => connection.id === id)?.name ?? id)
          : undefined,
      isPinned: (found) => this.#memory.isPinned(found),
      contactButtons: (isPinned) =>
        contactActions(isPinned).flatMap(({ hasButton, icon, title, key }) =>
          hasActions && hasButton === true
            ? [button(icon, key === undefined ? title : `${title} (${key})`, icon)]
            : [],
        ),
      searchButtons: this.#searchButtons,
      suggested: suggested && {
        label: suggested.label,
        found: { ...suggested.ref, contact: { id: suggested.ref.contactId, name: suggested.label } },
      },
      textOfAllInboxes: inbox && `${text.slice(0, inbox.start)}${text.slice(inbox.end).trimStart()}`,
      now: systemClock.now(),
    });
    const again = picker.items.find(
      ({ choice }) => choice?.kind === "contact" && choice.found.contactId === before,
    );
    if (before !== undefined && again) {
      picker.activeItems = [again];
    }
    picker.buttons = hasActions
      ? [...(this.#session.search ? [this.#saveButton] : []), this.#actionsButton]
      : [];
  }

  #pickAwaited(awaited: AwaitedRow | undefined): void {
    if (awaited) {
      const { connectionId, contact } = awaited.row;
      const found = { connectionId, contactId: contact.id, contact };
      this.#settle?.resolve({ found, toSide: awaited.toSide });
    }
  }

  #titleAt({ connectionId, inboxId }: LookupPlace): string {
    const inbox = this.#source.knownInboxes(connectionId).find(({ id }) => id === inboxId);
    const connection = this.#source.connections().find(({ id }) => id === connectionId);
    return [this.#options.title, labelText(inbox?.name ?? ""), labelText(connection?.name ?? connectionId)]
      .filter((part) => part !== "")
      .join(" · ");
  }
}

function button(icon: string, tooltip: string, does: string): ActionButton {
  return { iconPath: new vscode.ThemeIcon(icon), tooltip, does };
}
