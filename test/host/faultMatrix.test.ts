import { strict as assert } from "node:assert";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as vscode from "vscode";
import {
  FAULTS,
  type FaultProxy,
  type ProxiedRequest,
  startFaultProxy,
  type Fault,
} from "../support/faultProxy.ts";
import { type HostWorld, openWorld, setConnections, setField, settingFor, uriFor } from "./hostWorld.ts";
import { noteMessages } from "./toldMessages.ts";

type Contact = Readonly<Record<string, unknown>>;

describe("Over a bad network", () => {
  let world: HostWorld;
  let proxy: FaultProxy;
  let decide: (request: ProxiedRequest) => Fault | undefined;
  let folder: string;
  let ids: readonly string[];
  before(async () => {
    world = await openWorld();
    folder = await mkdtemp(join(tmpdir(), "faults-"));
    proxy = await startFaultProxy(world.sandbox.baseUrl, (request) => decide(request));
    // Contacts that no other test has open.
    ids = [...(await everything()).keys()].slice(150, 200);
    decide = () => undefined;
    await setConnections([settingFor(world.sandbox, { baseUrl: proxy.baseUrl })]);
  });
  after(async () => {
    await proxy.close();
    await world.close();
    await rm(folder, { recursive: true, force: true });
  });

  /** All that the server has, asked without the proxy. */
  async function everything(): Promise<ReadonlyMap<string, Contact>> {
    const contacts = new Map<string, Contact>();
    for (let page = 1, isLast = false; !isLast; page += 1) {
      const answer = await fetch(`${world.sandbox.baseUrl}/contacts/?pageSize=100&page=${page}`, {
        headers: { authorization: `Api-Key ${world.sandbox.apiKey}` },
      });
      const { results, next } = (await answer.json()) as {
        readonly results: readonly Contact[];
        readonly next: string | null;
      };
      results.forEach((contact) => contacts.set(String(contact["id"]), contact));
      isLast = next === null;
    }
    return contacts;
  }

  /** The fault, once, for the first request that fits. */
  const onceFor = (fault: Fault, fits: (request: ProxiedRequest) => boolean) => {
    let isDue = true;
    return (request: ProxiedRequest) => {
      if (isDue && fits(request)) {
        isDue = false;
        return fault;
      }
      return undefined;
    };
  };

  const recipe = async (name: string, count: number): Promise<vscode.Uri> => {
    const path = join(folder, `${name}.maiagent-seed.json`);
    const contacts = Array.from({ length: count }, (_, index) => ({
      ...{ name: `Seeded ${index}`, sourceId: `${name}-${index}`, email: `${name}-${index}@example.com` },
    }));
    await writeFile(path, JSON.stringify({ name, inboxes: ["LINE 官方帳號"], contacts }));
    return vscode.Uri.file(path);
  };

  for (const [index, fault] of FAULTS.entries()) {
    it(`${fault}: a contact is read, saved and seeded once each, and no error is told`, async () => {
      const [read = "", saved = ""] = ids.slice(index * 2);
      const earlier = await everything();
      const name = `fault-${fault.toLowerCase()}`;
      const uri = await recipe(name, 3);
      const document = await vscode.workspace.openTextDocument(uriFor(saved));
      const faults = [
        onceFor(fault, ({ method, path }) => method === "GET" && path.includes(read)),
        onceFor(fault, ({ method }) => method === "PATCH"),
        onceFor(fault, ({ method }) => method === "POST"),
      ];
      const done: Fault[] = [];
      decide = (request) => {
        const found = faults.map((of) => of(request)).find((one) => one !== undefined);
        done.push(...(found ? [found] : []));
        return found;
      };
      const messages = await noteMessages();
      try {
        await setField(document, "name", `After ${fault}`);
        const [text, isSaved] = await Promise.all([
          vscode.workspace.fs.readFile(uriFor(read)),
          document.save(),
          vscode.commands.executeCommand("maiagent.runSeed", uri),
        ]);
        assert.match(new TextDecoder().decode(text), new RegExp(read, "u"), "the contact was not read");
        assert.ok(isSaved && !document.isDirty, "the save failed");
      } finally {
        messages.restore();
        decide = () => undefined;
      }
      assert.equal(done.length, 3, "each kind of request met its fault");
      assert.deepEqual(
        messages.said.filter((said) => /error|fail|cannot|broke/iu.test(said)),
        [],
      );

      const now = await everything();
      const seeded = [...now.values()].filter(({ sourceId }) => String(sourceId).startsWith(name));
      assert.deepEqual(
        seeded.map(({ sourceId }) => sourceId).sort(),
        [0, 1, 2].map((number) => `${name}-${number}`),
      );
      assert.equal(now.size, earlier.size + 3, "more or fewer contacts than were made");
      assert.equal(now.get(saved)?.["name"], `After ${fault}`);
      for (const [id, contact] of earlier) {
        if (id !== saved) {
          assert.deepEqual(now.get(id), contact);
        }
      }
      await vscode.commands.executeCommand("workbench.action.closeAllEditors");
    }).timeout(60_000);
  }

  const lost = () => "resetBefore" as const;

  it("a lost connection leaves an edit in the editor, and saves it once when it is back", async () => {
    const contactId = ids[20] ?? "";
    const document = await vscode.workspace.openTextDocument(uriFor(contactId));
    await setField(document, "name", "Kept while away");
    decide = lost;
    assert.equal(await document.save(), false);
    assert.ok(document.isDirty && document.getText().includes("Kept while away"));
    decide = () => undefined;
    assert.ok(await document.save());
    assert.equal((await world.get(contactId))["name"], "Kept while away");
    assert.equal(
      world.bodies("PATCH").filter((body) => JSON.stringify(body).includes("Kept while away")).length,
      1,
    );
  });

  it("a connection lost in the middle of an export leaves no half file, and what was there before", async () => {
    const target = join(folder, "export.ndjson");
    await writeFile(target, "before\n");
    decide = ({ path }) => (path.includes("page=2") ? "resetBefore" : undefined);
    const run = () =>
      vscode.commands.executeCommand(
        "maiagent.exportContacts",
        { kind: "connection", connectionId: "host-test" },
        undefined,
        {
          format: "ndjson",
          uri: vscode.Uri.file(target),
        },
      );
    const ended = Promise.resolve(run()).then(() => true);
    const clear = async () => {
      await vscode.commands.executeCommand("notifications.clearAll");
      return false;
    };
    while (!(await Promise.race([ended, clear()])));
    assert.equal(await readFile(target, "utf8"), "before\n");
    assert.deepEqual(
      (await readdir(folder)).filter((name) => name.startsWith("export") || name.startsWith(".")),
      ["export.ndjson"],
    );
    decide = () => undefined;
    const again = Promise.resolve(run()).then(() => true);
    while (!(await Promise.race([again, clear()])));
    assert.equal((await readFile(target, "utf8")).trim().split("\n").length, (await everything()).size);
  });

  it("a connection lost in the middle of a seed run is gone on with, and makes no contact twice", async () => {
    const uri = await recipe("lost", 12);
    let posts = 0;
    decide = ({ method }) => (method === "POST" && ++posts > 5 ? "resetBefore" : undefined);
    const run = async () => {
      const ended = Promise.resolve(vscode.commands.executeCommand("maiagent.runSeed", uri)).then(() => true);
      const clear = async () => {
        await vscode.commands.executeCommand("notifications.clearAll");
        return false;
      };
      while (!(await Promise.race([ended, clear()])));
    };
    await run();
    const count = async () =>
      [...(await everything()).values()].filter(({ sourceId }) => String(sourceId).startsWith("lost-"))
        .length;
    assert.ok((await count()) < 12);
    decide = () => undefined;
    await run();
    assert.equal(await count(), 12);
  }).timeout(90_000);
});
