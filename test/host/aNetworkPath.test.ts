import { strict as assert } from "node:assert";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as vscode from "vscode";
import { createAuthority } from "../support/certificates.ts";
import { type ConnectProxy, startConnectProxy } from "../support/connectProxy.ts";
import { startTlsFront, type TlsFront } from "../support/tlsFront.ts";
import {
  CONNECTION_ID,
  openWorld,
  setConnections,
  settingFor,
  type HostWorld,
  until,
  uriFor,
} from "./hostWorld.ts";
import { startListener } from "./listener.ts";

/** A name that only a test's proxy knows. */
const HOST = "api.maiagent.test";
/** What undici and Node's fetch keep process-wide; a package that replaces one changes everybody's requests. */
const SLOTS = ["undici.globalDispatcher.1", "undici.globalDispatcher.2", "undici.globalOrigin.1"].map(
  (name) => Symbol.for(name),
);
const slots = () => SLOTS.map((slot): unknown => Reflect.get(globalThis, slot));
const read = async (contactId: string): Promise<string> =>
  new TextDecoder().decode(await vscode.workspace.fs.readFile(uriFor(contactId)));

// First of all files: nothing of the extension has run before it.
describe("A network path of the connection's own", () => {
  let world: HostWorld;
  let folder: string;
  let front: TlsFront;
  let proxy: ConnectProxy;
  let dispatchers: readonly unknown[];
  let fetchBefore: typeof globalThis.fetch;
  before(async () => {
    // Node makes its dispatcher with the first use of fetch.
    await fetch("data:,x");
    dispatchers = slots();
    fetchBefore = globalThis.fetch;
    world = await openWorld();
    folder = await mkdtemp(join(tmpdir(), "network-"));
    const authority = await createAuthority("Test Company CA");
    await writeFile(join(folder, "ca.pem"), authority.certificate);
    const { certificate: cert, key } = await authority.issue("server", [HOST, "127.0.0.1"]);
    front = await startTlsFront(world.sandbox.baseUrl, { cert, key });
    proxy = await startConnectProxy({ hosts: { [HOST]: front.port } });
  });
  after(async () => {
    await proxy.close();
    await front.close();
    await world.close();
    await rm(folder, { recursive: true, force: true });
  });

  const connect = (baseUrl: string, network?: object) =>
    setConnections([settingFor(world.sandbox, { baseUrl, ...(network ? { network } : {}) })]);

  it("carries requests by the built chunk: over a private authority, and through a proxy of its own", async () => {
    const caFile = join(folder, "ca.pem");
    const contactId = world.contactIds[0] ?? "";
    await connect(`https://127.0.0.1:${front.port}/api`, { caFile });
    assert.match(await read(contactId), new RegExp(contactId, "u"));
    assert.ok(front.served > 0);
    const served = front.served;
    await connect(`https://${HOST}/api`, { caFile, proxy: proxy.url });
    assert.match(await read(contactId), new RegExp(contactId, "u"));
    assert.ok(front.served > served);
    assert.ok(proxy.asked.every((asked) => asked === `${HOST}:443`) && proxy.asked.length > 0);
  });

  it("is not taken without the authority, and the certificate is said to be the reason", async () => {
    const served = front.served;
    await connect(`https://127.0.0.1:${front.port}/api`);
    assert.equal(await read(world.contactIds[0] ?? ""), "{}\n");
    assert.equal(front.served, served);
  });

  it("leaves the process-wide dispatchers and fetch of everybody else as they were", async () => {
    await connect(`https://${HOST}/api`, { caFile: join(folder, "ca.pem"), proxy: proxy.url });
    await read(world.contactIds[1] ?? "");
    await vscode.commands.executeCommand("maiagent.refresh");
    assert.ok(vscode.extensions.getExtension("maiagent-community.maiagent-contacts")?.isActive);
    const now = slots();
    SLOTS.forEach((slot, index) => assert.equal(now[index], dispatchers[index], String(slot)));
    assert.equal(globalThis.fetch, fetchBefore);
  });

  it("is diagnosed in a tab of its own, by reading only", async () => {
    await connect(`https://${HOST}/api`, { caFile: join(folder, "ca.pem"), proxy: proxy.url });
    world.sandbox.clearRequests();
    await vscode.commands.executeCommand("maiagent.diagnoseConnection", CONNECTION_ID);
    await until(() =>
      vscode.window.tabGroups.all.some(({ tabs }) =>
        tabs.some(({ label }) => label === "Diagnosis: Host test"),
      ),
    );
    assert.ok(world.sandbox.requests.length >= 3);
    assert.ok(world.sandbox.requests.every(({ method }) => method === "GET"));
  });

  describe("and the settings of VS Code", () => {
    const set = (name: string, value: unknown) =>
      vscode.workspace.getConfiguration("http").update(name, value, vscode.ConfigurationTarget.Global);
    afterEach(async () => {
      for (const name of ["proxy", "noProxy", "proxySupport"]) {
        await set(name, undefined);
      }
    });

    /** Whether the proxy was asked for the way to the server. */
    const isAsked = async (): Promise<boolean> => {
      const asked = proxy.asked.length;
      // A client of its own each time: none goes on with a connection of the one before.
      await connect(`https://${HOST}/api/${Math.random().toString(36).slice(2)}`);
      await read(world.contactIds[2] ?? "");
      return proxy.asked.length > asked;
    };
    /** VS Code tells its hosts of a changed setting in its own time. */
    const becomes = async (wanted: boolean): Promise<void> => {
      while ((await isAsked()) !== wanted);
    };

    it("decide about the others: http.proxy, http.noProxy and http.proxySupport take effect without a reload", async () => {
      assert.equal(await isAsked(), false);
      await set("proxy", proxy.url);
      await becomes(true);
      await set("noProxy", [HOST]);
      await becomes(false);
      await set("noProxy", undefined);
      await becomes(true);
      await set("proxySupport", "off");
      await becomes(false);
      await set("proxySupport", "override");
      await becomes(true);
    }).timeout(120_000);

    it("do not reach a connection with a path of its own", async () => {
      const listener = await startListener();
      await set("proxy", listener.origin);
      await connect(`https://${HOST}/api`, { caFile: join(folder, "ca.pem"), proxy: proxy.url });
      assert.match(await read(world.contactIds[3] ?? ""), /"name"/u);
      assert.equal(listener.heard, 0);
      await listener.close();
    });
  });
});
