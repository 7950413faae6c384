import { strict as assert } from "node:assert";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as vscode from "vscode";
import { systemClock } from "../../src/api/clock.ts";
import { NetworkError } from "../../src/api/errors.ts";
import { ImportSession } from "../../src/data/import/importSession.ts";
import { MappingMemory } from "../../src/data/import/mappingMemory.ts";
import { LookupSession } from "../../src/lookup/lookupSession.ts";
import { lookupSource } from "../../src/lookup/lookupSource.ts";
import type { LookupView } from "../../src/lookup/lookupView.ts";
import { sampleInboxes } from "../../src/sandbox/sampleInboxes.ts";
import { HistoryStore } from "../../src/state/historyStore.ts";
import { LookupMemory } from "../../src/state/lookupMemory.ts";
import { ContactTree } from "../../src/tree/contactTree.ts";
import { describeError } from "../../src/ui/describeError.ts";
import { Log } from "../../src/ui/log.ts";
import { type Fault, type FaultProxy, type ProxiedRequest, startFaultProxy } from "../support/faultProxy.ts";
import { type HostWindow, nothingKept, openHostWindow } from "./hostWindow.ts";
import { CONNECTION_ID, type HostWorld, openWorld, setConnections, settingFor } from "./hostWorld.ts";
import { noteMessages, type ToldMessages } from "./toldMessages.ts";

