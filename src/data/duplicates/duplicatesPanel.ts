import * as vscode from "vscode";
import { NotFoundError } from "../../api/errors.ts";
import { documentTextOf } from "../../model/contactText.ts";
import type { Connection } from "../../model/connection.ts";
import {
  type FromDuplicatesPage,
  fromDuplicatesPageSchema,
  type GroupState,
  type ToDuplicatesPage,
} from "../../shared/duplicatesMessages.ts";
import type { Clients } from "../../state/clients.ts";
import type { ContactStore } from "../../state/contactStore.ts";
import { contactLabel, shortId } from "../../ui/contactLabel.ts";
import { describeError } from "../../ui/describeError.ts";
import type { Log } from "../../ui/log.ts";
import { pageHtml } from "../../ui/pageHtml.ts";
import { placeOf } from "../../ui/placeText.ts";
import { valueText } from "../../ui/safeText.ts";
import type { DuplicateGroup } from "../engine/duplicates/findDuplicates.ts";
import { mergeContacts } from "../engine/duplicates/mergeContacts.ts";
import { confirmMerge } from "./confirmMerge.ts";
import { duplicatesWords, reasonName, stateName } from "./duplicatesWords.ts";
import { groupView, type SeenContact } from "./groupView.ts";
import { type MergeMessage, mergeDecisionOf } from "./mergeDecision.ts";
import { mergeLines, stateAfter } from "./mergeText.ts";

/** What the page shows and works with. */
export interface DuplicatesSearch {
  readonly connection: Connection;
  /** The list that was looked through, in words. */
  readonly place: string;
  readonly inboxNames: ReadonlyMap<string, string>;
  /** Reads the list and finds its duplicates. */
  readonly find: () => Promise<readonly DuplicateGroup[]>;
}

/** What the panel works with. */
export interface DuplicatesTools {
  readonly extensionUri: vscode.Uri;
  readonly contacts: ContactStore;
  readonly clients: Clients;
  readonly log: Log;
  readonly openContact: (contactId: string) => Promise<void>;
}

/**
 * The page with groups of contacts that may be one person. Each group is read anew when it is shown; nothing is
 * merged but what the person decided for that group and confirmed.
 */
export class DuplicatesPanel {
  readonly #panel: vscode.WebviewPanel;
  readonly #search: DuplicatesSearch;
  readonly #tools: DuplicatesTools;
  readonly #states = new Map<string, GroupState>();
  /** The contacts of the groups as they were shown last, by group. */
  readonly #seen = new Map<string, readonly SeenContact[]>();
  #groups: readonly DuplicateGroup[];
  /** One merge at a time: two of overlapping groups would meet. */
  #isMerging = false;

