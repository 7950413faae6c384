import * as vscode from "vscode";
import { systemClock } from "./api/clock.ts";
import type { CommandContext } from "./commands/context.ts";
import { ContactEditor } from "./editor/contactEditor.ts";
import { refOf } from "./editor/contactUri.ts";
import { ContactFileSystem } from "./editor/contactFileSystem.ts";
import { KeptBases } from "./editor/keptBases.ts";
import { Clients } from "./state/clients.ts";
import { ConnectionStore } from "./state/connectionStore.ts";
import { ContactStore } from "./state/contactStore.ts";
import { KeyStore } from "./state/keyStore.ts";
import { NetworkPaths } from "./state/networkPaths.ts";
import { LookupMemory } from "./state/lookupMemory.ts";
import { once } from "./state/once.ts";
import { SandboxHost } from "./state/sandboxHost.ts";
import { WriteUnlock } from "./state/writeUnlock.ts";
import { ContactTree } from "./tree/contactTree.ts";
import { describeView } from "./tree/describeView.ts";
import type { TreeNode } from "./tree/treeNode.ts";
import { setContextKey } from "./ui/contextKeys.ts";
import { historyOnDemand } from "./ui/historyOnDemand.ts";
import { Log } from "./ui/log.ts";
import { createStatusBar } from "./ui/statusBar.ts";

/** The objects of this window that `extension.ts` and the commands work with. */
export type Wiring = CommandContext;

/** Builds the objects; done once, when the view, a command or a contact is first used. No request, no secret is read. */
export function wire(context: vscode.ExtensionContext, view: vscode.TreeView<TreeNode>): Wiring {
  const log = new Log();
  const connections = new ConnectionStore(context.globalState, vscode.l10n.t("Sample data"));
  const keys = new KeyStore(context.secrets);
  const networks = new NetworkPaths(context.secrets);
  const sandbox = new SandboxHost(async () => {
    const { startSandbox } = await import("./sandbox/startSandbox.ts");
    return startSandbox({
      stateFile: vscode.Uri.joinPath(context.globalStorageUri, "sandbox.json").fsPath,
      onStateFailure: (error) => log.failure("sandbox state file", error),
    });
  });
  const clients = new Clients(
    connections,
    keys,
    networks,
    () => sandbox.start(),
    (attempt) => log.attempt(attempt),
    new WriteUnlock(systemClock),
  );
  const history = historyOnDemand(context.globalStorageUri, log);
  const contacts = new ContactStore(clients, history);
  const memory = new LookupMemory(context.globalState, contacts, () => crypto.randomUUID());
  const tree = new ContactTree(connections, contacts, memory, log, (state) =>
    setContextKey("maiagent.viewState", state, log),
  );
  const files = new ContactFileSystem(connections, contacts, new KeptBases(context.workspaceState), log);
  const editor = new ContactEditor(context.extensionUri, files, connections, contacts, log);

  const showConnections = () => {
    setContextKey("maiagent.connections", connections.all.length, log);
    setContextKey("maiagent.hasSandbox", connections.isSandboxOn, log);
  };
  showConnections();

  context.subscriptions.push(
    log,
    connections,
    keys,
    networks,
    sandbox,
    clients,
    contacts,
    memory,
    tree,
    files,
    editor,
    connections.onDidChange(showConnections),
    createStatusBar(connections),
    describeView(view, connections),
  );
  // Nothing waits for it: the tab that is active is looked at once it is there.
  import("./lookup/recentContacts.ts").then(
    ({ noteOpenedContacts }) => context.subscriptions.push(noteOpenedContacts(memory, refOf)),
    (error: unknown) => log.failure("recent contacts", error),
  );
  const { globalStorageUri: storage, globalState, workspaceState, extensionUri, subscriptions } = context;
  const assist = once(async () => (await import("./commands/assistContext.ts")).assistOf(wiring));
  const seed = once(async () =>
    (await import("./commands/seedContext.ts")).seedContextOf(
      wiring,
      (part) => void context.subscriptions.push(part),
    ),
  );
  const { version }: { readonly version?: unknown } = context.extension.packageJSON as object;
  const extensionVersion = typeof version === "string" ? version : "";
  const versions = once(async () => {
    const made = new (await import("./commands/historyVersions.ts")).HistoryVersions(history, contacts);
    context.subscriptions.push(made);
    return made;
  });
  const wiring: Wiring = {
    ...{ connections, keys, networks, clients, contacts, memory, files, editor, view, sandbox, storage, log },
    ...{
      extensionUri,
      extensionVersion,
      globalState,
      workspaceState,
      tree,
      seed,
      assist,
      history,
      versions,
      subscriptions,
    },
  };
  return wiring;
}
