import * as vscode from "vscode";

/**
 * SecretStorage itself failed: a locked or missing keyring. What it said is not kept, since nothing of ours decides
 * what is in it.
 */
export class SecretStorageError extends Error {
  constructor() {
    super("The operating system's secret storage failed.");
    this.name = "SecretStorageError";
  }
}

/** One kind of secret in SecretStorage, for each connection and what the secret may be sent to. */
export class ConnectionSecrets implements vscode.Disposable {
  readonly #secrets: vscode.SecretStorage;
  readonly #prefix: string;
  readonly #onDidChange = new vscode.EventEmitter<string>();
  readonly #subscription: vscode.Disposable;
  /** Fires with the id of the connection whose secret changed, in every window. */
  readonly onDidChange = this.#onDidChange.event;

  /** @param prefix - of the names under which this kind stands */
  constructor(secrets: vscode.SecretStorage, prefix: string) {
    this.#secrets = secrets;
    this.#prefix = prefix;
    this.#subscription = secrets.onDidChange(({ key }) => {
      if (key.startsWith(prefix)) {
        this.#onDidChange.fire(key.slice(prefix.length).split("@")[0] ?? "");
      }
    });
  }

  /** @throws SecretStorageError */
  async get(connectionId: string, boundTo: string): Promise<string | undefined> {
    return orFail(() => this.#secrets.get(this.#nameOf(connectionId, boundTo)));
  }

  /** @throws SecretStorageError */
  async store(connectionId: string, boundTo: string, secret: string): Promise<void> {
    await orFail(() => this.#secrets.store(this.#nameOf(connectionId, boundTo), secret));
  }

  /** @throws SecretStorageError */
  async delete(connectionId: string, boundTo: string): Promise<void> {
    await orFail(() => this.#secrets.delete(this.#nameOf(connectionId, boundTo)));
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#onDidChange.dispose();
  }

  #nameOf(connectionId: string, boundTo: string): string {
    return `${this.#prefix}${connectionId}@${boundTo}`;
  }
}

/** There is no other place for a secret when SecretStorage fails. */
async function orFail<T>(use: () => PromiseLike<T>): Promise<T> {
  try {
    return await use();
  } catch {
    throw new SecretStorageError();
  }
}