  constructor(search: DuplicatesSearch, groups: readonly DuplicateGroup[], tools: DuplicatesTools) {
    this.#search = search;
    this.#groups = groups;
    this.#tools = tools;
    this.#panel = vscode.window.createWebviewPanel(
      "maiagent.duplicates",
      vscode.l10n.t("Duplicates: {0}", valueText(search.place)),
      vscode.ViewColumn.Active,
      {
        enableScripts: true,
        retainContextWhenHidden: true,
        localResourceRoots: [],
      },
    );
    this.#panel.webview.onDidReceiveMessage((data: unknown) => this.#receive(data));
    this.#panel.webview.html = pageHtml(this.#panel.webview, tools.extensionUri, "duplicates");
  }

  async #receive(data: unknown): Promise<void> {
    const parsed = fromDuplicatesPageSchema.safeParse(data);
    if (!parsed.success) {
      return; // Not from our page.
    }
    const message = parsed.data;
    try {
      await this.#handle(message);
    } catch (error) {
      if (error instanceof vscode.CancellationError) {
        return;
      }
      this.#tools.log.failure(`duplicates ${message.type}`, error);
      const text = describeError(error).message;
      if (message.type === "merge") {
        this.#outcome(message.groupId, [text], true);
      } else {
        const groupId = "groupId" in message ? message.groupId : (this.#groups[0]?.id ?? "");
        this.#post({ type: "unreadable", groupId, message: text });
      }
    }
  }

  async #handle(message: FromDuplicatesPage): Promise<void> {
    switch (message.type) {
      case "ready":
        this.#showGroups();
        break;
      case "select":
        await this.#showGroup(message.groupId);
        break;
      case "dismiss":
        this.#states.set(message.groupId, "dismissed");
        this.#showGroups();
        this.#outcome(message.groupId, [vscode.l10n.t("Put aside. Nothing was changed.")], false);
        break;
      case "open":
        if (this.#groups.some(({ contacts }) => contacts.some(({ id }) => id === message.contactId))) {
          await this.#tools.openContact(message.contactId);
        }
        break;
      case "search":
        this.#groups = await this.#search.find();
        this.#states.clear();
        this.#seen.clear();
        this.#showGroups();
        break;
      case "merge":
        await this.#merge(message);
        break;
    }
  }

  #showGroups(): void {
    const { connection, place } = this.#search;
    this.#post({
      type: "groups",
      words: duplicatesWords(),
      subtitle: `${place} · ${placeOf(connection)}${connection.readOnly ? ` · ${vscode.l10n.t("read-only")}` : ""}`,
      canWrite: !connection.readOnly,
      groups: this.#groups.map((group) => {
        const state = this.#states.get(group.id) ?? "open";
        return {
          id: group.id,
          title: [...new Set(group.contacts.map((contact) => contactLabel(contact)))].join(" · "),
          reasons: group.reasons.map(reasonName).join(", "),
          count: vscode.l10n.t("{0} contacts", group.contacts.length.toLocaleString(vscode.env.language)),
          state,
          stateName: stateName(state),
        };
      }),
    });
  }

  async #showGroup(groupId: string): Promise<void> {
    const group = this.#groups.find(({ id }) => id === groupId);
    if (!group) {
      return;
    }
    const reads = await Promise.all(group.contacts.map(({ id }) => this.#read(id)));
    const seen = reads.flatMap((read) => read ?? []);
    this.#seen.set(groupId, seen);
    if (seen.length < 2) {
      const message = vscode.l10n.t(
        "Only one of these contacts is left: {0}",
        seen.map(({ contact }) => contactLabel(contact)).join(""),
      );
      this.#post({ type: "unreadable", groupId, message });
      return;
    }
    this.#post({ type: "group", groupId, ...groupView(seen, this.#search.inboxNames) });
  }

  /** Undefined when it was deleted meanwhile. */
  async #read(contactId: string): Promise<SeenContact | undefined> {
    try {
      const ref = { connectionId: this.#search.connection.id, contactId };
      const { contact, json } = await this.#tools.contacts.retrieve(ref);
      return { contact, text: documentTextOf(json) };
    } catch (error) {
      if (error instanceof NotFoundError) {
        return undefined;
      }
      throw error;
    }
  }

  async #merge(message: MergeMessage): Promise<void> {
    const { connection } = this.#search;
    const decision = mergeDecisionOf(message, connection, this.#seen.get(message.groupId) ?? []);
    if (!decision || this.#isMerging) {
      return;
    }
    this.#isMerging = true;
    try {
      const nameOf = (id: string) => valueText(this.#nameOf(message.groupId, id));
      if (!(await confirmMerge(decision, connection, this.#tools.clients.unlock, nameOf))) {
        this.#post({ type: "cancelled", groupId: message.groupId });
        return;
      }
      await this.#tools.clients.forBulk(connection.id);
      const held = await this.#tools.contacts.hold([connection]);
      const outcome = await mergeContacts(held, decision, {});
      const state = stateAfter(outcome);
      this.#states.set(message.groupId, state);
      if (outcome.status === "merged") {
        const removed = [...outcome.losers].flatMap(([id, { status }]) =>
          status === "deleted" || status === "gone" ? [id] : [],
        );
        this.#forget(message.groupId, removed);
      }
      this.#showGroups();
      const lines = mergeLines(outcome, this.#nameOf(message.groupId, decision.survivorId), (id) =>
        this.#nameOf(message.groupId, id),
      );
      this.#outcome(message.groupId, lines, state !== "merged");
    } finally {
      this.#isMerging = false;
    }
  }

  /** Contacts that are gone leave the other groups as well; a group of one is none. */
  #forget(groupId: string, removed: readonly string[]): void {
    this.#groups = this.#groups.flatMap((group) => {
      if (group.id === groupId || removed.length === 0) {
        return [group];
      }
      const contacts = group.contacts.filter(({ id }) => !removed.includes(id));
      return contacts.length < 2 ? [] : [{ ...group, contacts }];
    });
  }

  #outcome(groupId: string, lines: readonly string[], isFailure: boolean): void {
    const at = this.#groups.findIndex(({ id }) => id === groupId);
    const isOpen = ({ id }: DuplicateGroup) => (this.#states.get(id) ?? "open") === "open";
    const next = isFailure
      ? undefined
      : (this.#groups.slice(at + 1).find(isOpen) ?? this.#groups.slice(0, Math.max(0, at)).find(isOpen));
    this.#post({ type: "outcome", groupId, lines, isFailure, next: next?.id });
  }

  #nameOf(groupId: string, contactId: string): string {
    const seen = this.#seen.get(groupId) ?? [];
    const names = seen.map(({ contact }) => contactLabel(contact));
    const name = names[seen.findIndex(({ contact }) => contact.id === contactId)] ?? contactId;
    // Duplicates often have one name: the id tells them apart.
    return names.filter((other) => other === name).length > 1 ? `${name} (${shortId(contactId)})` : name;
  }

  #post(message: ToDuplicatesPage): void {
    this.#panel.webview.postMessage(message).then(undefined, (error: unknown) => {
      this.#tools.log.failure("duplicates message", error);
    });
  }
}
