import type * as vscode from "vscode";
import type { Assist } from "../assist/assist.ts";
import type { SeedContext } from "../data/seed/seedContext.ts";
import type { ContactEditor } from "../editor/contactEditor.ts";
import type { ContactFileSystem } from "../editor/contactFileSystem.ts";
import type { HistoryStore } from "../state/historyStore.ts";
import type { Clients } from "../state/clients.ts";
import type { ConnectionStore } from "../state/connectionStore.ts";
import type { ContactStore } from "../state/contactStore.ts";
import type { KeyStore } from "../state/keyStore.ts";
import type { NetworkPaths } from "../state/networkPaths.ts";
import type { LookupMemory } from "../state/lookupMemory.ts";
import type { ContactTree } from "../tree/contactTree.ts";
import type { TreeNode } from "../tree/treeNode.ts";
import type { Log } from "../ui/log.ts";
import type { HistoryVersions } from "./historyVersions.ts";

/** The sandbox as commands see it. */
export interface SandboxControl {
  /** Starts it unless it runs. */
  readonly start: () => Promise<unknown>;
  readonly reset: () => Promise<void>;
}

/** What the handlers work with. */
export interface CommandContext {
  readonly connections: ConnectionStore;
  readonly keys: KeyStore;
  readonly networks: NetworkPaths;
  readonly clients: Clients;
  readonly contacts: ContactStore;
  readonly files: ContactFileSystem;
  readonly editor: ContactEditor;
  readonly memory: LookupMemory;
  readonly tree: ContactTree;
  readonly view: vscode.TreeView<TreeNode>;
  readonly sandbox: SandboxControl;
  /** The extension's own folder on this machine, for what must outlive a window. It may not exist yet. */
  readonly storage: vscode.Uri;
  /** Where the extension is installed: the files of its pages. */
  readonly extensionUri: vscode.Uri;
  /** Small things that are remembered on this machine. */
  readonly globalState: vscode.Memento;
  /** For reports. */
  readonly extensionVersion: string;
  readonly log: Log;
  /** Seed recipes: built when the first recipe is opened or the first command of theirs runs. */
  readonly seed: () => Promise<SeedContext>;
  /** The help inside code: built when an id is first hovered over, or with the first command of its own. */
  readonly assist: () => Promise<Assist>;
  /** What is remembered for this workspace. */
  readonly workspaceState: vscode.Memento;
  /** Opened when first asked for. */
  readonly history: () => Promise<HistoryStore>;
  /** What contacts were, as documents. */
  readonly versions: () => Promise<HistoryVersions>;
  /** What a handler registers for as long as the extension runs. */
  readonly subscriptions: vscode.ExtensionContext["subscriptions"];
}
