import * as vscode from "vscode";
import {
  type Connection,
  type ConnectionProblem,
  parseConnections,
  SANDBOX_ID,
} from "../model/connection.ts";

const SETTING = "maiagent.connections";
const CURRENT = "maiagent.currentConnection";
const SANDBOX_ON = "maiagent.sandbox";

/**
 * The connections: those of the setting `maiagent.connections` and, once tried, the sandbox.
 * The setting is read from the user's own settings only: a workspace must not be able to move a request.
 */
export class ConnectionStore implements vscode.Disposable {
  readonly #onDidChange = new vscode.EventEmitter<void>();
  readonly #memento: vscode.Memento;
  readonly #subscription: vscode.Disposable;
  readonly #sandboxLabel: string;
  #parsed: ReturnType<typeof parseConnections>;
  /** Connections or the choice of the current one changed. */
  readonly onDidChange = this.#onDidChange.event;

  constructor(memento: vscode.Memento, sandboxLabel: string) {
    this.#memento = memento;
    this.#sandboxLabel = sandboxLabel;
    this.#parsed = this.#read();
    this.#subscription = vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration(SETTING)) {
        this.#parsed = this.#read();
        this.#onDidChange.fire();
      }
    });
  }

  /** In the order of the setting, the sandbox last. */
  get all(): readonly Connection[] {
    return this.isSandboxOn ? [...this.#parsed.connections, this.#sandbox()] : this.#parsed.connections;
  }

  /** Entries of the setting that could not be read. */
  get problems(): readonly ConnectionProblem[] {
    return this.#parsed.problems;
  }

  get isSandboxOn(): boolean {
    return this.#memento.get(SANDBOX_ON, false);
  }

  /** The connection that palette commands mean: the chosen one, else the first. */
  get current(): Connection | undefined {
    const chosen = this.#memento.get<string>(CURRENT);
    return this.all.find(({ id }) => id === chosen) ?? this.all[0];
  }

  get(id: string): Connection | undefined {
    return this.all.find((connection) => connection.id === id);
  }

  async switchTo(id: string): Promise<void> {
    await this.#memento.update(CURRENT, id);
    this.#onDidChange.fire();
  }

  async setSandbox(on: boolean): Promise<void> {
    await this.#memento.update(SANDBOX_ON, on);
    this.#onDidChange.fire();
  }

  /** Adds the connection, or replaces the one with its id; entries that could not be read stay in the setting. */
  async save(connection: Connection): Promise<void> {
    const entries = this.#entries();
    const index = entries.findIndex((entry) => idOf(entry) === connection.id);
    entries.splice(index === -1 ? entries.length : index, index === -1 ? 0 : 1, settingOf(connection));
    await this.#write(entries);
  }

  async remove(id: string): Promise<void> {
    if (id === SANDBOX_ID) {
      await this.setSandbox(false);
      return;
    }
    await this.#write(this.#entries().filter((entry) => idOf(entry) !== id));
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#onDidChange.dispose();
  }

  #sandbox(): Connection {
    return {
      id: SANDBOX_ID,
      label: this.#sandboxLabel,
      // The real port is known when the server runs; Clients asks it.
      baseUrl: "http://127.0.0.1/api",
      role: "sandbox",
      readOnly: false,
      keySource: "secret",
    };
  }

  #read(): ReturnType<typeof parseConnections> {
    return parseConnections(vscode.workspace.getConfiguration().inspect(SETTING)?.globalValue);
  }

  #entries(): unknown[] {
    const value = vscode.workspace.getConfiguration().inspect(SETTING)?.globalValue;
    return Array.isArray(value) ? [...(value as unknown[])] : [];
  }

  async #write(entries: unknown[]): Promise<void> {
    await vscode.workspace.getConfiguration().update(SETTING, entries, vscode.ConfigurationTarget.Global);
    this.#parsed = this.#read();
    this.#onDidChange.fire();
  }
}

function idOf(entry: unknown): unknown {
  return typeof entry === "object" && entry !== null && "id" in entry ? entry.id : undefined;
}

/** Defaults stay out of the setting, so that it reads well in a shared settings file. */
function settingOf({ id, label, baseUrl, role, readOnly, keySource, network }: Connection): object {
  return {
    id,
    label,
    baseUrl,
    role,
    ...(readOnly ? { readOnly } : {}),
    ...(keySource === "environment" ? { keySource } : {}),
    ...(network ? { network } : {}),
  };
}
