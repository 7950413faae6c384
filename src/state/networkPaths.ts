import { readFile } from "node:fs/promises";
import { homedir } from "node:os";
import { isAbsolute, join } from "node:path";
import type * as vscode from "vscode";
import * as z from "zod/mini";
import type { OwnNetwork } from "../api/ownTransport.ts";
import type { Transport } from "../api/transport.ts";
import type { Connection, NetworkSetting } from "../model/connection.ts";
import { ConnectionSecrets } from "./connectionSecrets.ts";

/** Far more than any chain of certificates has. */
const MAX_FILE_BYTES = 1024 * 1024;

const secretsSchema = z.object({
  /** Of the proxy. */
  user: z.optional(z.string()),
  password: z.optional(z.string()),
  /** Of the client's private key. */
  passphrase: z.optional(z.string()),
});

/** What a network path needs besides its settings; kept in SecretStorage only. */
export type NetworkSecrets = z.infer<typeof secretsSchema>;

/** A file or value of a connection's `network` that cannot be used. */
export class NetworkSettingError extends Error {
  readonly connection: Connection;
  readonly setting: keyof NetworkSetting;
  /** `path`: neither absolute nor from `~`; `unreadable`; `notPem`; `mismatch`: file, key and passphrase do not fit. */
  readonly problem: "path" | "unreadable" | "notPem" | "mismatch";

  constructor(
    connection: Connection,
    setting: keyof NetworkSetting,
    problem: NetworkSettingError["problem"],
  ) {
    super(`The connection's network setting ${setting} cannot be used (${problem}).`);
    this.name = "NetworkSettingError";
    this.connection = connection;
    this.setting = setting;
    this.problem = problem;
  }
}

/** Makes the transport of a connection that has a network path of its own. */
export class NetworkPaths implements vscode.Disposable {
  readonly #secrets: ConnectionSecrets;
  /** Fires with the id of the connection whose secrets changed, in every window. */
  readonly onDidChange: vscode.Event<string>;

  constructor(secrets: vscode.SecretStorage) {
    this.#secrets = new ConnectionSecrets(secrets, "maiagent.network:");
    this.onDidChange = this.#secrets.onDidChange;
  }

  /**
   * The transport, or undefined when the host's own fetch serves the connection.
   * @throws NetworkSettingError
   */
  async transportFor(connection: Connection): Promise<Transport | undefined> {
    const network = await this.networkOf(connection);
    if (!network) {
      return undefined;
    }
    const { ownTransport } = await import("../api/ownTransport.ts");
    try {
      return ownTransport(network);
    } catch {
      // OpenSSL's own text may quote the file.
      throw new NetworkSettingError(
        connection,
        connection.network?.clientKeyFile === undefined ? "clientCertificateFile" : "clientKeyFile",
        "mismatch",
      );
    }
  }

  /**
   * The network path that a connection names, its files read: a secret. Undefined when it names none.
   * @throws NetworkSettingError
   */
  async networkOf(connection: Connection): Promise<OwnNetwork | undefined> {
    const { network } = connection;
    if (!network) {
      return undefined;
    }
    const [secrets, ca, certificate, key] = await Promise.all([
      this.secretsOf(connection),
      readPem(connection, "caFile", "CERTIFICATE"),
      readPem(connection, "clientCertificateFile", "CERTIFICATE"),
      readPem(connection, "clientKeyFile", "PRIVATE KEY"),
    ]);
    const { proxy } = network;
    return {
      ca: ca === undefined ? [] : [ca],
      certificate,
      // One file often has both.
      key: key ?? certificate,
      passphrase: secrets.passphrase,
      proxy: proxy === undefined ? undefined : { url: proxy, authorization: basic(secrets) },
    };
  }

  /** The secrets that were stored for this path; a changed proxy or key file has none. */
  async secretsOf(connection: Connection): Promise<NetworkSecrets> {
    const stored = await this.#secrets.get(connection.id, purposeOf(connection));
    return stored === undefined ? {} : secretsSchema.parse(JSON.parse(stored));
  }

  async store(connection: Connection, secrets: NetworkSecrets): Promise<void> {
    await this.#secrets.store(connection.id, purposeOf(connection), JSON.stringify(secrets));
  }

  async forget(connection: Connection): Promise<void> {
    await this.#secrets.delete(connection.id, purposeOf(connection));
  }

  dispose(): void {
    this.#secrets.dispose();
  }
}

/** Bound to what they are for: a password must not go to a proxy that somebody else put in the setting. */
function purposeOf({ network }: Connection): string {
  return `${network?.proxy ?? ""} ${network?.clientKeyFile ?? network?.clientCertificateFile ?? ""}`;
}

function basic({ user, password }: NetworkSecrets): string | undefined {
  return user === undefined
    ? undefined
    : `Basic ${Buffer.from(`${user}:${password ?? ""}`, "utf8").toString("base64")}`;
}

async function readPem(
  connection: Connection,
  setting: "caFile" | "clientCertificateFile" | "clientKeyFile",
  kind: string,
): Promise<string | undefined> {
  const named = connection.network?.[setting];
  if (named === undefined) {
    return undefined;
  }
  const path = named.startsWith("~/") ? join(homedir(), named.slice(2)) : named;
  if (!isAbsolute(path)) {
    throw new NetworkSettingError(connection, setting, "path");
  }
  let content: Buffer;
  try {
    content = await readFile(path);
  } catch {
    throw new NetworkSettingError(connection, setting, "unreadable");
  }
  const text = content.subarray(0, MAX_FILE_BYTES).toString("latin1");
  if (content.length > MAX_FILE_BYTES || !new RegExp(`-----BEGIN [A-Z ]*${kind}-----`, "u").test(text)) {
    throw new NetworkSettingError(connection, setting, "notPem");
  }
  return text;
}
