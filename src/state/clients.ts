import * as vscode from "vscode";
import { MaiAgentClient, type ClientOptions } from "../api/client.ts";
import { fetchTransport, type Transport } from "../api/transport.ts";
import { type Connection, SANDBOX_ID } from "../model/connection.ts";
import type { ConnectionStore } from "./connectionStore.ts";
import { type KeyStore, MissingKeyError } from "./keyStore.ts";
import type { NetworkPaths } from "./networkPaths.ts";
import { assertToolWritable } from "./toolWrites.ts";
import type { WriteUnlock } from "./writeUnlock.ts";

/** The document or node names a connection that is not (or no longer) set up here. */
export class UnknownConnectionError extends Error {
  readonly connectionId: string;
  constructor(connectionId: string) {
    super("The connection is not set up.");
    this.name = "UnknownConnectionError";
    this.connectionId = connectionId;
  }
}

/** Where the sandbox listens, and its key. */
export interface Endpoint {
  readonly baseUrl: string;
  readonly apiKey: string;
}

interface Held {
  readonly connection: Connection;
  readonly client: Promise<MaiAgentClient>;
}

/**
 * One client for each connection, made when first asked for. A client dies, with all its requests, as soon as
 * its connection or key changes.
 */
export class Clients implements vscode.Disposable {
  readonly #connections: ConnectionStore;
  readonly #keys: KeyStore;
  readonly #networks: NetworkPaths;
  readonly #sandbox: () => Promise<Endpoint>;
  readonly #onAttempt: ClientOptions["onAttempt"];
  readonly #held = new Map<string, Held>();
  readonly #onDidChange = new vscode.EventEmitter<string>();
  readonly #subscriptions: readonly vscode.Disposable[];
  /** Fires with the id of the connection whose client is no longer valid. */
  readonly onDidChange = this.#onDidChange.event;
  /** Which production connections {@link forBulk} gives a client of. */
  readonly unlock: WriteUnlock;

  constructor(
    connections: ConnectionStore,
    keys: KeyStore,
    networks: NetworkPaths,
    sandbox: () => Promise<Endpoint>,
    onAttempt: NonNullable<ClientOptions["onAttempt"]>,
    unlock: WriteUnlock,
  ) {
    this.unlock = unlock;
    this.#connections = connections;
    this.#keys = keys;
    this.#networks = networks;
    this.#sandbox = sandbox;
    this.#onAttempt = onAttempt;
    this.#subscriptions = [
      keys.onDidChange((id) => this.drop(id)),
      networks.onDidChange((id) => this.drop(id)),
      connections.onDidChange(() => this.#dropChanged()),
    ];
  }

  /**
   * The client of a connection.
   * @throws UnknownConnectionError when there is no such connection.
   * @throws MissingKeyError when it has no key.
   */
  async get(connectionId: string): Promise<MaiAgentClient> {
    const connection = this.#connections.get(connectionId);
    if (!connection) {
      throw new UnknownConnectionError(connectionId);
    }
    const held = this.#held.get(connectionId) ?? { connection, client: this.#create(connection) };
    this.#held.set(connectionId, held);
    try {
      return await held.client;
    } catch (error) {
      // A failure is not kept: the next call may find the key, or start the sandbox.
      if (this.#held.get(connectionId) === held) {
        this.#held.delete(connectionId);
      }
      throw error;
    }
  }

  /**
   * The client of a connection for many writes at once: the one way to it, for seed runs, imports, bulk changes and
   * tools alike.
   * @throws ReadOnlyError or ProductionLockedError before any request; otherwise as {@link get}.
   */
  async forBulk(connectionId: string): Promise<MaiAgentClient> {
    const connection = this.#connections.get(connectionId);
    if (!connection) {
      throw new UnknownConnectionError(connectionId);
    }
    this.unlock.assertBulkWritable(connection);
    return this.get(connectionId);
  }

  /**
   * The client of a connection for writes of a language model's tool: the one way to it.
   * @throws ReadOnlyError or ProductionToolError before any request; otherwise as {@link get}.
   */
  async forTools(connectionId: string): Promise<MaiAgentClient> {
    const connection = this.#connections.get(connectionId);
    if (!connection) {
      throw new UnknownConnectionError(connectionId);
    }
    assertToolWritable(connection);
    return this.get(connectionId);
  }

  /**
   * Makes a client that is not kept: for trying a key before it is stored.
   * @throws NetworkSettingError
   */
  async trial(connection: Connection, apiKey: string): Promise<MaiAgentClient> {
    const { baseUrl } = connection;
    return new MaiAgentClient({ baseUrl, apiKey, readOnly: true, ...(await this.#surroundings(connection)) });
  }

  /**
   * Makes a client that is not kept, reads only and tries once: for looking at a connection. `observe` wraps what
   * carries its requests.
   * @throws UnknownConnectionError, MissingKeyError, NetworkSettingError
   */
  async probe(connectionId: string, observe: (transport: Transport) => Transport): Promise<MaiAgentClient> {
    const connection = this.#connections.get(connectionId);
    if (!connection) {
      throw new UnknownConnectionError(connectionId);
    }
    const endpoint = await this.#anyEndpointOf(connection);
    const surroundings = await this.#surroundings(connection);
    const transport = observe(surroundings.transport ?? fetchTransport);
    return new MaiAgentClient({
      ...{ ...endpoint, ...surroundings, readOnly: true, transport, limits: { attempts: 1 } },
    });
  }

  /** Where the connection's requests go; the sandbox's port is known when it runs. */
  async baseUrlOf(connection: Connection): Promise<string> {
    return connection.id === SANDBOX_ID ? (await this.#sandbox()).baseUrl : connection.baseUrl;
  }

  /** Ends the client, if there is one, and says so. */
  drop(connectionId: string): void {
    const held = this.#held.get(connectionId);
    this.#held.delete(connectionId);
    held?.client.then(
      (client) => client.dispose(),
      () => undefined, // Whoever asked for the client was told.
    );
    this.#onDidChange.fire(connectionId);
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) {
      subscription.dispose();
    }
    for (const id of [...this.#held.keys()]) {
      this.drop(id);
    }
    this.#onDidChange.dispose();
  }

  async #create(connection: Connection): Promise<MaiAgentClient> {
    const endpoint = await this.#anyEndpointOf(connection);
    const { readOnly } = connection;
    return new MaiAgentClient({ ...endpoint, readOnly, ...(await this.#surroundings(connection)) });
  }

  async #surroundings(connection: Connection): Promise<Pick<ClientOptions, "transport" | "onAttempt">> {
    const transport = await this.#networks.transportFor(connection);
    return {
      ...(transport ? { transport } : {}),
      ...(this.#onAttempt ? { onAttempt: this.#onAttempt } : {}),
    };
  }

  async #anyEndpointOf(connection: Connection): Promise<Endpoint> {
    return connection.id === SANDBOX_ID ? this.#sandbox() : this.#endpointOf(connection);
  }

  async #endpointOf(connection: Connection): Promise<Endpoint> {
    const apiKey = await this.#keys.get(connection);
    if (!apiKey) {
      throw new MissingKeyError(connection);
    }
    return { baseUrl: connection.baseUrl, apiKey };
  }

  #dropChanged(): void {
    for (const [id, { connection }] of [...this.#held]) {
      const now = this.#connections.get(id);
      if (
        now?.baseUrl !== connection.baseUrl ||
        now.readOnly !== connection.readOnly ||
        now.keySource !== connection.keySource ||
        JSON.stringify(now.network) !== JSON.stringify(connection.network)
      ) {
        this.drop(id);
      }
    }
  }
}
