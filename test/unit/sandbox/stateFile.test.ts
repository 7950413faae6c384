import assert from "node:assert/strict";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { sampleInboxes } from "../../../src/sandbox/sampleInboxes.ts";
import { startSandbox, type SandboxOptions } from "../../../src/sandbox/startSandbox.ts";
import { callerOf, get, names, openSandbox, results, textOf, type Call } from "./sandboxClient.ts";

const inboxes = [{ id: sampleInboxes[0]?.id }];

async function temporaryFolder(t: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "maiagent-sandbox-"));
  t.after(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** Starts a sandbox, works with it, closes it. */
async function session<T>(options: SandboxOptions, work: (call: Call) => Promise<T>): Promise<T> {
  const sandbox = await startSandbox(options);
  try {
    return await work(callerOf(sandbox));
  } finally {
    await sandbox.close();
  }
}

async function firstIds(call: Call, count: number): Promise<string[]> {
  const { json } = await call("GET", `contacts/?pageSize=${count}`);
  return results(json).map((contact) => textOf(contact, "id"));
}

void test("created, updated and deleted contacts are as they were after a restart", async (t) => {
  const stateFile = join(await temporaryFolder(t), "not", "yet", "there", "state.json");
  const before = await session({ stateFile }, async (call) => {
    const [deleted = "", updated = ""] = await firstIds(call, 2);
    await call(
      "PATCH",
      `contacts/${updated}/`,
      '{"name":"Hiroshi T.","queryMetadata":{"n":12345678901234567890}}',
    );
    await call("DELETE", `contacts/${deleted}/`);
    await call("POST", "contacts/", { name: "first", inboxes });
    await call("POST", "contacts/", { name: "second", inboxes });
    const gone = await call("POST", "contacts/", { name: "gone", inboxes });
    await call("DELETE", `contacts/${textOf(gone.json, "id")}/`);
    return (await call("GET", "contacts/?pageSize=100")).json;
  });
  assert.deepEqual(names(before).slice(0, 4), ["second", "first", "Hiroshi T.", "林志明"]);
  await session({ stateFile }, async (call) => {
    const { json, text } = await call("GET", "contacts/?pageSize=100");
    assert.deepEqual(results(json), results(before));
    assert.equal(get(json, "count"), 301);
    assert.ok(text.includes('"queryMetadata":{"n":12345678901234567890}'));
    await call("POST", "contacts/", { name: "third", inboxes });
  });
  await session({ stateFile }, async (call) => {
    assert.deepEqual(names((await call("GET", "contacts/?pageSize=3")).json), ["third", "second", "first"]);
  });
});

void test("only changes are written, and no temporary file is left", async (t) => {
  const folder = await temporaryFolder(t);
  const stateFile = join(folder, "state.json");
  await session({ stateFile }, async (call) => {
    await call("GET", "contacts/");
  });
  assert.deepEqual(await readdir(folder), []);
  await session({ stateFile }, async (call) => {
    const [id = ""] = await firstIds(call, 1);
    await call("PATCH", `contacts/${id}/`, { name: "changed" });
  });
  assert.deepEqual(await readdir(folder), ["state.json"]);
  const state = JSON.parse(await readFile(stateFile, "utf8")) as object;
  assert.deepEqual(Object.keys(state), ["version", "upserted", "deleted"]);
  assert.deepEqual(names({ results: get(state, "upserted") }), ["changed"]);
});

void test("changes hold with another number of sample contacts and with another seed", async (t) => {
  const stateFile = join(await temporaryFolder(t), "state.json");
  await session({ stateFile }, async (call) => {
    const [first = "", second = ""] = await firstIds(call, 2);
    await call("PATCH", `contacts/${first}/`, { name: "changed" });
    await call("DELETE", `contacts/${second}/`);
    await call("POST", "contacts/", { name: "created", inboxes });
  });
  for (const options of [{ contacts: 1 }, { contacts: 1000 }, { seed: 2 }]) {
    await session({ stateFile, ...options }, async (call) => {
      const { json } = await call("GET", "contacts/?pageSize=2");
      assert.deepEqual(names(json), ["created", "changed"]);
    });
  }
});

const invalid = {
  "no JSON": "{",
  "an empty file": "",
  "another version": '{"version":2,"upserted":[],"deleted":[]}',
  "records that are none": '{"version":1,"upserted":[{"id":"x"}],"deleted":[]}',
};
for (const [about, content] of Object.entries(invalid)) {
  void test(`a state file with ${about} is moved aside and the sample data starts afresh`, async (t) => {
    const folder = await temporaryFolder(t);
    const stateFile = join(folder, "state.json");
    await writeFile(stateFile, content);
    const sandbox = await startSandbox({ stateFile });
    try {
      assert.equal(sandbox.corruptStateMovedTo, `${stateFile}.corrupt`);
      assert.equal(get((await callerOf(sandbox)("GET", "contacts/")).json, "count"), 300);
    } finally {
      await sandbox.close();
    }
    assert.deepEqual(await readdir(folder), ["state.json.corrupt"]);
    assert.equal(await readFile(`${stateFile}.corrupt`, "utf8"), content);
  });
}

void test("a state file that cannot be read at all makes the start fail", async (t) => {
  await assert.rejects(startSandbox({ stateFile: await temporaryFolder(t) }), { code: "EISDIR" });
});

void test("a state that cannot be written makes close fail, and the port is free all the same", async (t) => {
  const folder = await temporaryFolder(t);
  await writeFile(join(folder, "file"), "");
  // The check at start sees only that nothing is there yet.
  const stateFile = join(folder, "later", "state.json");
  const sandbox = await startSandbox({ stateFile });
  await writeFile(join(folder, "later"), "");
  await callerOf(sandbox)("POST", "contacts/", { name: "n", inboxes });
  await assert.rejects(sandbox.close(), { code: /EEXIST|ENOTDIR/ });
  const next = await startSandbox({ port: sandbox.port });
  await next.close();
});

void test("a state that cannot be written is told at once, and kept until it can", async (t) => {
  const folder = await temporaryFolder(t);
  const stateFile = join(folder, "later", "state.json");
  const failed = Promise.withResolvers<unknown>();
  const sandbox = await startSandbox({ stateFile, onStateFailure: failed.resolve });
  await writeFile(join(folder, "later"), "");
  await callerOf(sandbox)("POST", "contacts/", { name: "kept", inboxes });
  const error = await failed.promise;
  assert.ok(error instanceof Error && "code" in error && /EEXIST|ENOTDIR/.test(String(error.code)));
  await rm(join(folder, "later"));
  await sandbox.close();
  await session({ stateFile }, async (call) => {
    assert.deepEqual(names((await call("GET", "contacts/?pageSize=1")).json), ["kept"]);
  });
});

void test("reset brings the sample data back and removes the state file", async (t) => {
  const folder = await temporaryFolder(t);
  const stateFile = join(folder, "state.json");
  const { sandbox, call } = await openSandbox(t, { stateFile });
  const original = await call("GET", "contacts/?pageSize=100");
  const [first = "", second = ""] = await firstIds(call, 2);
  await call("PATCH", `contacts/${first}/`, { name: "changed" });
  await call("DELETE", `contacts/${second}/`);
  await call("POST", "contacts/", { name: "created", inboxes });
  await sandbox.reset();
  assert.equal((await call("GET", "contacts/?pageSize=100")).text, original.text);
  assert.deepEqual(await readdir(folder), []);
  await sandbox.close();
  assert.deepEqual(await readdir(folder), []);
});

void test("what is done after a reset is kept", async (t) => {
  const stateFile = join(await temporaryFolder(t), "state.json");
  const sandbox = await startSandbox({ stateFile });
  const call = callerOf(sandbox);
  await call("POST", "contacts/", { name: "before", inboxes });
  await sandbox.reset();
  await call("POST", "contacts/", { name: "after", inboxes });
  await sandbox.close();
  await session({ stateFile }, async (restarted) => {
    assert.deepEqual(names((await restarted("GET", "contacts/?pageSize=2")).json), ["after", "陳美玲"]);
  });
});
