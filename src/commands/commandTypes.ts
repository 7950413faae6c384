import type * as vscode from "vscode";
import type { ExportFormat } from "../data/engine/export/exportedFields.ts";
import type { FoundContact } from "../lookup/lookupItems.ts";
import type { LookupSearch } from "../lookup/lookupView.ts";
import type { ContactRef } from "../state/contactStore.ts";
import type {
  ConnectionNode,
  ContactNode,
  EmptyNode,
  FailureNode,
  ListNode,
  LoadMoreNode,
  TreeNode,
} from "../tree/treeNode.ts";

/** What a command about a contact may be given: a row, an address, an identity; nothing when run from the palette. */
export type ContactTarget = ContactNode | FoundContact | ContactRef | vscode.Uri | undefined;
/** What a command about a connection may be given: a row or an id. */
export type ConnectionTarget = ConnectionNode | FailureNode | string | undefined;
/** What a command about a saved search may be given: its row, or the search with its connection. */
export type SearchTarget = ListNode | LookupSearch | undefined;
/** What a command about a list may be given. */
export type ListTarget = ListNode | ConnectionNode | EmptyNode | LoadMoreNode | undefined;

/** What an export may be given: rows of contacts, a list, a connection. */
export type ExportTarget = ContactNode | ListTarget;

/** What an import may be given: a file of the explorer, or the list or connection that it goes to. */
export type ImportTarget = vscode.Uri | ListTarget;

/** What a caller may decide instead of the user. */
export interface ExportOptions {
  readonly format?: ExportFormat;
  readonly uri?: vscode.Uri;
}

/** What a command about many contacts may be given: a row of the selection, a list, or a single contact. */
export type BulkTarget = ContactTarget | ListTarget;

/**
 * Every command of the extension and what it takes; the only place where an id is spelt out. A unit test holds
 * it against package.json. The second argument of a row's command is the whole selection.
 */
