import assert from "node:assert/strict";
import { createServer as createPlainServer } from "node:http";
import { createServer, type ServerOptions } from "node:https";
import type { AddressInfo } from "node:net";
import { TLSSocket } from "node:tls";
import { after, before, describe, it } from "node:test";
import { gzipSync } from "node:zlib";
import { MaiAgentClient } from "../../../src/api/client.ts";
import { NetworkError, ResponseShapeError } from "../../../src/api/errors.ts";
import { type OwnNetwork, ownTransport } from "../../../src/api/ownTransport.ts";
import { type Authority, createAuthority, type Identity } from "../../support/certificates.ts";
import { startConnectProxy } from "../../support/connectProxy.ts";
import { contactOf, failureOf, KEY } from "./support/clients.ts";

/** A name that no resolver knows: what reaches it came through the proxy. */
const HOST = "api.maiagent.test";

interface Api {
  readonly port: number;
  /** Subject of the client's certificate for each request; empty without one. */
  readonly clients: string[];
  readonly sockets: Set<unknown>;
  close(): Promise<void>;
}

/** A contact over TLS, gzipped. */
async function startApi(options: ServerOptions): Promise<Api> {
  const clients: string[] = [];
  const sockets = new Set<unknown>();
  const server = createServer(options, (request, response) => {
    const certificate =
      request.socket instanceof TLSSocket ? request.socket.getPeerX509Certificate() : undefined;
    clients.push(certificate?.subject.replace("CN=", "") ?? "");
    sockets.add(request.socket);
    response.writeHead(200, { "content-type": "application/json", "content-encoding": "gzip" });
    response.end(gzipSync(JSON.stringify(contactOf("c-1"))));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    clients,
    sockets,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function withClient<T>(
  baseUrl: string,
  network: Partial<OwnNetwork>,
  use: (client: MaiAgentClient) => Promise<T>,
): Promise<T> {
  const transport = ownTransport({ ca: [], ...network });
  const client = new MaiAgentClient({ baseUrl, apiKey: KEY, transport, limits: { attempts: 1 } });
  try {
    return await use(client);
  } finally {
    client.dispose();
    await transport.close();
  }
}

describe("a network path of a connection's own", () => {
  let authority: Authority;
  let identity: Identity;
  let client: Identity;
  let open: Api;
  let guarded: Api;

  before(async () => {
    authority = await createAuthority("Company CA");
    identity = await authority.issue("api", [HOST, "localhost", "127.0.0.1"]);
    client = await authority.issue("QA laptop");
    const { certificate: cert, key } = identity;
    open = await startApi({ cert, key });
    guarded = await startApi({
      cert,
      key,
      ca: authority.certificate,
      requestCert: true,
      rejectUnauthorized: true,
    });
  });

  after(async () => {
    await open.close();
    await guarded.close();
  });

  it("reaches a server whose certificate the machine does not know, by the connection's CA", async () => {
    const contact = await withClient(
      `https://localhost:${open.port}/api`,
      { ca: [authority.certificate] },
      (api) => api.contacts.retrieve("c-1"),
    );
    assert.equal(contact.contact.name, "name of c-1");
  });

  it("sends nothing to a server that no CA vouches for, and says that it is the certificate", async () => {
    const asked = open.clients.length;
    const failure = await withClient(`https://localhost:${open.port}/api`, {}, (api) =>
      failureOf(api.contacts.retrieve("c-1"), NetworkError),
    );
    assert.deepEqual([failure.reason, failure.unsent], ["certificate", true]);
    assert.equal(open.clients.length, asked);
  });

  it("sends nothing to a server whose certificate is for another name", async () => {
    const { certificate: cert, key } = await authority.issue("other", ["other.test"]);
    const other = await startApi({ cert, key });
    try {
      const failure = await withClient(
        `https://localhost:${other.port}/api`,
        { ca: [authority.certificate] },
        (api) => failureOf(api.contacts.retrieve("c-1"), NetworkError),
      );
      assert.deepEqual([failure.reason, other.clients.length], ["certificate", 0]);
    } finally {
      await other.close();
    }
  });

  it("shows the client certificate that the server asks for", async () => {
    const { certificate, key } = client;
    await withClient(
      `https://localhost:${guarded.port}/api`,
      { ca: [authority.certificate], certificate, key },
      (api) => api.contacts.retrieve("c-1"),
    );
    assert.equal(guarded.clients.at(-1), "QA laptop");
  });

  it("fails without the client certificate, and a write is known to be unsent or unclear, never done", async () => {
    const asked = guarded.clients.length;
    const failure = await withClient(
      `https://localhost:${guarded.port}/api`,
      { ca: [authority.certificate] },
      (api) => failureOf(api.contacts.update("c-1", { name: "x" }), NetworkError),
    );
    assert.ok(["certificate", "reset"].includes(failure.reason), failure.reason);
    assert.equal(guarded.clients.length, asked);
  });

  it("refuses a key that does not belong to the certificate before any request", () => {
    const { certificate } = client;
    assert.throws(() => ownTransport({ ca: [], certificate, key: identity.key }), {
      code: /^ERR_OSSL_/u,
    });
  });

  it("goes through the proxy, which alone knows the name", async () => {
    const proxy = await startConnectProxy({ hosts: { [HOST]: open.port } });
    try {
      const network = { ca: [authority.certificate], proxy: { url: proxy.url } };
      await withClient(`https://${HOST}/api`, network, async (api) => {
        await api.contacts.retrieve("c-1");
        await api.contacts.retrieve("c-1");
      });
      assert.deepEqual(proxy.asked, [`${HOST}:443`], "one tunnel serves both");
    } finally {
      await proxy.close();
    }
  });

  it("gives the proxy its own credentials and nothing of the key", async () => {
    const credentials = { user: "qa", password: "pa:ss" };
    const proxy = await startConnectProxy({ hosts: { [HOST]: open.port }, credentials });
    try {
      const authorization = `Basic ${Buffer.from("qa:pa:ss").toString("base64")}`;
      const ca = [authority.certificate];
      await withClient(`https://${HOST}/api`, { ca, proxy: { url: proxy.url, authorization } }, (api) =>
        api.contacts.retrieve("c-1"),
      );
      const failure = await withClient(`https://${HOST}/api`, { ca, proxy: { url: proxy.url } }, (api) =>
        failureOf(api.contacts.create({ name: "x", inboxes: [{ id: "i" }] }), NetworkError),
      );
      assert.deepEqual([failure.reason, failure.code, failure.unsent], ["proxy", "PROXY_407", true]);
    } finally {
      await proxy.close();
    }
  });

  it("tells a proxy that is not there, and one that will not lead there, from a server that is not", async () => {
    const proxy = await startConnectProxy({ hosts: {} });
    await withClient(`https://${HOST}/api`, { proxy: { url: proxy.url } }, async (api) => {
      const failure = await failureOf(api.contacts.retrieve("c-1"), NetworkError);
      assert.deepEqual([failure.reason, failure.code], ["proxy", "PROXY_502"]);
    });
    await proxy.close();
    await withClient(`https://${HOST}/api`, { proxy: { url: proxy.url } }, async (api) => {
      const failure = await failureOf(api.contacts.retrieve("c-1"), NetworkError);
      assert.deepEqual([failure.reason, failure.code], ["proxy", "PROXY_ECONNREFUSED"]);
    });
  });

  it("never asks a proxy for what is on this machine", async () => {
    const proxy = await startConnectProxy({ hosts: {} });
    try {
      const network = { ca: [authority.certificate], proxy: { url: proxy.url } };
      await withClient(`https://127.0.0.1:${open.port}/api`, network, (api) => api.contacts.retrieve("c-1"));
      assert.deepEqual(proxy.asked, []);
    } finally {
      await proxy.close();
    }
  });

  it("bounds an answer that unpacks to more than a contact may have", async () => {
    const server = createPlainServer((_request, response) => {
      response.writeHead(200, { "content-type": "application/json", "content-encoding": "gzip" });
      response.end(gzipSync(Buffer.alloc(200 * 1024 * 1024, " ")));
    });
    await new Promise<void>((resolve) => {
      server.listen(0, "127.0.0.1", resolve);
    });
    try {
      const { port } = server.address() as AddressInfo;
      const failure = await withClient(`http://127.0.0.1:${port}/api`, {}, (api) =>
        failureOf(api.contacts.retrieve("c-1"), ResponseShapeError),
      );
      assert.equal(failure.reason, "tooLarge");
    } finally {
      server.closeAllConnections();
      server.close();
    }
  });

  it("leaves the process-wide dispatchers of fetch as they were", async () => {
    const slots = () =>
      ["1", "2"].map(
        (number) => Reflect.get(globalThis, Symbol.for(`undici.globalDispatcher.${number}`)) as unknown,
      );
    const earlier = slots();
    await withClient(`https://localhost:${open.port}/api`, { ca: [authority.certificate] }, (api) =>
      api.contacts.retrieve("c-1"),
    );
    assert.deepEqual(slots(), earlier);
  });
});
