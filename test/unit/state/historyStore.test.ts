import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, it } from "node:test";
import type { PerformedWrite } from "../../../src/model/historyEntry.ts";
import { HistoryStore, type HistorySettings } from "../../../src/state/historyStore.ts";

const DAY = 86_400_000;

function write(contactId: string, over: Partial<PerformedWrite> = {}): PerformedWrite {
  return {
    kind: "update",
    connectionId: "dev",
    origin: "https://api.maiagent.ai",
    contactId,
    outcome: "done",
    body: '{"email":"b@example.com"}',
    before: `{"id":"${contactId}","name":"A","email":"a@example.com"}`,
    after: `{"id":"${contactId}","name":"A","email":"b@example.com"}`,
    ...over,
  };
}

describe("the history store", () => {
  let parent: string;
  let folder: string;
  let settings: HistorySettings;
  let now: number;
  let failures: unknown[];
  const open = () =>
    new HistoryStore({
      folder,
      settings: () => settings,
      now: () => now,
      newId: randomUUID,
      onFailure: (error) => failures.push(error),
    });
  beforeEach(async () => {
    parent = await mkdtemp(join(tmpdir(), "maiagent-history-"));
    folder = join(parent, "storage", "history");
    settings = { enabled: true, days: 30, maxBytes: 1_000_000 };
    now = 1_764_000_000_000;
    failures = [];
  });
  afterEach(async () => {
    await chmod(parent, 0o700);
    await rm(parent, { recursive: true, force: true });
  });

  it("has nothing before anything was written, and makes no folder for it", async () => {
    assert.equal(await open().last(undefined), undefined);
    await assert.rejects(stat(folder), { code: "ENOENT" });
  });

  it("gives the writes of a contact, newest first, also after a restart", async () => {
    const store = open();
    await store.record(write("c1", { body: '{"name":"1"}' }));
    now += 1;
    await store.record(write("c2"));
    now += 1;
    await store.record(write("c1", { body: '{"name":"2","email":""}' }));
    const entries = await open().ofContact({ connectionId: "dev", contactId: "c1" }, 10);
    assert.deepEqual(
      entries.map(({ sent }) => sent),
      [["name", "email"], ["name"]],
    );
    assert.equal((await open().ofContact({ connectionId: "other", contactId: "c1" }, 10)).length, 0);
    assert.equal((await open().last(undefined))?.contactId, "c1");
    assert.equal((await open().last({ connectionId: "dev", contactId: "c2" }))?.contactId, "c2");
  });

  it("writes files and folder for the user alone, and no credentials", async () => {
    const secret = '{"id":"c1","name":"A","mcpCredentials":"CANARY"}';
    await open().record(write("c1", { before: secret, after: secret, body: secret }));
    const [name = ""] = await readdir(folder);
    // Windows has no such bits; there the profile's own access list holds.
    if (process.platform !== "win32") {
      assert.equal((await stat(folder)).mode & 0o777, 0o700);
      assert.equal((await stat(join(folder, name))).mode & 0o777, 0o600);
    }
    assert.doesNotMatch(await readFile(join(folder, name), "utf8"), /CANARY/);
  });

  it("records nothing while it is off, and still shows what it has", async () => {
    await open().record(write("c1"));
    settings = { ...settings, enabled: false };
    await open().record(write("c2"));
    assert.equal((await readdir(folder)).length, 1);
    assert.equal((await open().last(undefined))?.contactId, "c1");
  });

  it("loses nothing when two windows write, list and prune at once", async () => {
    const [first, second] = [open(), open()];
    const numbers = Array.from({ length: 60 }, (_, index) => index);
    await Promise.all(
      numbers.flatMap((index) => [
        first.record(write("c1", { body: `{"a${index}":1}` })),
        second.record(write("c1", { body: `{"b${index}":1}` })),
        ...(index % 10 === 0 ? [first.last(undefined), second.deleted(5)] : []),
      ]),
    );
    const entries = await open().ofContact({ connectionId: "dev", contactId: "c1" }, 1000);
    assert.deepEqual(failures, []);
    assert.equal(new Set(entries.flatMap(({ sent }) => sent)).size, 120);
    assert.ok((await readdir(folder)).every((name) => name.endsWith(".json")));
  });

  it("survives another window clearing it while it writes", async () => {
    const [first, second] = [open(), open()];
    await Promise.all(
      Array.from({ length: 40 }, (_, index) =>
        index % 4 === 0 ? second.clear() : first.record(write("c1")),
      ),
    );
    assert.deepEqual(failures, []);
    await second.clear();
    assert.deepEqual(await readdir(folder), []);
  });

  it("skips what a power cut left half written", async () => {
    const store = open();
    await store.record(write("c1"));
    const [name = ""] = await readdir(folder);
    await writeFile(join(folder, name), (await readFile(join(folder, name), "utf8")).slice(0, 40));
    now += 1;
    await store.record(write("c2"));
    await writeFile(join(folder, `${name}.tmp`), "half");
    await writeFile(join(folder, "somebody else's"), "x");
    assert.deepEqual(
      (
        await Promise.all(
          ["c1", "c2"].map((id) => store.ofContact({ connectionId: "dev", contactId: id }, 5)),
        )
      ).map(({ length }) => length),
      [0, 1],
    );
    assert.equal((await store.last(undefined))?.contactId, "c2");
  });

  it("forgets what is too old and what an ended window left, but nothing of somebody else", async () => {
    const store = open();
    await store.record(write("c1"));
    const [name = ""] = await readdir(folder);
    await writeFile(join(folder, `${name}.tmp`), "half");
    await writeFile(join(folder, "notes.txt"), "x");
    now += 31 * DAY;
    assert.equal(await store.last(undefined), undefined);
    assert.deepEqual(await readdir(folder), ["notes.txt"]);
  });

  it("stays within its size while it is written to, and keeps the newest", async () => {
    settings = { ...settings, maxBytes: 5000 };
    const store = open();
    for (let index = 0; index < 60; index++) {
      now += 1;
      await store.record(write("c1", { body: `{"n${index}":1}` }));
    }
    const sizes = await Promise.all(
      (await readdir(folder)).map(async (name) => (await stat(join(folder, name))).size),
    );
    const total = sizes.reduce((sum, size) => sum + size, 0);
    assert.ok(total <= 5000 * 1.1 + 1000, `${total} bytes`);
    assert.deepEqual((await store.last(undefined))?.sent, ["n59"]);
  });

  it("has a deleted contact in the trash until it is restored, unless nobody knows what it was", async () => {
    const store = open();
    const gone = { kind: "delete", body: undefined, after: undefined } as const;
    await store.record(write("c1", gone));
    now += 1;
    await store.record(write("c2", { ...gone, before: undefined }));
    now += 1;
    await store.record(write("c3", gone));
    const trash = await store.deleted(10);
    assert.deepEqual(
      trash.map(({ contactId }) => contactId),
      ["c3", "c1"],
    );
    const [, entry] = trash;
    assert.ok(entry);
    now += 1;
    await store.record(write("c9", { kind: "restore", before: undefined, restores: entry.id }));
    assert.deepEqual(
      (await store.deleted(10)).map(({ contactId }) => contactId),
      ["c3"],
    );
    assert.equal((await store.get(entry.id))?.contactId, "c1");
  });

  it("fails no write when the storage cannot be written, and says so", async () => {
    // A file where the folder should be: as root, permissions stop nobody.
    await writeFile(join(parent, "storage"), "");
    await open().record(write("c1"));
    assert.equal(failures.length, 1);
    assert.equal(
      await open()
        .last(undefined)
        .catch((error: unknown) => error instanceof Error && error.message.slice(0, 7)),
      "ENOTDIR",
    );
  });

  it("clears everything it wrote", async () => {
    const store = open();
    await store.record(write("c1"));
    await store.record(write("c2"));
    assert.equal(await store.clear(), 2);
    assert.deepEqual(await readdir(folder), []);
  });
});