export interface CommandTypes {
  "maiagent.addConnection": () => Promise<void>;
  "maiagent.editConnection": (target?: ConnectionTarget) => Promise<void>;
  "maiagent.removeConnection": (target?: ConnectionTarget) => Promise<void>;
  "maiagent.switchConnection": (target?: ConnectionTarget) => Promise<void>;
  "maiagent.setKey": (target?: ConnectionTarget) => Promise<void>;
  "maiagent.setNetworkSecrets": (target?: ConnectionTarget) => Promise<void>;
  "maiagent.diagnoseConnection": (target?: ConnectionTarget) => Promise<void>;
  "maiagent.signOut": (target?: ConnectionTarget) => Promise<void>;
  "maiagent.trySampleData": () => Promise<void>;
  "maiagent.resetSampleData": () => Promise<void>;
  "maiagent.newContact": (target?: ListTarget) => Promise<void>;
  "maiagent.openContact": (target?: ContactTarget) => Promise<void>;
  /** A click on a contact's row, which VS Code has made the view's selection. */
  "maiagent.openRow": () => Promise<void>;
  "maiagent.openContactAsText": (target?: ContactTarget) => Promise<void>;
  "maiagent.saveContact": () => Promise<void>;
  "maiagent.compareWithServer": (target?: ContactTarget) => Promise<void>;
  "maiagent.previewChanges": (target?: ContactTarget) => Promise<void>;
  "maiagent.replaceContact": (target?: ContactTarget) => Promise<void>;
  "maiagent.duplicateContact": (target?: ContactTarget) => Promise<void>;
  "maiagent.deleteContact": (target?: ContactTarget, selection?: readonly TreeNode[]) => Promise<void>;
  "maiagent.deleteContacts": (target?: BulkTarget, selection?: readonly TreeNode[]) => Promise<void>;
  "maiagent.moveToInbox": (target?: BulkTarget, selection?: readonly TreeNode[]) => Promise<void>;
  "maiagent.addToInbox": (target?: BulkTarget, selection?: readonly TreeNode[]) => Promise<void>;
  "maiagent.removeFromInbox": (target?: BulkTarget, selection?: readonly TreeNode[]) => Promise<void>;
  "maiagent.setField": (target?: BulkTarget, selection?: readonly TreeNode[]) => Promise<void>;
  "maiagent.copyToConnection": (target?: BulkTarget, selection?: readonly TreeNode[]) => Promise<void>;
  /** From the tree's drag and drop: the row, and the dragged contacts as JSON. */
  "maiagent.dropContacts": (target?: TreeNode, dragged?: string) => Promise<void>;
  "maiagent.findDuplicates": (target?: ListTarget) => Promise<void>;
  "maiagent.retryFailed": (report?: vscode.Uri) => Promise<void>;
  "maiagent.copyReport": (report?: vscode.Uri) => Promise<void>;
  "maiagent.refresh": (target?: TreeNode) => void | Promise<void>;
  "maiagent.copyContactId": (target?: ContactTarget, selection?: readonly TreeNode[]) => Promise<void>;
  "maiagent.copyContactJson": (target?: ContactTarget) => Promise<void>;
  /** `form` is what a caller, such as a key binding, decides instead of the user: see `readCopyForm`. */
  "maiagent.copyContactAs": (
    target?: ContactTarget,
    selection?: readonly TreeNode[],
    form?: unknown,
  ) => Promise<void>;
  /** @param text - what stands in the box at first */
  "maiagent.findContact": (target?: ListTarget, text?: unknown) => Promise<void>;
  /** Keys of the picker that is open. */
  "maiagent.findOpenToSide": () => void | Promise<void>;
  "maiagent.findPeek": () => void | Promise<void>;
  "maiagent.findActions": () => void | Promise<void>;
  "maiagent.findSaveSearch": () => void | Promise<void>;
  "maiagent.openContactToSide": (target?: ContactTarget) => Promise<void>;
  "maiagent.peekContact": (target?: ContactTarget) => Promise<void>;
  "maiagent.insertContactId": (target?: ContactTarget) => Promise<void>;
  "maiagent.insertContactField": (target?: ContactTarget) => Promise<void>;
  /** From links of hovers and texts, which anybody can write: checked in the handler (`assist/hoverAction.ts`). */
  "maiagent.hoverAction": (...args: readonly unknown[]) => Promise<void>;
  "maiagent.lookUpSelection": () => Promise<void>;
  /** @param given - where to write, if a caller decides that instead of the user */
  "maiagent.saveAsFixture": (
    target?: BulkTarget,
    selection?: readonly TreeNode[],
    given?: unknown,
  ) => Promise<void>;
  "maiagent.updateFixture": (target?: vscode.Uri) => Promise<void>;
  /** The right side of the comparison. */
  "maiagent.applyFixture": (target?: vscode.Uri) => Promise<void>;
  "maiagent.pinContact": (target?: ContactTarget) => Promise<void>;
  "maiagent.unpinContact": (target?: ContactTarget) => Promise<void>;
  "maiagent.revealContact": (target?: ContactTarget) => Promise<void>;
  "maiagent.renameSearch": (target?: SearchTarget) => Promise<void>;
  "maiagent.deleteSearch": (target?: SearchTarget) => Promise<void>;
  /** A link from outside, as VS Code hands it over. */
  "maiagent.openLink": (uri?: vscode.Uri) => Promise<void>;
  "maiagent.copyContactLink": (target?: ContactTarget) => Promise<void>;
  "maiagent.openInMaiAgent": (target?: ContactTarget) => Promise<void>;
  "maiagent.loadMore": (target?: LoadMoreNode) => Promise<void>;
  "maiagent.filterInbox": (target?: ListTarget) => Promise<void>;
  "maiagent.clearFilter": (target?: ListTarget) => Promise<void>;
  "maiagent.importContacts": (target?: ImportTarget) => Promise<void>;
  "maiagent.exportContacts": (
    target?: ExportTarget,
    selection?: readonly TreeNode[],
    options?: ExportOptions,
  ) => Promise<void>;
  "maiagent.newSeedRecipe": () => Promise<void>;
  "maiagent.dryRunSeed": (target?: vscode.Uri) => Promise<void>;
  /** `places` are those contacts of the recipe, counted from 0, that failed before. */
  "maiagent.runSeed": (target?: vscode.Uri, places?: readonly unknown[]) => Promise<void>;
  /** A recipe, or the id of one of its runs. */
  "maiagent.cleanUpSeed": (target?: vscode.Uri | string) => Promise<void>;
  "maiagent.seedRuns": () => Promise<void>;
  "maiagent.showLog": () => Promise<void>;
  "maiagent.contactHistory": (target?: ContactTarget) => Promise<void>;
  "maiagent.restoreVersion": (target?: vscode.Uri | string) => Promise<void>;
  "maiagent.compareVersionWithNow": (target?: vscode.Uri | string) => Promise<void>;
  "maiagent.undoLastChange": (target?: ContactTarget) => Promise<void>;
  "maiagent.showDeletedContacts": (target?: ConnectionTarget) => Promise<void>;
  "maiagent.clearHistory": () => Promise<void>;
  "maiagent.showField": (ref?: ContactRef, field?: string) => Promise<void>;
}

export type CommandId = keyof CommandTypes;

/** A handler for every command: a missing one does not compile. */
export type CommandTable = { readonly [Id in CommandId]: CommandTypes[Id] };
