import * as vscode from "vscode";
import { systemClock } from "../../src/api/clock.ts";
import { Clients } from "../../src/state/clients.ts";
import { ConnectionStore } from "../../src/state/connectionStore.ts";
import { ContactStore } from "../../src/state/contactStore.ts";
import type { HistoryStore } from "../../src/state/historyStore.ts";
import { KeyStore } from "../../src/state/keyStore.ts";
import { NetworkPaths } from "../../src/state/networkPaths.ts";
import { WriteUnlock } from "../../src/state/writeUnlock.ts";

/** Nothing is remembered between tests. */
export const nothingKept: vscode.Memento = {
  keys: () => [],
  get: <T>(_key: string, otherwise?: T) => otherwise,
  update: () => Promise.resolve(),
};
/** The connection of the tests takes its key from the environment. */
export const noSecrets: vscode.SecretStorage = {
  keys: () => Promise.resolve([]),
  get: () => Promise.resolve(undefined),
  store: () => Promise.resolve(),
  delete: () => Promise.resolve(),
  onDidChange: new vscode.EventEmitter<vscode.SecretStorageChangeEvent>().event,
};

/** The objects of a window beside those of the extension that runs, over the same settings. */
export interface HostWindow {
  readonly connections: ConnectionStore;
  readonly clients: Clients;
  readonly contacts: ContactStore;
  dispose(): void;
}

export function openHostWindow(history: () => Promise<HistoryStore>): HostWindow {
  const connections = new ConnectionStore(nothingKept, "Sample data");
  const keys = new KeyStore(noSecrets);
  const clients = new Clients(
    connections,
    keys,
    new NetworkPaths(noSecrets),
    () => Promise.reject(new Error("The sandbox of the test is a connection.")),
    () => undefined,
    new WriteUnlock(systemClock),
  );
  const contacts = new ContactStore(clients, history);
  const all = vscode.Disposable.from(contacts, clients, keys, connections);
  return { connections, clients, contacts, dispose: () => void all.dispose() };
}
