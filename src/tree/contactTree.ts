import * as vscode from "vscode";
import type { Contact } from "../api/schemas.ts";
import type { Connection } from "../model/connection.ts";
import type { ConnectionStore } from "../state/connectionStore.ts";
import type { ContactChange, ContactStore } from "../state/contactStore.ts";
import { listingId } from "../state/listing.ts";
import type { LookupMemory } from "../state/lookupMemory.ts";
import type { Log } from "../ui/log.ts";
import { inTime } from "./childrenDeadline.ts";
import { resolveContactItem, treeItemOf } from "./treeItem.ts";
import {
  type ConnectionNode,
  type ContactNode,
  type ListNode,
  nodeId,
  pinnedId,
  RowIds,
  type PinnedNode,
  type TreeNode,
} from "./treeNode.ts";
import { type ViewState, viewStateOf } from "./viewState.ts";

const COUNT_CONCURRENCY = 4;
/** Rows from this one on are far down: a list that is read again begins with fewer. */
const FAR_DOWN = 100;
/** A change fires at once; those that follow within this time fire together. */
const COALESCE_MS = 10;

/** The Contacts view: asks the stores, turns a failure into a row that says why. */
export class ContactTree implements vscode.TreeDataProvider<TreeNode>, vscode.Disposable {
  readonly #connections: ConnectionStore;
  readonly #contacts: ContactStore;
  readonly #memory: LookupMemory;
  readonly #log: Log;
  readonly #setViewState: (state: ViewState) => void;
  readonly #onDidChangeTreeData = new vscode.EventEmitter<TreeNode[] | undefined>();
  readonly #subscriptions: readonly vscode.Disposable[];
  /** Rows other than contacts by id: VS Code wants the same object back when one row is refreshed. */
  readonly #nodes = new Map<string, TreeNode>();
  /** The row of each contact of a list, by the list's id: what looks as before is the object that VS Code has. */
  readonly #contactRows = new Map<string, WeakMap<Contact, ContactNode>>();
  readonly #ids = new RowIds();
  readonly #contactItems = new WeakMap<TreeNode, vscode.TreeItem>();
  /** The number that each list's row was last drawn with. */
  readonly #shownCounts = new Map<string, number | undefined>();
  readonly #pending = new Set<string>();
  #timer: NodeJS.Timeout | undefined;
  #firedAt = 0;
  readonly onDidChangeTreeData = this.#onDidChangeTreeData.event;
  readonly #onDidGiveRows = new vscode.EventEmitter<void>();
  /** VS Code was given rows that it asked for. */
  readonly onDidGiveRows = this.#onDidGiveRows.event;

