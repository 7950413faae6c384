import { strict as assert } from "node:assert";
import { randomBytes } from "node:crypto";
import * as vscode from "vscode";
import type { Connection } from "../../src/model/connection.ts";
import { SecretStorageError } from "../../src/state/connectionSecrets.ts";
import { KeyNotStoredError, KeyStore } from "../../src/state/keyStore.ts";
import { NetworkPaths } from "../../src/state/networkPaths.ts";
import { describeError } from "../../src/ui/describeError.ts";
import { profileFiles } from "./profileFiles.ts";

const SECRET = `stored-${randomBytes(12).toString("hex")}`;
const connection: Connection = {
  ...{ id: "tw", label: "TW", baseUrl: "https://api.maiagent.ai/api", role: "development", readOnly: false },
  keySource: "secret",
};

/** A secret storage of a machine that has none that works. */
class BrokenStorage implements vscode.SecretStorage {
  readonly onDidChange = new vscode.EventEmitter<vscode.SecretStorageChangeEvent>().event;
  readonly #failing: boolean;
  readonly #gives: string | undefined;
  constructor(failing: boolean, gives?: string) {
    this.#failing = failing;
    this.#gives = gives;
  }
  keys = (): Thenable<string[]> => this.#end([]);
  get = (): Thenable<string | undefined> => this.#end(this.#gives);
  store = (): Thenable<void> => this.#end(undefined);
  delete = (): Thenable<void> => this.#end(undefined);
  async #end<T>(value: T): Promise<T> {
    await Promise.resolve();
    if (this.#failing) {
      // A keyring's own words may be anything.
      throw new Error(`Cannot keep ${SECRET}`);
    }
    return value;
  }
}

describe("Secret storage", () => {
  it("that forgets a key makes the storing fail, and says so", async () => {
    for (const given of [undefined, "", "another key"]) {
      const keys = new KeyStore(new BrokenStorage(false, given));
      await assert.rejects(keys.set(connection, SECRET), KeyNotStoredError);
      keys.dispose();
    }
    assert.match(describeError(new KeyNotStoredError()).message, /keyring/u);
  });

  it("that fails is named in each failure, and none of them says what it was about", async () => {
    const keys = new KeyStore(new BrokenStorage(true));
    const networks = new NetworkPaths(new BrokenStorage(true));
    const withPath: Connection = { ...connection, network: { proxy: "http://proxy.test:3128" } };
    for (const use of [
      () => keys.get(connection),
      () => keys.set(connection, SECRET),
      () => keys.delete(connection),
      () => networks.store(withPath, { user: "ann", password: SECRET }),
      () => networks.forget(withPath),
      () => networks.transportFor(withPath),
    ]) {
      await assert.rejects(
        async () => use(),
        (error: unknown) => {
          assert.ok(error instanceof SecretStorageError);
          assert.ok(!`${error.stack} ${String(error.cause)}`.includes(SECRET));
          assert.match(describeError(error).message, /secret storage does not work/u);
          return true;
        },
      );
    }
    keys.dispose();
    networks.dispose();
  });

  it("that fails is not replaced by a file", async () => {
    const keys = new KeyStore(new BrokenStorage(true));
    await assert.rejects(keys.set(connection, SECRET));
    for await (const { path, content } of profileFiles()) {
      assert.ok(!content.includes(SECRET), path);
    }
    keys.dispose();
  });

  it("has keys under connection and origin: another origin has none", async () => {
    const stored = new Map<string, string>();
    const storage: vscode.SecretStorage = {
      onDidChange: new vscode.EventEmitter<vscode.SecretStorageChangeEvent>().event,
      keys: () => Promise.resolve([...stored.keys()]),
      get: (key) => Promise.resolve(stored.get(key)),
      store: (key, value) => Promise.resolve(void stored.set(key, value)),
      delete: (key) => Promise.resolve(void stored.delete(key)),
    };
    const keys = new KeyStore(storage);
    await keys.set(connection, SECRET);
    assert.equal(await keys.get(connection), SECRET);
    for (const other of [
      { ...connection, baseUrl: "https://evil.test/api" },
      { ...connection, baseUrl: "https://api.maiagent.ai:8443/api" },
      { ...connection, id: "jp" },
    ]) {
      assert.equal(await keys.get(other), undefined);
    }
    assert.equal(await keys.get({ ...connection, baseUrl: "https://api.maiagent.ai/other" }), SECRET);
    await keys.delete(connection);
    assert.deepEqual([...stored], []);
    keys.dispose();
  });

  it("gives the variable MAIAGENT_API_KEY to a connection that says so and to no other", async () => {
    const before = process.env["MAIAGENT_API_KEY"];
    process.env["MAIAGENT_API_KEY"] = SECRET;
    const keys = new KeyStore(new BrokenStorage(false));
    assert.equal(await keys.get(connection), undefined);
    assert.equal(await keys.get({ ...connection, keySource: "environment" }), SECRET);
    keys.dispose();
    if (before === undefined) {
      delete process.env["MAIAGENT_API_KEY"];
    } else {
      process.env["MAIAGENT_API_KEY"] = before;
    }
  });

  it("tells every window which connection's key another one took away", () => {
    const changes = new vscode.EventEmitter<vscode.SecretStorageChangeEvent>();
    const storage = Object.assign(new BrokenStorage(false), { onDidChange: changes.event });
    const [keys, networks] = [new KeyStore(storage), new NetworkPaths(storage)];
    const told: string[] = [];
    keys.onDidChange((id) => told.push(`key ${id}`));
    networks.onDidChange((id) => told.push(`network ${id}`));
    for (const key of [
      "maiagent.key:tw@https://api.maiagent.ai",
      "maiagent.network:jp@http://proxy.test:3128 ",
      "somebody.else",
    ]) {
      changes.fire({ key });
    }
    assert.deepEqual(told, ["key tw", "network jp"]);
    keys.dispose();
    networks.dispose();
  });
});
