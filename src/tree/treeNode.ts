import type { Contact, Inbox } from "../api/schemas.ts";
import type { Connection } from "../model/connection.ts";

/** A row of the Contacts view, as plain data; `inboxId` undefined means the list of all contacts. */
export type TreeNode =
  ConnectionNode | ListNode | ContactNode | LoadMoreNode | EmptyNode | FailureNode | SettingNode;

export interface ConnectionNode {
  readonly kind: "connection";
  readonly connectionId: string;
  readonly connection: Connection;
}

/** An inbox, or all contacts when `inbox` is undefined. */
export interface ListNode {
  readonly kind: "list";
  readonly connectionId: string;
  readonly inboxId: string | undefined;
  readonly inbox: Inbox | undefined;
  readonly isReadOnly: boolean;
}

export interface ContactNode {
  readonly kind: "contact";
  readonly connectionId: string;
  readonly inboxId: string | undefined;
  readonly contactId: string;
  readonly contact: Contact;
  readonly isReadOnly: boolean;
}

export interface LoadMoreNode {
  readonly kind: "loadMore";
  readonly connectionId: string;
  readonly inboxId: string | undefined;
  readonly loaded: number;
  readonly count: number | undefined;
}

/** A list without contacts: it says why, and what to do. */
export interface EmptyNode {
  readonly kind: "empty";
  readonly connectionId: string;
  readonly inboxId: string | undefined;
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

/** Identity of a row over refreshes: VS Code keeps expansion and selection by it. */
export function nodeId(node: TreeNode): string {
  switch (node.kind) {
    case "connection":
      return node.connectionId;
    case "list":
      return `${node.connectionId}/${node.inboxId ?? ""}`;
    case "contact":
      return `${node.connectionId}/${node.inboxId ?? ""}/${node.contactId}`;
    case "loadMore":
      return `${node.connectionId}/${node.inboxId ?? ""}/:more`;
    case "empty":
      return `${node.connectionId}/${node.inboxId ?? ""}/:empty`;
    case "failure":
      return `${nodeId(node.parent)}/:failure`;
    case "setting":
      return `:setting/${node.index}`;
  }
}
