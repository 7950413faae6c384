import assert from "node:assert/strict";
import { after, before, beforeEach, describe, it } from "node:test";
import { MaiAgentClient } from "../../../src/api/client.ts";
import type { Inbox } from "../../../src/api/schemas.ts";
import { checkImport } from "../../../src/data/engine/import/checkImport.ts";
import { runImport } from "../../../src/data/engine/import/runImport.ts";
import { EXPORT_FIELDS } from "../../../src/data/engine/export/exportedFields.ts";
import { ExportText } from "../../../src/data/engine/export/exportText.ts";
import { type Sandbox, startSandbox } from "../../../src/sandbox/startSandbox.ts";
import { importText, readingOf } from "./support/importing.ts";

describe("an import over a real client", () => {
  let sandbox: Sandbox;
  let client: MaiAgentClient;
  let inboxes: readonly Inbox[];
  let line: Inbox;
  let onRequest: () => void = () => undefined;
  before(async () => {
    sandbox = await startSandbox({ contacts: 120, onRequest: () => onRequest() });
    client = new MaiAgentClient({ baseUrl: sandbox.baseUrl, apiKey: sandbox.apiKey });
    ({ inboxes } = await client.inboxes.list());
    const [first] = inboxes;
    assert.ok(first);
    line = first;
  });
  after(async () => {
    client.dispose();
    await sandbox.close();
  });
  beforeEach(async () => {
    await sandbox.reset();
    sandbox.clearRequests();
    sandbox.clearPlannedResponses();
    onRequest = () => undefined;
  });

  const writes = () => sandbox.requests.filter(({ method }) => method !== "GET");
  const statuses = (outcomes: readonly { readonly status: string }[]) => outcomes.map(({ status }) => status);
  const bySourceId = async (sourceId: string) => {
    const found = [];
    for await (const contact of client.contacts.all({ query: sourceId })) {
      found.push(...(contact.sourceId === sourceId ? [contact] : []));
    }
    return found;
  };

  it("creates contacts in the inboxes that the rows name", async () => {
    const text = `姓名,信箱,手機,來源ID,收件匣\n王小明,ming@example.com,'+886900000001,imp-1,${line.name}\nAda,,,imp-2,${line.id}\n`;
    const { outcomes } = await importText(client, text, "a.csv");
    assert.deepEqual(statuses(outcomes), ["created", "created"]);
    const [contact] = await bySourceId("imp-1");
    assert.equal(contact?.name, "王小明");
    assert.equal(contact.phoneNumber, "+886900000001");
    assert.deepEqual(
      contact.inboxes?.map(({ id }) => id),
      [line.id],
    );
    assert.deepEqual(JSON.parse(writes()[1]?.body ?? ""), {
      name: "Ada",
      sourceId: "imp-2",
      inboxes: [{ id: line.id }],
    });
  });

  it("does to an existing source id what the policy says", async () => {
    const row = (email: string) => `name,email,sourceId,inboxes\nAda,${email},imp-3,${line.id}\n`;
    await importText(client, row("a@example.com"), "a.csv");
    sandbox.clearRequests();
    assert.deepEqual(
      statuses((await importText(client, row("b@example.com"), "a.csv", { policy: "skip" })).outcomes),
      ["skipped"],
    );
    assert.deepEqual(
      statuses((await importText(client, row("b@example.com"), "a.csv", { policy: "fail" })).outcomes),
      ["failed"],
    );
    assert.deepEqual(writes(), []);
    const { outcomes } = await importText(client, row("b@example.com"), "a.csv");
    assert.deepEqual(
      outcomes.map((outcome) => ("fields" in outcome ? outcome.fields : [])),
      [["email"]],
    );
    assert.deepEqual(
      writes().map(({ body }): unknown => JSON.parse(body)),
      [{ email: "b@example.com" }],
    );
    sandbox.clearRequests();
    assert.deepEqual(statuses((await importText(client, row("b@example.com"), "a.csv")).outcomes), [
      "unchanged",
    ]);
    assert.deepEqual(writes(), []);
  });

  it("an empty cell leaves a field alone, null clears it, two quotes make it empty", async () => {
    const head = "name,email,phoneNumber,avatar,sourceId,inboxes\n";
    const first = `Ada,a@example.com,1,https://example.com/a.png,imp-4,${line.id}\n`;
    await importText(client, head + first, "a.csv");
    await importText(client, `${head}Ada,,null,"""""",imp-4,${line.id}\n`, "a.csv");
    const [contact] = await bySourceId("imp-4");
    assert.deepEqual([contact?.email, contact?.phoneNumber, contact?.avatar], ["a@example.com", null, ""]);
  });

  it("a dry run says the same and sends nothing", async () => {
    const text = `name,sourceId,inboxes\nAda,imp-5,${line.id}\n,imp-6,${line.id}\n,x,${line.id},too many\n`;
    const { outcomes, counts } = await importText(client, text, "a.csv", { dryRun: true });
    assert.deepEqual(statuses(outcomes), ["created", "failed", "invalid"]);
    assert.equal(counts.created, 1);
    assert.deepEqual(writes(), []);
  });

  it("imports an export again with nothing to change and nothing to send", async () => {
    for (const format of ["csv", "json", "ndjson"] as const) {
      const text = new ExportText({ format, fields: EXPORT_FIELDS, unknownFields: true });
      let file = text.head();
      for await (const { json } of client.contacts.allAnswers()) {
        file += text.contact(json);
      }
      file += text.tail();
      sandbox.clearRequests();
      const { counts, outcomes } = await importText(client, file, `export.${format}`);
      assert.equal(
        counts.unchanged,
        120,
        JSON.stringify(outcomes.find(({ status }) => status !== "unchanged")),
      );
      assert.deepEqual(writes(), []);
    }
  });

  it("keeps the file's order in the result although answers come in any order", async () => {
    const rows = Array.from({ length: 40 }, (_, index) => `Row ${index},ord-${index},${line.id}`);
    // The first answer comes after twenty others.
    const late = new Promise<void>((resolve) => {
      onRequest = () => {
        if (writes().length > 20) {
          resolve();
        }
      };
    });
    sandbox.respondNext({ method: "POST", until: late });
    const text = `name,sourceId,inboxes\n${rows.join("\n")}\n`;
    const { result, counts } = await importText(client, text, "a.csv");
    assert.equal(counts.created, 40);
    assert.deepEqual(
      result
        .split("\r\n")
        .slice(1, -1)
        .map((text) => text.split(",")[3]),
      rows.map((text) => text.split(",")[0]),
    );
  });

  it("a result that was mended runs again for what had failed only", async () => {
    const text = `name,email,sourceId,inboxes\nAda,a@example.com,re-1,${line.id}\nBob,b@@example.com,re-2,${line.id}\n`;
    const first = await importText(client, text, "a.csv");
    assert.deepEqual(statuses(first.outcomes), ["created", "failed"]);
    sandbox.clearRequests();
    const second = await importText(client, first.result.replace("b@@", "b@"), "a.result.csv");
    assert.deepEqual(statuses(second.outcomes), ["done", "created"]);
    assert.equal(writes().length, 1);
    assert.match(
      second.result,
      /^\ufeffimport_status,import_id,import_error,name,email,sourceId,inboxes\r\ncreated,/u,
    );
  });

  it("a result of JSON runs again as well", async () => {
    const text = JSON.stringify([
      { name: "Ada", sourceId: "rj-1", inboxes: [{ id: line.id }] },
      { name: "Bob", email: "b@@example.com", sourceId: "rj-2", inboxes: [line.id] },
      "no object",
    ]);
    const first = await importText(client, text, "a.json");
    assert.deepEqual(statuses(first.outcomes), ["created", "failed", "invalid"]);
    const second = await importText(client, first.result.replace("b@@", "b@"), "a.result.json");
    assert.deepEqual(statuses(second.outcomes), ["done", "created", "invalid"]);
  });

  it("finds a contact whose create lost its answer and makes no second one", async () => {
    sandbox.respondNext({ method: "POST", fault: "reset", commit: true });
    const { outcomes } = await importText(client, `name,sourceId,inboxes\nAda,lost-1,${line.id}\n`, "a.csv");
    assert.deepEqual(statuses(outcomes), ["created"]);
    assert.equal((await bySourceId("lost-1")).length, 1);
  });

  it("says that a contact without source id may exist when its answer was lost", async () => {
    sandbox.respondNext({ method: "POST", fault: "reset", commit: true });
    const { outcomes } = await importText(client, `name,inboxes\nAda,${line.id}\n`, "a.csv");
    assert.deepEqual(statuses(outcomes), ["unclear"]);
    assert.equal(writes().length, 1);
  });

  it("a row whose fate is not known is looked for before it is sent again, and made only if it is not there", async () => {
    const [there, lost] = ["Ada,a@example.com", "Bob,b@example.com"];
    const text = `name,email,inboxes\n${there},${line.id}\n${lost},${line.id}\n`;
    sandbox.respondNext({ method: "POST", fault: "reset", commit: true });
    sandbox.respondNext({ method: "POST", fault: "reset" });
    const first = await importText(client, text, "a.csv");
    assert.deepEqual(statuses(first.outcomes), ["unclear", "unclear"]);
    assert.match(first.result, /\r\nunclear,,[^\r]*Ada,[^\r]*\r\nunclear,,[^\r]*Bob,/u);
    sandbox.clearRequests();
    // Not even 'fail' fails a row for the contact that it made itself.
    const dry = await importText(client, first.result, "a.result.csv", { dryRun: true, policy: "fail" });
    assert.deepEqual(statuses(dry.outcomes).sort(), ["created", "unchanged"]);
    assert.deepEqual(writes(), []);
    const second = await importText(client, first.result, "a.result.csv");
    assert.deepEqual(statuses(second.outcomes).sort(), ["created", "unchanged"]);
    assert.equal(writes().length, 1);
    const third = await importText(client, second.result, "a.result.csv");
    assert.deepEqual(statuses(third.outcomes), ["done", "done"]);
    for (const name of ["Ada", "Bob"]) {
      const found = [];
      for await (const contact of client.contacts.all({ query: name })) {
        found.push(...(contact.name === name ? [contact] : []));
      }
      assert.equal(found.length, 1, name);
    }
  });

  it("two rows that say the same and are both unknown are two contacts", async () => {
    const rows = `Ada,${line.id}\nAda,${line.id}\n`;
    sandbox.respondNext({ method: "POST", fault: "reset", commit: true, times: 2 });
    const first = await importText(client, `name,inboxes\n${rows}`, "a.csv");
    assert.deepEqual(statuses(first.outcomes), ["unclear", "unclear"]);
    sandbox.clearRequests();
    const { outcomes } = await importText(client, first.result, "a.result.csv");
    assert.deepEqual(statuses(outcomes), ["unchanged", "unchanged"]);
    assert.equal(new Set(outcomes.map((outcome) => ("id" in outcome ? outcome.id : ""))).size, 2);
    assert.deepEqual(writes(), []);
  });

  it("a row stays unknown until the server was asked", async () => {
    const head = "import_status,import_id,import_error,name,email,inboxes\r\n";
    const text = `${head}unclear,,,Ada,a@example.com,${line.id}\r\nunclear,,,,x,${line.id}\r\n`;
    sandbox.respondNext({
      method: "GET",
      pathPattern: "query=",
      status: 403,
      body: { detail: "no" },
      times: 10,
    });
    const { outcomes, result } = await importText(client, text, "a.result.csv");
    assert.deepEqual(statuses(outcomes), ["unclear", "invalid"]);
    assert.deepEqual(
      result
        .split("\r\n")
        .slice(1, 3)
        .map((row) => row.split(",")[0]),
      ["unclear", "unclear"],
    );
    assert.deepEqual(writes(), []);
    const json = JSON.stringify([{ import_status: "unclear", name: 1, inboxes: [line.id] }]);
    const again = await importText(client, json, "a.result.json");
    assert.deepEqual(statuses(again.outcomes), ["invalid"]);
    assert.match(again.result, /"import_status":"unclear"/u);
  });

  it("stops when the key is refused, and the result names every row", async () => {
    const rows = Array.from({ length: 300 }, (_, index) => `Row ${index},${line.id}`);
    sandbox.respondNext({ method: "POST", status: 401, body: { detail: "no" }, times: 1000 });
    const { counts, result, stoppedBy } = await importText(
      client,
      `name,inboxes\n${rows.join("\n")}\n`,
      "a.csv",
    );
    assert.ok(stoppedBy instanceof Error);
    assert.ok(counts.failed >= 1 && counts.failed <= 16);
    assert.equal(counts.failed + counts.notSent, 300);
    assert.equal(result.split("\r\n").length, 302);
  });

  it("tells the pause that the server asks for, and sends the rest after it", async () => {
    const rows = Array.from({ length: 40 }, (_, index) => `Row ${index},pause-${index},${line.id}`);
    sandbox.respondNext({ method: "POST", status: 429, body: {}, headers: { "Retry-After": "1" } });
    const pauses: number[] = [];
    const { counts } = await importText(client, `name,sourceId,inboxes\n${rows.join("\n")}\n`, "a.csv", {
      onPause: (milliseconds) => pauses.push(milliseconds),
    });
    assert.equal(counts.created, 40);
    assert.equal(pauses.length, 1);
    assert.ok(
      pauses.every((wait) => wait > 900 && wait <= 2_000),
      pauses.join(),
    );
  });

  it("a cancel finishes what is in flight, and the result names every row once and in order", async () => {
    const abort = new AbortController();
    const rows = Array.from({ length: 200 }, (_, index) => `Row ${index},can-${index},${line.id}`);
    const { counts, result, cancelled } = await importText(
      client,
      `name,sourceId,inboxes\n${rows.join("\n")}\n`,
      "a.csv",
      { signal: abort.signal, onRow: (row) => (row === 20 ? abort.abort() : undefined) },
    );
    assert.ok(cancelled);
    assert.equal(counts.created, writes().length);
    assert.ok(counts.created < 200);
    assert.equal(counts.created + counts.notSent, 200);
    const lines = result.split("\r\n").slice(1, -1);
    assert.deepEqual(
      lines.map((text) => text.split(",")[3]),
      rows.map((text) => text.split(",")[0]),
    );
    assert.equal(lines.filter((text) => text.startsWith("created,")).length, counts.created);
  });

  it("refuses a file that changed since it was checked, and sends nothing", async () => {
    const reading = await readingOf(`name,inboxes\nAda,${line.id}\n`, "a.csv", {
      fixedId: undefined,
      known: inboxes,
      complete: true,
    });
    const { signal } = new AbortController();
    const check = await checkImport(reading, { signal });
    const changed = {
      ...reading,
      source: { ...reading.source, stamp: () => Promise.resolve({ size: 1, changed: 2 }) },
    };
    await assert.rejects(
      runImport({
        ...{
          reading: changed,
          check,
          policy: "update",
          contacts: client.contacts,
          signal,
          writes: undefined,
        },
        ...{ clock: { now: Date.now, setTimeout: () => () => undefined }, random: Math.random },
        onRow: () => Promise.resolve(),
        onProgress: () => undefined,
      }),
      { name: "FileProblemError", code: "changed" },
    );
  });
});