  constructor(
    connections: ConnectionStore,
    contacts: ContactStore,
    memory: LookupMemory,
    log: Log,
    setViewState: (state: ViewState) => void,
  ) {
    this.#connections = connections;
    this.#contacts = contacts;
    this.#memory = memory;
    this.#log = log;
    this.#setViewState = setViewState;
    this.#subscriptions = [
      connections.onDidChange(() => this.#fire("")),
      contacts.onDidChange((change) => this.#follow(change)),
      memory.onDidChange(({ connectionId, kind }) => {
        if (kind !== "recents") {
          this.#fire(connectionId);
          this.#fire(pinnedId(connectionId));
        }
      }),
    ];
  }

  getTreeItem(node: TreeNode): vscode.TreeItem {
    if (node.kind === "list") {
      this.#shownCounts.set(nodeId(node), this.#contacts.listing(node).count);
    }
    // Of what is drawn again when a list grows, nearly all is contacts that look as before.
    const known = this.#contactItems.get(node);
    const item = known ?? treeItemOf(node, this.#contacts, this.#ids);
    if (!known && node.kind === "contact") {
      this.#contactItems.set(node, item);
    }
    return item;
  }

  resolveTreeItem(item: vscode.TreeItem, node: TreeNode): vscode.TreeItem {
    if (node.kind === "contact") {
      resolveContactItem(item, node);
    }
    return item;
  }

  getParent(node: TreeNode): TreeNode | undefined {
    switch (node.kind) {
      case "connection":
      case "setting":
        return undefined;
      case "list":
      case "pinned":
        return this.#nodes.get(node.connectionId);
      case "contact":
        return this.#nodes.get(node.isPinnedRow === true ? pinnedId(node.connectionId) : listingId(node));
      case "loadMore":
      case "empty":
        return this.#nodes.get(listingId(node));
      case "failure":
        return node.parent;
    }
  }

  /** Always settles, within 15 s, and never throws: a failure is a row. */
  async getChildren(parent?: TreeNode): Promise<TreeNode[]> {
    const children = await this.#children(parent);
    for (const child of children) {
      if (child.kind !== "contact") {
        this.#nodes.set(nodeId(child), child);
      }
    }
    this.#onDidGiveRows.fire();
    return children;
  }

  /**
   * The row of a contact, loaded where it was not: below one of its inboxes, else below all contacts. Undefined when
   * the connection shows no lists. Rejects when the list cannot be loaded.
   */
  async rowOf(connectionId: string, contact: Contact): Promise<TreeNode | undefined> {
    const roots = await this.#known(undefined);
    const parent = roots.find((node) => node.kind === "connection" && node.connectionId === connectionId);
    const lists = parent ? await this.#known(parent) : [];
    const own = lists.flatMap((node) =>
      node.kind === "list" && !node.search && belongsTo(contact, node.inboxId) ? [node] : [],
    );
    // A filtered list would show a row that its filter does not find.
    const list = own.find((node) => this.#contacts.listing(node).filter === "") ?? own[0];
    if (!list) {
      return undefined;
    }
    const listing = this.#contacts.listing(list);
    await listing.load();
    listing.include(contact);
    const rows = await this.#known(list);
    return rows.find((node) => node.kind === "contact" && node.contactId === contact.id);
  }

  /** The children as VS Code has them: a row that it was not given itself is one that it never refreshes. */
  async #known(parent: TreeNode | undefined): Promise<TreeNode[]> {
    const children = await this.#children(parent);
    return children.map((child) => {
      if (child.kind === "contact") {
        return child;
      }
      const known = this.#nodes.get(nodeId(child)) ?? child;
      this.#nodes.set(nodeId(child), known);
      return known;
    });
  }

  dispose(): void {
    clearTimeout(this.#timer);
    for (const subscription of this.#subscriptions) {
      subscription.dispose();
    }
    this.#onDidChangeTreeData.dispose();
    this.#onDidGiveRows.dispose();
  }

  async #children(parent: TreeNode | undefined): Promise<TreeNode[]> {
    if (!parent) {
      return this.#roots();
    }
    if (parent.kind === "pinned") {
      return this.#pinned(parent);
    }
    if (parent.kind !== "connection" && parent.kind !== "list") {
      return [];
    }
    try {
      return await inTime(parent.kind === "connection" ? this.#lists(parent) : this.#rows(parent));
    } catch (error) {
      this.#log.failure(`tree ${parent.kind}`, error);
      return [{ kind: "failure", connectionId: parent.connectionId, parent, error }];
    }
  }

  async #roots(): Promise<TreeNode[]> {
    const settings = this.#connections.problems.map((problem): TreeNode => ({ kind: "setting", ...problem }));
    const connections = this.#connections.all;
    const [only] = connections;
    if (!only && settings.length === 0) {
      this.#setViewState("setup");
      return [];
    }
    // With one connection that cannot be used, a whole sentence with buttons says more than a row.
    if (only && connections.length === 1 && settings.length === 0) {
      try {
        await inTime(this.#contacts.inboxes(only.id));
      } catch (error) {
        this.#log.failure("tree", error);
        this.#setViewState(viewStateOf(error));
        return [];
      }
    }
    this.#setViewState("rows");
    return [...settings, ...connections.map(nodeOf)];
  }

  async #lists(parent: ConnectionNode): Promise<TreeNode[]> {
    const { connectionId, connection } = parent;
    const { inboxes } = await this.#contacts.inboxes(connectionId);
    const lists = [...inboxes, undefined].map((inbox): ListNode => ({
      kind: "list",
      connectionId,
      inboxId: inbox?.id,
      inbox,
      isReadOnly: connection.readOnly,
    }));
    const searches = this.#memory.searches(connectionId).map((search): ListNode => ({
      ...{ kind: "list", connectionId, inboxId: search.inboxId, search },
      ...{ inbox: inboxes.find(({ id }) => id === search.inboxId), isReadOnly: connection.readOnly },
    }));
    // Not awaited: the rows stand at once, the numbers follow.
    void this.#count([...searches, ...lists]);
    return [...this.#pinnedRow(parent), ...searches, ...lists];
  }

