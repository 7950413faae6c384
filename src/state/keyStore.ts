import type * as vscode from "vscode";
import { originOf } from "../api/baseUrl.ts";
import type { Connection } from "../model/connection.ts";
import { ConnectionSecrets } from "./connectionSecrets.ts";

/** SecretStorage took the key and does not give it back (a Linux desktop without a keyring does that). */
export class KeyNotStoredError extends Error {
  constructor() {
    super("The operating system's secret storage did not keep the key.");
    this.name = "KeyNotStoredError";
  }
}

/** A connection has no key on this machine, or none for the origin that its base URL names now. */
export class MissingKeyError extends Error {
  readonly connection: Connection;
  constructor(connection: Connection) {
    super("The connection has no API key.");
    this.name = "MissingKeyError";
    this.connection = connection;
  }
}

const ENVIRONMENT_VARIABLE = "MAIAGENT_API_KEY";

/** API keys in SecretStorage, one for each connection and origin: a base URL that changed its origin has no key. */
export class KeyStore implements vscode.Disposable {
  readonly #secrets: ConnectionSecrets;
  /** Fires with the id of the connection whose key changed, in every window. */
  readonly onDidChange: vscode.Event<string>;

  constructor(secrets: vscode.SecretStorage) {
    this.#secrets = new ConnectionSecrets(secrets, "maiagent.key:");
    this.onDidChange = this.#secrets.onDidChange;
  }

  /**
   * The key, or undefined when there is none. A connection with `keySource: environment` reads `MAIAGENT_API_KEY`.
   * @throws SecretStorageError
   */
  async get(connection: Connection): Promise<string | undefined> {
    if (connection.keySource === "environment") {
      return process.env[ENVIRONMENT_VARIABLE];
    }
    return this.#secrets.get(connection.id, originOf(connection.baseUrl));
  }

  /** @throws KeyNotStoredError when reading it back gives something else; SecretStorageError when it fails. */
  async set(connection: Connection, apiKey: string): Promise<void> {
    await this.#secrets.store(connection.id, originOf(connection.baseUrl), apiKey);
    if ((await this.get({ ...connection, keySource: "secret" })) !== apiKey) {
      throw new KeyNotStoredError();
    }
  }

  /** @throws SecretStorageError */
  async delete(connection: Connection): Promise<void> {
    await this.#secrets.delete(connection.id, originOf(connection.baseUrl));
  }

  dispose(): void {
    this.#secrets.dispose();
  }
}
