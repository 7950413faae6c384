import * as vscode from "vscode";
import { commandTable } from "./commands/commandTable.ts";
import { registerCommands } from "./commands/registerCommands.ts";
import { systemClock } from "./api/clock.ts";
import { ContactEditor, VIEW_TYPE } from "./editor/contactEditor.ts";
import { ContactFileSystem } from "./editor/contactFileSystem.ts";
import { SCHEME } from "./editor/contactUri.ts";
import { Clients } from "./state/clients.ts";
import { ConnectionStore } from "./state/connectionStore.ts";
import { ContactStore } from "./state/contactStore.ts";
import { KeyStore } from "./state/keyStore.ts";
import { SandboxHost } from "./state/sandboxHost.ts";
import { WriteUnlock } from "./state/writeUnlock.ts";
import { ContactTree, createContactView } from "./tree/contactTree.ts";
import { setContextKey } from "./ui/contextKeys.ts";
import { historyOnDemand } from "./ui/historyOnDemand.ts";
import { Log } from "./ui/log.ts";
import { createStatusBar } from "./ui/statusBar.ts";

/** Builds the objects and registers them. Nothing is requested and no secret is read before a view or command is used. */
export function activate(context: vscode.ExtensionContext): void {
  const log = new Log();
  const connections = new ConnectionStore(context.globalState, vscode.l10n.t("Sample data"));
  const keys = new KeyStore(context.secrets);
  const sandbox = new SandboxHost(async () => {
    const { startSandbox } = await import("./sandbox/startSandbox.ts");
    return startSandbox({ stateFile: vscode.Uri.joinPath(context.globalStorageUri, "sandbox.json").fsPath });
  });
  const clients = new Clients(
    connections,
    keys,
    () => sandbox.start(),
    (attempt) => log.attempt(attempt),
    new WriteUnlock(systemClock),
  );
  const history = historyOnDemand(context.globalStorageUri, log);
  const contacts = new ContactStore(clients, history);
  const tree = new ContactTree(connections, contacts, log, (state) =>
    setContextKey("maiagent.viewState", state, log),
  );
  const view = createContactView(tree, connections);
  const files = new ContactFileSystem(connections, contacts, log);
  const editor = new ContactEditor(context.extensionUri, files, connections, contacts, log);
  const { globalStorageUri: storage } = context;
  const table = commandTable({
    ...{ connections, keys, clients, contacts, files, editor, view, sandbox, storage, log },
  });

  const showConnections = () => {
    setContextKey("maiagent.connections", connections.all.length, log);
    setContextKey("maiagent.hasSandbox", connections.isSandboxOn, log);
  };
  showConnections();

  context.subscriptions.push(
    log,
    connections,
    keys,
    sandbox,
    clients,
    contacts,
    tree,
    view,
    files,
    editor,
    connections.onDidChange(showConnections),
    createStatusBar(connections),
    vscode.workspace.registerFileSystemProvider(SCHEME, files, { isCaseSensitive: true }),
    vscode.window.registerCustomEditorProvider(VIEW_TYPE, editor, {
      supportsMultipleEditorsPerDocument: true,
    }),
    registerCommands(table, log),
  );
}