  #pinnedRow({ connectionId, connection }: ConnectionNode): readonly PinnedNode[] {
    const count = this.#memory.pins(connectionId).length;
    return count === 0 ? [] : [{ kind: "pinned", connectionId, count, isReadOnly: connection.readOnly }];
  }

  #pinned({ connectionId, isReadOnly }: PinnedNode): TreeNode[] {
    return this.#memory.pins(connectionId).map((contact) => ({
      ...{ kind: "contact", connectionId, inboxId: undefined, contactId: contact.id, contact, isReadOnly },
      isPinnedRow: true,
    }));
  }

  async #rows(parent: ListNode): Promise<TreeNode[]> {
    const { connectionId, inboxId, search, isReadOnly } = parent;
    const listing = this.#contacts.listing(parent);
    await listing.load();
    if (this.#shownCounts.get(nodeId(parent)) !== listing.count) {
      this.#fire(nodeId(parent));
    }
    const known = this.#contactRows.get(nodeId(parent)) ?? new WeakMap<Contact, ContactNode>();
    this.#contactRows.set(nodeId(parent), known);
    const rows = listing.items.map((contact, index): TreeNode => {
      const row = known.get(contact);
      if (row?.isReadOnly === isReadOnly && row.search?.text === search?.text) {
        return row;
      }
      const { id: contactId } = contact;
      const node = {
        kind: "contact",
        connectionId,
        inboxId,
        search,
        contactId,
        contact,
        isReadOnly,
        ...(index >= FAR_DOWN && { isFarDown: true }),
      } as const;
      known.set(contact, node);
      return node;
    });
    if (rows.length === 0) {
      return [{ kind: "empty", connectionId, inboxId, search, filter: listing.filter, isReadOnly }];
    }
    const { count } = listing;
    return listing.hasMore
      ? [...rows, { kind: "loadMore", connectionId, inboxId, search, loaded: rows.length, count }]
      : rows;
  }

  async #count(lists: readonly ListNode[]): Promise<void> {
    const waiting = [...lists];
    const worker = async () => {
      for (let node = waiting.shift(); node; node = waiting.shift()) {
        try {
          await this.#contacts.listing(node).loadCount();
        } catch (error) {
          // A missing number is no reason for a failure row; expanding the list will say what is wrong.
          this.#log.failure("tree count", error);
          return;
        }
      }
    };
    await Promise.all(Array.from({ length: COUNT_CONCURRENCY }, worker));
  }

  #follow(change: ContactChange): void {
    switch (change.kind) {
      case "connection":
        this.#fire(this.#connections.all.length === 1 ? "" : change.connectionId);
        break;
      case "listing":
        this.#fire(listingId(change.ref));
        break;
      case "saved":
      case "deleted":
        break; // The listings that show the contact have fired.
    }
  }

  /** Refreshes one row; the empty id is the whole view. */
  #fire(id: string): void {
    this.#pending.add(id);
    const wait = Math.max(0, this.#firedAt + COALESCE_MS - performance.now());
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#firedAt = performance.now();
      const ids = [...this.#pending];
      this.#pending.clear();
      if (ids.includes("")) {
        this.#nodes.clear();
        this.#onDidChangeTreeData.fire(undefined);
        return;
      }
      // In one event: VS Code lets each further one wait for 200 ms.
      this.#onDidChangeTreeData.fire(ids.flatMap((pending) => this.#nodes.get(pending) ?? []));
    }, wait);
  }
}

function belongsTo({ inboxes }: Contact, inboxId: string | undefined): boolean {
  return inboxId === undefined || (inboxes ?? []).some(({ id }) => id === inboxId);
}

function nodeOf(connection: Connection): ConnectionNode {
  return { kind: "connection", connectionId: connection.id, connection };
}
