import assert from "node:assert/strict";
import { createServer as createPlainServer, type RequestListener } from "node:http";
import { createServer } from "node:https";
import { type AddressInfo, createServer as createTcpServer, type Server } from "node:net";
import { after, before, describe, it } from "node:test";
import { inspect } from "node:util";
import { MaiAgentClient } from "../../../../src/api/client.ts";
import type { Check, CheckName, Finding } from "../../../../src/api/diagnosis/checks.ts";
import {
  type DiagnosedConnection,
  diagnoseConnection,
} from "../../../../src/api/diagnosis/diagnoseConnection.ts";
import { NetworkError } from "../../../../src/api/errors.ts";
import { ownTransport, type OwnNetwork } from "../../../../src/api/ownTransport.ts";
import { fetchTransport } from "../../../../src/api/transport.ts";
import { startSandbox } from "../../../../src/sandbox/startSandbox.ts";
import {
  type Authority,
  createAuthority,
  type Identity,
  type Validity,
} from "../../../support/certificates.ts";
import { startConnectProxy } from "../../../support/connectProxy.ts";
import { contactOf, KEY } from "../support/clients.ts";

const DAY_MS = 24 * 60 * 60 * 1000;
/** A name that only a test's proxy knows. */
const HOST = "api.maiagent.test";
const DIRECT = { way: "direct", why: "none" } as const;

interface Opened {
  readonly port: number;
  readonly close: () => Promise<void>;
}

