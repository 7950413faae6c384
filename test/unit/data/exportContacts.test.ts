import assert from "node:assert/strict";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, beforeEach, describe, it } from "node:test";
import { MaiAgentClient } from "../../../src/api/client.ts";
import { exportContacts } from "../../../src/data/engine/export/exportContacts.ts";
import { EXPORT_FIELDS, type ExportFormat } from "../../../src/data/engine/export/exportedFields.ts";
import { newLocalFile } from "../../../src/data/engine/export/newFile.ts";
import { type Sandbox, startSandbox } from "../../../src/sandbox/startSandbox.ts";

async function* textsOf(client: MaiAgentClient): AsyncGenerator<string> {
  for await (const { json } of client.contacts.allAnswers()) {
    yield json;
  }
}

describe("an export over a real client", () => {
  let sandbox: Sandbox;
  let client: MaiAgentClient;
  let folder: string;
  let path: string;
  before(async () => {
    sandbox = await startSandbox({ contacts: 230 });
    client = new MaiAgentClient({ baseUrl: sandbox.baseUrl, apiKey: sandbox.apiKey });
    folder = await mkdtemp(join(tmpdir(), "export-"));
    path = join(folder, "contacts.out");
  });
  after(async () => {
    client.dispose();
    await sandbox.close();
    await rm(folder, { recursive: true });
  });
  beforeEach(() => rm(path, { force: true }));

  const run = async (format: ExportFormat, signal = new AbortController().signal) =>
    exportContacts(
      textsOf(client),
      { format, fields: EXPORT_FIELDS, unknownFields: true },
      await newLocalFile(path),
      { signal, onProgress: () => undefined },
    );

  it("writes every contact once, without credentials", async () => {
    for (const [format, extra] of [
      ["csv", 1],
      ["ndjson", 0],
    ] as const) {
      assert.equal(await run(format), 230);
      const text = await readFile(path, "utf8");
      assert.doesNotMatch(text, /sandbox-synthetic-credential|mcpCredentials/u);
      assert.ok(text.trimEnd().split(/\r?\n/u).length >= 230 + extra);
    }
    assert.equal(await run("json"), 230);
    const list = JSON.parse(await readFile(path, "utf8")) as readonly { readonly id: string }[];
    assert.equal(new Set(list.map(({ id }) => id)).size, 230);
  });

  it("keeps digits beyond 2^53", async () => {
    const [first] = (await client.contacts.list({ pageSize: 1 })).items;
    await client.contacts.update(first?.id ?? "", { json: '{"queryMetadata":{"big":12345678901234567890}}' });
    await run("ndjson");
    assert.match(await readFile(path, "utf8"), /"queryMetadata":\{"big":12345678901234567890\}/u);
  });

  it("leaves what was there and no half file when the server fails in the middle", async () => {
    await writeFile(path, "before");
    sandbox.respondNext({ pathPattern: "page=2", status: 500, body: {}, times: 3 });
    await assert.rejects(run("json"));
    sandbox.clearPlannedResponses();
    assert.equal(await readFile(path, "utf8"), "before");
    assert.deepEqual(await readdir(folder), ["contacts.out"]);
  });

  it("leaves no file behind when it is cancelled", async () => {
    const abort = new AbortController();
    let written = 0;
    const file = await newLocalFile(path);
    const contacts = (async function* () {
      for await (const json of textsOf(client)) {
        yield json;
        written += 1;
        if (written === 150) {
          abort.abort();
        }
      }
    })();
    await assert.rejects(
      exportContacts(contacts, { format: "csv", fields: ["id"], unknownFields: false }, file, {
        signal: abort.signal,
        onProgress: () => undefined,
      }),
      { name: "AbortError" },
    );
    assert.equal(written, 150);
    assert.deepEqual(await readdir(folder), []);
  });
});