const UNREACHABLE = "MaiAgent cannot be reached";
describe("A connection that is lost in the middle", () => {
  let world: HostWorld;
  let proxy: FaultProxy;
  let window: HostWindow;
  let memory: LookupMemory;
  let tree: ContactTree;
  let folder: string;
  let messages: ToldMessages;
  let decide: (request: ProxiedRequest) => Fault | undefined;
  // Not disposed of: VS Code has one channel of a name, and it is the extension's.
  const log = new Log();
  const lose = (fault: Fault = "resetBefore") => {
    decide = () => fault;
  };
  /** Gone from the request after so many of a method on. */
  const loseAfter = (count: number, method: string) => {
    let seen = 0;
    decide = (request) => {
      seen += request.method === method ? 1 : 0;
      return seen > count ? "resetBefore" : undefined;
    };
  };
  const comeBack = () => {
    decide = () => undefined;
  };

  beforeEach(async () => {
    comeBack();
    world = await openWorld();
    folder = await mkdtemp(join(tmpdir(), "lost-"));
    proxy = await startFaultProxy(world.sandbox.baseUrl, (request) => decide(request));
    await setConnections([settingFor(world.sandbox, { baseUrl: proxy.baseUrl })]);
    const history = new HistoryStore({
      folder: join(folder, "history"),
      settings: () => ({ enabled: false, days: 1, maxBytes: 1 }),
      now: Date.now,
      newId: () => crypto.randomUUID(),
      onFailure: (error) => assert.fail(String(error)),
    });
    window = openHostWindow(() => Promise.resolve(history));
    memory = new LookupMemory(nothingKept, window.contacts, () => crypto.randomUUID());
    tree = new ContactTree(window.connections, window.contacts, memory, log, () => undefined);
    messages = await noteMessages("saysYes");
  });
  afterEach(async () => {
    messages.restore();
    tree.dispose();
    memory.dispose();
    window.dispose();
    await proxy.close();
    await world.close();
    await rm(folder, { recursive: true, force: true });
  });

  const ref = { connectionId: CONNECTION_ID, inboxId: undefined };
  const list = { kind: "list", ...ref, inbox: undefined, isReadOnly: false } as const;
  const kinds = async () => {
    const count = new Map<string, number>();
    for (const { kind } of await tree.getChildren(list)) {
      count.set(kind, (count.get(kind) ?? 0) + 1);
    }
    return Object.fromEntries(count);
  };

  it("leaves a list with the rows that it has, and goes on when it is back", async () => {
    assert.deepEqual(await kinds(), { contact: 100, loadMore: 1 });
    lose();
    const listing = window.contacts.listing(ref);
    await assert.rejects(listing.loadMore(), (error) => describeError(error).message.startsWith(UNREACHABLE));
    assert.deepEqual(await kinds(), { contact: 100, loadMore: 1 });
    comeBack();
    await listing.loadMore();
    assert.deepEqual(await kinds(), { contact: 200, loadMore: 1 });
  });

  it("gives a list that was not there yet a row that says why, also when the server falls silent", async () => {
    lose();
    const [row] = await tree.getChildren(list);
    assert.ok(row?.kind === "failure" && row.error instanceof NetworkError, row?.kind);
    assert.ok(describeError(row.error).message.startsWith(UNREACHABLE));
    lose("timeout");
    const [late] = await tree.getChildren(list);
    assert.ok(late?.kind === "failure", late?.kind);
    assert.match(describeError(late.error).message, /did not answer in time/u);
    comeBack();
    window.contacts.listing(ref).forget();
    assert.deepEqual(await kinds(), { contact: 100, loadMore: 1 });
  }).timeout(60_000);

  it("is said where the rows of a search would stand, and the next key finds again", async () => {
    let shown: ((view: LookupView) => void) | undefined;
    const session = new LookupSession(
      lookupSource(window.connections, window.contacts, memory),
      ref,
      systemClock,
      (view) => shown?.(view),
    );
    const settled = (begin: () => void) =>
      new Promise<LookupView>((resolve) => {
        shown = (view) => {
          if (view.kind !== "results" || !view.isWaiting) {
            resolve(view);
          }
        };
        begin();
      });
    try {
      const first = await settled(() => session.lookNow("a"));
      assert.ok(first.kind === "results" && first.rows.length > 0);
      lose();
      const lost = await settled(() => session.setText("an"));
      assert.ok(lost.kind === "failed", lost.kind);
      assert.ok(describeError(lost.error).message.startsWith(UNREACHABLE));
      comeBack();
      const back = await settled(() => session.setText("a"));
      assert.ok(back.kind === "results" && back.rows.length > 0);
    } finally {
      session.dispose();
    }
  });

  it("ends an import that says what was done, and its result imported again makes no contact twice", async () => {
    const rows = Array.from({ length: 40 }, (_, index) => `Lost ${index},lost-csv-${index}`);
    const file = join(folder, "lost.csv");
    await writeFile(file, `name,sourceId\n${rows.join("\n")}\n`);
    const imported = async (path: string) => {
      const { clients, contacts, connections } = window;
      const { inboxes: known } = await contacts.inboxes(CONNECTION_ID);
      const session = new ImportSession(
        vscode.Uri.file(path),
        connections.get(CONNECTION_ID) ?? assert.fail(),
        { fixedId: sampleInboxes[0]?.id, known, complete: true },
        {
          clients,
          contacts,
          memory: new MappingMemory(vscode.Uri.file(folder), (error) => assert.fail(String(error))),
        },
      );
      try {
        await session.load();
        await session.run(false);
        return { outcome: session.state.outcome, result: session.result?.fsPath ?? "" };
      } finally {
        session.dispose();
      }
    };
    loseAfter(12, "POST");
    const { outcome, result } = await imported(file);
    assert.ok(outcome);
    assert.equal(
      outcome.counts.reduce((sum, { count }) => sum + Number(count), 0),
      40,
    );
    assert.match(outcome.note, /It stopped early: (?:MaiAgent cannot be reached|The connection broke)/u);
    assert.equal((await readFile(result, "utf8")).trim().split("\n").length, 41);
    const there = () => world.bodies("POST").length;
    const first = there();
    assert.ok(first >= 12 && first < 40, `${first} were created`);
    assert.ok(outcome.counts.some(({ label, count }) => label === "created" && Number(count) === first));
    comeBack();
    await imported(result);
    const sent = world.bodies("POST").map((body) => (body as { readonly sourceId: string }).sourceId);
    assert.deepEqual([sent.length, new Set(sent).size], [40, 40]);
  }).timeout(60_000);

  it("ends a change of many, which says how many were done and why not the rest", async () => {
    const rows = world.contactIds.slice(0, 30).map((contactId) => ({
      ...{ kind: "contact", ...ref, contactId, contact: { id: contactId, name: "n" }, isReadOnly: false },
    }));
    loseAfter(8, "PATCH");
    const inbox = { ...list, inboxId: sampleInboxes[1]?.id };
    const dragged = JSON.stringify(
      rows.map(({ connectionId, contactId }) => ({ connectionId, contactId, name: "n" })),
    );
    const ended = Promise.resolve(
      vscode.commands.executeCommand("maiagent.dropContacts", inbox, dragged),
    ).then(() => true);
    const clear = async () => {
      await vscode.commands.executeCommand("notifications.clearAll");
      return false;
    };
    while (!(await Promise.race([ended, clear()])));
    const said =
      messages.said.find((text) => text.includes(UNREACHABLE)) ?? assert.fail(messages.said.join("\n"));
    const done = world.bodies("PATCH").length;
    assert.ok(done > 0 && done <= 8, `${done} were changed`);
    assert.match(said, /[1-9]\d* not started/u);
    assert.ok(world.sandbox.requests.length < 100, "it did not try them all");
  }).timeout(60_000);
});
