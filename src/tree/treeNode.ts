import type { Contact, Inbox } from "../api/schemas.ts";
import type { Connection } from "../model/connection.ts";
import { listingId } from "../state/listing.ts";
import type { SavedSearch } from "../state/lookupMemory.ts";

/** A row of the Contacts view, as plain data; `inboxId` undefined means the list of all contacts. */
export type TreeNode =
  ConnectionNode | PinnedNode | ListNode | ContactNode | LoadMoreNode | EmptyNode | FailureNode | SettingNode;

export interface ConnectionNode {
  readonly kind: "connection";
  readonly connectionId: string;
  readonly connection: Connection;
}

/** The pinned contacts of a connection. */
export interface PinnedNode {
  readonly kind: "pinned";
  readonly connectionId: string;
  readonly count: number;
  readonly isReadOnly: boolean;
}

/** An inbox, or all contacts when `inbox` is undefined; with `search` what a saved search finds there. */
export interface ListNode {
  readonly kind: "list";
  readonly connectionId: string;
  readonly inboxId: string | undefined;
  readonly search?: SavedSearch | undefined;
  readonly inbox: Inbox | undefined;
  readonly isReadOnly: boolean;
}

export interface ContactNode {
  readonly kind: "contact";
  readonly connectionId: string;
  readonly inboxId: string | undefined;
  readonly search?: SavedSearch | undefined;
  /** The row stands below 'Pinned'. */
  readonly isPinnedRow?: boolean;
  /** The row stands behind the first page of its list. */
  readonly isFarDown?: boolean;
  readonly contactId: string;
  readonly contact: Contact;
  readonly isReadOnly: boolean;
}

export interface LoadMoreNode {
  readonly kind: "loadMore";
  readonly connectionId: string;
  readonly inboxId: string | undefined;
  readonly search?: SavedSearch | undefined;
  readonly loaded: number;
  readonly count: number | undefined;
}

/** A list without contacts: it says why, and what to do. */
export interface EmptyNode {
  readonly kind: "empty";
  readonly connectionId: string;
  readonly inboxId: string | undefined;
  readonly search?: SavedSearch | undefined;
  readonly filter: string;
  readonly isReadOnly: boolean;
}

/** Loading failed: the row says why and offers what mends it. `parent` is the row to load again. */
export interface FailureNode {
  readonly kind: "failure";
  readonly connectionId: string;
  readonly parent: ConnectionNode | ListNode;
  readonly error: unknown;
}

/** An entry of the setting that cannot be used. */
export interface SettingNode {
  readonly kind: "setting";
  readonly index: number;
  readonly member: string;
  readonly reason: string;
}

/** Identity of the row 'Pinned' of a connection. */
export function pinnedId(connectionId: string): string {
  return `${connectionId}/:pinned`;
}

/** Identity of a row. */
export function nodeId(node: TreeNode): string {
  switch (node.kind) {
    case "connection":
      return node.connectionId;
    case "pinned":
      return pinnedId(node.connectionId);
    case "list":
      return listingId(node);
    case "contact":
      return `${node.isPinnedRow === true ? pinnedId(node.connectionId) : listingId(node)}/${node.contactId}`;
    case "loadMore":
      return `${listingId(node)}/:more`;
    case "empty":
      return `${listingId(node)}/:empty`;
    case "failure":
      return `${nodeId(node.parent)}/:failure`;
    case "setting":
      return `:setting/${node.index}`;
  }
}

/**
 * Identities of rows as VS Code is given them: over refreshes it keeps expansion and selection by them. It is sent all
 * of a list's rows whenever one page is added, each with its own identity and the list's, which is why those are short
 * where there are thousands. Another start of the extension gives other ones.
 */
export class RowIds {
  readonly #short = new Map<string, string>();

  of(node: TreeNode): string {
    if (node.kind === "list") {
      return this.#shortOf(listingId(node));
    }
    return node.kind === "contact" && node.isPinnedRow !== true
      ? `${this.#shortOf(listingId(node))}/${this.#shortOf(node.contactId)}`
      : nodeId(node);
  }

  #shortOf(id: string): string {
    const short = this.#short.get(id) ?? `:${this.#short.size.toString(36)}`;
    this.#short.set(id, short);
    return short;
  }
}
