import { strict as assert } from "node:assert";
import { randomUUID } from "node:crypto";
import { existsSync, promises } from "node:fs";
import { mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { syncBuiltinESMExports } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import * as vscode from "vscode";
import { ImportSession } from "../../src/data/import/importSession.ts";
import { MappingMemory } from "../../src/data/import/mappingMemory.ts";
import { sampleInboxes } from "../../src/sandbox/sampleInboxes.ts";
import { HistoryStore } from "../../src/state/historyStore.ts";
import { describeError } from "../../src/ui/describeError.ts";
import { tellHistoryFailure } from "../../src/ui/historyFailure.ts";
import { Log } from "../../src/ui/log.ts";
import { openHostWindow } from "./hostWindow.ts";
import { CONNECTION_ID, type HostWorld, openWorld } from "./hostWorld.ts";
import { noteMessages, type ToldMessages } from "./toldMessages.ts";

/** Linux's own full disk: each write to it fails with ENOSPC. */
const FULL = "/dev/full";
/** The extension's own folder on this machine, as VS Code lays out a profile. */
const storage = join(
  dirname(vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? ""),
  "user-data/User/globalStorage/maiagent-community.maiagent-contacts",
);

/** Files that are opened for writing below the folders are on a full disk from now on, until the returned call. */
function fillDisk(...folders: readonly string[]): () => void {
  const open = promises.open;
  promises.open = (path, flags, mode) => {
    const isFull =
      flags !== undefined && flags !== "r" && folders.some((folder) => String(path).startsWith(folder));
    return isFull ? open(FULL, "r+") : open(path, flags, mode);
  };
  syncBuiltinESMExports();
  return () => {
    promises.open = open;
    syncBuiltinESMExports();
  };
}

describe("A full disk", () => {
  // Only Linux has it; the suite runs there.
  if (!existsSync(FULL)) {
    return;
  }
  let world: HostWorld;
  let folder: string;
  let messages: ToldMessages;
  let makeRoom: () => void;
  // Not disposed of: VS Code has one channel of a name, and it is the extension's.
  const log = new Log();
  beforeEach(async () => {
    world = await openWorld();
    folder = await mkdtemp(join(tmpdir(), "full-"));
    messages = await noteMessages("saysYes");
    makeRoom = fillDisk(folder, storage);
  });
  afterEach(async () => {
    makeRoom();
    messages.restore();
    await world.close();
    await rm(folder, { recursive: true, force: true });
  });

  const writes = () => world.sandbox.requests.filter(({ method }) => method !== "GET").length;
  /** To its end, closing what it says. */
  async function ended(running: Thenable<unknown>): Promise<void> {
    const end = Promise.resolve(running).then(() => true);
    const turn = async () => {
      await vscode.commands.executeCommand("notifications.clearAll");
      return false;
    };
    while (!(await Promise.race([end, turn()])));
  }
  const assertSaid = (wanted: RegExp) => assert.match(messages.said.join("\n"), wanted);

  it("lets a write through that the history cannot keep, and says that it cannot be undone", async () => {
    const failures: unknown[] = [];
    const history = new HistoryStore({
      folder: join(folder, "history"),
      settings: () => ({ enabled: true, days: 30, maxBytes: 10_000_000 }),
      now: Date.now,
      newId: randomUUID,
      onFailure: (error) => failures.push(error),
    });
    const window = openHostWindow(() => Promise.resolve(history));
    try {
      const ref = { connectionId: CONNECTION_ID, contactId: world.contactIds[25] ?? "" };
      await window.contacts.update(ref, { json: '{"email":"full@example.com"}' });
      assert.equal((await world.get(ref.contactId))["email"], "full@example.com");
      assert.equal(failures.length, 1);
      await ended(tellHistoryFailure(failures[0], log));
      assertSaid(/could not remember what was there before: the disk is full/u);
      assert.deepEqual(await readdir(join(folder, "history")), []);
      makeRoom();
      await window.contacts.update(ref, { json: '{"email":"room@example.com"}' });
      assert.equal((await history.ofContact(ref, 10)).length, 1);
    } finally {
      window.dispose();
    }
  });

  it("stops a seed before its first create and says what to do; with room it runs", async () => {
    const recipe = join(folder, "full.maiagent-seed.json");
    const contacts = [{ name: "Nobody", sourceId: "full-1" }];
    makeRoom();
    await writeFile(recipe, JSON.stringify({ name: "full", inboxes: ["LINE 官方帳號"], contacts }));
    makeRoom = fillDisk(storage);
    await ended(vscode.commands.executeCommand("maiagent.runSeed", vscode.Uri.file(recipe)));
    assert.equal(writes(), 0);
    assertSaid(/the disk is full\. Make room/u);
    makeRoom();
    await ended(vscode.commands.executeCommand("maiagent.runSeed", vscode.Uri.file(recipe)));
    assert.equal(world.bodies("POST").length, 1);
  });

  it("leaves what an export was to replace, and no half file", async () => {
    makeRoom();
    const target = join(folder, "out.ndjson");
    await writeFile(target, "before\n");
    makeRoom = fillDisk(folder);
    const connection = { kind: "connection", connectionId: CONNECTION_ID };
    const options = { format: "ndjson", uri: vscode.Uri.file(target) };
    await ended(vscode.commands.executeCommand("maiagent.exportContacts", connection, undefined, options));
    assertSaid(/The disk is full, so out\.ndjson was not written\. Make room and try again\./u);
    assert.deepEqual([await readFile(target, "utf8"), await readdir(folder)], ["before\n", ["out.ndjson"]]);
  });

  it("is named where a fixture cannot be written, which VS Code does in a process of its own", async () => {
    const fixture = join(folder, "one.contacts.json");
    await symlink(FULL, fixture);
    const ref = { kind: "contact", connectionId: CONNECTION_ID, contactId: world.contactIds[0] };
    const uri = vscode.Uri.file(fixture);
    await ended(vscode.commands.executeCommand("maiagent.saveAsFixture", ref, undefined, uri));
    assertSaid(/The disk is full, so one\.contacts\.json was not written\. Make room and try again\./u);
  });

  it("stops an import whose result cannot be written, before its first request", async () => {
    makeRoom();
    const file = join(folder, "in.csv");
    await writeFile(file, "name,sourceId\nAda,full-csv-1\n");
    makeRoom = fillDisk(folder);
    const window = openHostWindow(() => Promise.reject(new Error("nothing is written")));
    const connection = window.connections.get(CONNECTION_ID) ?? assert.fail();
    const { clients, contacts } = window;
    const { inboxes: known } = await contacts.inboxes(CONNECTION_ID);
    const inboxes = { fixedId: sampleInboxes[0]?.id, known, complete: true };
    const memory = new MappingMemory(vscode.Uri.file(folder), () => undefined);
    const session = new ImportSession(vscode.Uri.file(file), connection, inboxes, {
      clients,
      contacts,
      memory,
    });
    try {
      await session.load();
      assert.ok(session.state.canRun, session.state.problem);
      const error = await session.run(false).then(
        () => assert.fail("it ran"),
        (failure: unknown) => failure,
      );
      assert.match(
        describeError(error).message,
        /stopped after 0 rows, because in\.result\.csv cannot be written: the disk is full\..*Make room/u,
      );
      assert.equal(writes(), 0);
    } finally {
      session.dispose();
      window.dispose();
    }
  });
});