async function open(server: Server & { closeAllConnections?: () => void }): Promise<Opened> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    port: (server.address() as AddressInfo).port,
    close: async () => {
      server.closeAllConnections?.();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Lists one contact, at a time that is some way off. */
const answering =
  (skewMs = 0, status = 200): RequestListener =>
  (_request, response) => {
    response.sendDate = false;
    response.writeHead(status, {
      "content-type": "application/json",
      date: new Date(Date.now() + skewMs).toUTCString(),
    });
    response.end(JSON.stringify({ count: 1, next: null, previous: null, results: [contactOf("c-1")] }));
  };

interface Asked {
  readonly network?: Partial<OwnNetwork>;
  readonly decision?: DiagnosedConnection["decision"];
  readonly signal?: AbortSignal;
  readonly onCheck?: (name: CheckName) => void;
  readonly apiKey?: string;
}

async function diagnosed(baseUrl: string, asked: Asked = {}): Promise<Readonly<Record<CheckName, Check>>> {
  const { network, decision = DIRECT, signal = new AbortController().signal, onCheck, apiKey = KEY } = asked;
  const path: OwnNetwork = { ca: [], ...network };
  const checks = await diagnoseConnection({
    baseUrl,
    decision,
    identity: path,
    client: (observe) =>
      Promise.resolve(
        new MaiAgentClient({
          ...{ baseUrl, apiKey, readOnly: true, limits: { attempts: 1 } },
          transport: observe(network ? ownTransport(path) : fetchTransport),
        }),
      ),
    clock: Date,
    signal,
    ...(onCheck ? { onCheck } : {}),
  });
  assert.ok(!inspect(checks, { depth: 10, showHidden: true }).includes(apiKey), "the key is in a finding");
  assert.equal(new Set(checks.map(({ name }) => name)).size, 9, "each check once");
  return Object.fromEntries(checks.map((check) => [check.name, check])) as Record<CheckName, Check>;
}

const verdicts = (checks: Readonly<Record<CheckName, Check>>): Record<string, string> =>
  Object.fromEntries(Object.values(checks).map(({ name, verdict }) => [name, verdict]));

function findingOf<K extends Finding["kind"]>(check: Check, kind: K): Extract<Finding, { kind: K }> {
  assert.equal(check.finding.kind, kind);
  return check.finding as Extract<Finding, { kind: K }>;
}

const reasonOf = (check: Check): string => {
  const { error } = findingOf(check, "failure");
  return error instanceof NetworkError ? error.reason : error instanceof Error ? error.name : "";
};

describe("a diagnosis of a sandbox", () => {
  it("finds that everything is well, and how many contacts a page has at most", async () => {
    const sandbox = await startSandbox({ pageSizeCap: 50 });
    const begun: CheckName[] = [];
    const checks = await diagnosed(sandbox.baseUrl, {
      decision: { way: "direct", why: "loopback" },
      apiKey: sandbox.apiKey,
      onCheck: (name) => begun.push(name),
    });
    assert.deepEqual(verdicts(checks), {
      ...{ proxy: "good", dns: "skipped", tcp: "good", tls: "skipped", authentication: "good" },
      ...{ contacts: "good", inboxes: "good", pageSize: "good", clock: "good" },
    });
    assert.equal(findingOf(checks.contacts, "contacts").count, 300);
    assert.deepEqual(checks.pageSize.finding, { kind: "pageSize", given: 50, asked: 1000, isCapped: true });
    assert.ok((checks.tcp.milliseconds ?? -1) >= 0 && (checks.contacts.milliseconds ?? -1) >= 0);
    assert.deepEqual(begun, ["dns", "tcp", "tls", "contacts", "inboxes", "pageSize"]);
    assert.ok(sandbox.requests.every(({ method }) => method === "GET"));
    await sandbox.close();
  });

  it("finds that the key is refused", async () => {
    const sandbox = await startSandbox();
    const checks = await diagnosed(sandbox.baseUrl, { apiKey: "wrong-key-of-the-test" });
    assert.equal(checks.authentication.verdict, "failed");
    assert.match(reasonOf(checks.authentication), /^(?:Authentication|Permission)Error$/u);
    assert.deepEqual(
      [checks.contacts, checks.inboxes, checks.pageSize].map(({ finding }) => finding),
      Array.from({ length: 3 }, () => ({ kind: "blocked", by: "authentication" })),
    );
    assert.equal(checks.clock.verdict, "good");
    await sandbox.close();
  });

  it("finds that inboxes are not listed, and reads them from contacts", async () => {
    const sandbox = await startSandbox();
    sandbox.respondNext({
      method: "GET",
      pathPattern: /inboxes/u,
      status: 403,
      body: { detail: "no" },
      times: 5,
    });
    const checks = await diagnosed(sandbox.baseUrl, { apiKey: sandbox.apiKey });
    assert.equal(checks.inboxes.verdict, "warning");
    assert.equal(findingOf(checks.inboxes, "inboxes").source, "contacts");
    await sandbox.close();
  });
});

describe("a diagnosis", () => {
  it("finds that no API is at the address", async () => {
    const server = await open(createPlainServer(answering(0, 404)));
    const checks = await diagnosed(`http://127.0.0.1:${server.port}/nothing`);
    assert.equal(checks.contacts.verdict, "failed");
    assert.equal(reasonOf(checks.contacts), "NotFoundError");
    assert.deepEqual(checks.authentication.finding, { kind: "blocked", by: "contacts" });
    await server.close();
  });

  it("finds that nobody listens", async () => {
    const server = await open(createPlainServer());
    await server.close();
    const checks = await diagnosed(`http://127.0.0.1:${server.port}/api`);
    assert.deepEqual([checks.tcp.verdict, reasonOf(checks.tcp)], ["failed", "refused"]);
    assert.deepEqual(checks.tls.finding, { kind: "blocked", by: "tcp" });
    assert.equal(checks.clock.finding.kind, "noDate");
  });

  it("finds that a name is not known", async () => {
    const checks = await diagnosed("https://no-such-host.invalid/api");
    assert.deepEqual([checks.dns.verdict, reasonOf(checks.dns)], ["failed", "hostNotFound"]);
  });

  it("finds that this machine's clock is off", async () => {
    const server = await open(createPlainServer(answering(-3_600_000)));
    const checks = await diagnosed(`http://127.0.0.1:${server.port}/api`);
    assert.equal(checks.clock.verdict, "warning");
    const { skewMs } = findingOf(checks.clock, "clock");
    assert.ok(skewMs <= -3_590_000 && skewMs >= -3_610_000, String(skewMs));
    await server.close();
  });

  it("tells why no client could be made", async () => {
    const checks = await diagnoseConnection({
      ...{ baseUrl: "http://127.0.0.1:9/api", decision: DIRECT, identity: { ca: [] }, clock: Date },
      client: () => Promise.reject(new Error("no key")),
      signal: new AbortController().signal,
    });
    const found = checks.find(({ name }) => name === "authentication");
    assert.equal(found?.verdict, "failed");
    assert.equal(checks.length, 9);
  });

  it("ends at once when it is cancelled, whatever it waits for", async () => {
    const silent = await open(createTcpServer((socket) => socket.resume()));
    const abort = new AbortController();
    const running = diagnosed(`https://127.0.0.1:${silent.port}/api`, {
      signal: abort.signal,
      onCheck: (name) => name === "tls" && setImmediate(() => abort.abort()),
    });
    await assert.rejects(running, { name: "AbortError" });
    await silent.close();
  });
});

describe("a diagnosis of a server with TLS", () => {
  let authority: Authority;
  before(async () => {
    authority = await createAuthority("Test Company CA");
  });

  const serve = async (identity: Identity): Promise<Opened> =>
    open(createServer({ cert: identity.certificate, key: identity.key }, answering()));
  const during = (from: number, until: number): Validity => ({
    notBefore: new Date(Date.now() + from * DAY_MS),
    notAfter: new Date(Date.now() + until * DAY_MS),
  });
  const problems: readonly (readonly [
    title: string,
    hosts: readonly string[],
    validity: Validity,
    trusted: boolean,
    verdict: string,
    problem: string | undefined,
  ])[] = [
    ["is well", ["127.0.0.1"], during(-1, 300), true, "good", undefined],
    ["ends soon", ["127.0.0.1"], during(-1, 3), true, "warning", "endsSoon"],
    ["has ended", ["127.0.0.1"], during(-9, -2), true, "failed", "ended"],
    ["is not valid yet", ["127.0.0.1"], during(2, 300), true, "failed", "notYetValid"],
    ["is for another name", ["other.test"], during(-1, 300), true, "failed", "wrongName"],
    ["is not trusted", ["127.0.0.1"], during(-1, 300), false, "failed", "untrusted"],
  ];
  for (const [title, hosts, validity, trusted, verdict, problem] of problems) {
    it(`finds that its certificate ${title}, and who issued it`, async () => {
      const server = await serve(await authority.issue("server", hosts, validity));
      const checks = await diagnosed(`https://127.0.0.1:${server.port}/api`, {
        network: { ca: trusted ? [authority.certificate] : [] },
      });
      const found = findingOf(checks.tls, "certificate");
      assert.deepEqual([checks.tls.verdict, found.problem], [verdict, problem]);
      assert.equal(found.issuer, "Test Company CA");
      assert.ok(Math.abs(found.validTo - validity.notAfter.getTime()) < 2_000);
      assert.match(found.protocol, /^TLSv1\.[23]$/u);
      assert.equal(checks.contacts.verdict, verdict === "failed" ? "failed" : "good");
      if (verdict === "failed") {
        assert.equal(reasonOf(checks.contacts), "certificate");
      }
      await server.close();
    });
  }

  it("finds that it speaks no TLS", async () => {
    const server = await open(createPlainServer(answering()));
    const checks = await diagnosed(`https://127.0.0.1:${server.port}/api`);
    assert.equal(checks.tls.verdict, "failed");
    assert.equal(checks.tls.finding.kind, "failure");
    await server.close();
  });

  it("takes a failed step for a warning when requests arrive all the same", async () => {
    const server = await serve(await authority.issue("server", ["127.0.0.1"]));
    const baseUrl = `https://127.0.0.1:${server.port}/api`;
    const checks = await diagnoseConnection({
      ...{ baseUrl, decision: DIRECT, identity: { ca: [] }, clock: Date },
      client: (observe) => {
        const transport = observe(ownTransport({ ca: [authority.certificate] }));
        return Promise.resolve(new MaiAgentClient({ baseUrl, apiKey: KEY, transport }));
      },
      signal: new AbortController().signal,
    });
    assert.equal(checks.find(({ name }) => name === "tls")?.verdict, "warning");
    await server.close();
  });
});

describe("a diagnosis through a proxy", () => {
  let authority: Authority;
  let server: Opened;
  before(async () => {
    authority = await createAuthority("Test Company CA");
    const { certificate: cert, key } = await authority.issue("server", [HOST]);
    server = await open(createServer({ cert, key }, answering()));
  });
  after(() => server.close());

  const through = async (
    url: string,
    authorization?: string,
    from: "network.proxy" | "http.proxy" = "network.proxy",
  ): Promise<Readonly<Record<CheckName, Check>>> =>
    diagnosed(`https://${HOST}/api`, {
      decision: { way: "proxy", url, from, authorization },
      network: { ca: [authority.certificate], proxy: { url, authorization } },
    });

  it("finds the way, the certificate behind it, and that the proxy alone knows the name", async () => {
    const proxy = await startConnectProxy({ hosts: { [HOST]: server.port } });
    const checks = await through(proxy.url);
    assert.deepEqual(checks.dns.finding, { kind: "proxyResolves" });
    assert.deepEqual(checks.tcp.finding, { kind: "connected", through: "tunnel" });
    assert.equal(findingOf(checks.tls, "certificate").issuer, "Test Company CA");
    assert.equal(checks.contacts.verdict, "good");
    await proxy.close();
  });

  it("finds that the proxy asks for a password, which VS Code may know for its own", async () => {
    const credentials = { user: "ann", password: "s3cret-of-the-proxy" };
    const proxy = await startConnectProxy({ hosts: { [HOST]: server.port }, credentials });
    const refused = await through(proxy.url);
    assert.deepEqual([refused.tcp.verdict, reasonOf(refused.tcp)], ["failed", "proxy"]);
    assert.equal((await through(proxy.url, undefined, "http.proxy")).tcp.verdict, "warning");
    const basic = `Basic ${Buffer.from(`${credentials.user}:${credentials.password}`).toString("base64")}`;
    assert.equal((await through(proxy.url, basic)).contacts.verdict, "good");
    await proxy.close();
  });

  it("finds that the proxy does not lead there, or is not there", async () => {
    const proxy = await startConnectProxy({ hosts: {} });
    assert.equal(reasonOf((await through(proxy.url)).tcp), "proxy");
    await proxy.close();
    const gone = await through(proxy.url);
    assert.deepEqual([gone.tcp.verdict, reasonOf(gone.tcp)], ["failed", "proxy"]);
  });

  it("does not try what it cannot speak", async () => {
    const checks = await diagnosed(`https://${HOST}/api`, {
      decision: { way: "proxy", url: "socks5://127.0.0.1:9", from: "http.proxy" },
    });
    assert.deepEqual([checks.tcp.verdict, checks.tcp.finding.kind], ["skipped", "untriable"]);
  });
});
