import * as vscode from "vscode";
import { originOf } from "../api/baseUrl.ts";
import type { Connection } from "../model/connection.ts";

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

const PREFIX = "maiagent.key:";
const ENVIRONMENT_VARIABLE = "MAIAGENT_API_KEY";

/** API keys in SecretStorage, one for each connection and origin: a base URL that changed its origin has no key. */
export class KeyStore implements vscode.Disposable {
  readonly #secrets: vscode.SecretStorage;
  readonly #onDidChange = new vscode.EventEmitter<string>();
  readonly #subscription: vscode.Disposable;
  /** Fires with the id of the connection whose key changed, in every window. */
  readonly onDidChange = this.#onDidChange.event;

  constructor(secrets: vscode.SecretStorage) {
    this.#secrets = secrets;
    this.#subscription = secrets.onDidChange(({ key }) => {
      if (key.startsWith(PREFIX)) {
        this.#onDidChange.fire(key.slice(PREFIX.length).split("@")[0] ?? "");
      }
    });
  }

  /** The key, or undefined when there is none. A connection with `keySource: environment` reads `MAIAGENT_API_KEY`. */
  async get(connection: Connection): Promise<string | undefined> {
    if (connection.keySource === "environment") {
      return process.env[ENVIRONMENT_VARIABLE];
    }
    return this.#secrets.get(nameOf(connection));
  }

  /** @throws KeyNotStoredError when reading it back gives something else. */
  async set(connection: Connection, apiKey: string): Promise<void> {
    await this.#secrets.store(nameOf(connection), apiKey);
    if ((await this.#secrets.get(nameOf(connection))) !== apiKey) {
      throw new KeyNotStoredError();
    }
  }

  async delete(connection: Connection): Promise<void> {
    await this.#secrets.delete(nameOf(connection));
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#onDidChange.dispose();
  }
}

function nameOf({ id, baseUrl }: Connection): string {
  return `${PREFIX}${id}@${originOf(baseUrl)}`;
}
