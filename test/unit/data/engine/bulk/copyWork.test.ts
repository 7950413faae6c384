import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, it } from "node:test";
import { countsOf, retryable } from "../../../../../src/data/engine/bulk/bulkOutcome.ts";
import { type CopyPlan, copyWork } from "../../../../../src/data/engine/bulk/copyWork.ts";
import { runBulk } from "../../../../../src/data/engine/bulk/runBulk.ts";
import { sampleInboxes } from "../../../../../src/sandbox/sampleInboxes.ts";
import { type BulkWorld, openBulkWorld } from "../support/bulkWorld.ts";

const [line, telegram, web] = sampleInboxes.map(({ id }) => id) as [string, string, string];

describe("copying contacts to another connection", () => {
  let world: BulkWorld;
  beforeEach(async () => {
    world = await openBulkWorld({}, { contacts: 0 });
  });
  afterEach(() => world.close());

  const plan = (change: Partial<CopyPlan> = {}): CopyPlan => ({
    targetConnectionId: "b",
    inboxes: new Map(sampleInboxes.map(({ id }) => [id, id])),
    policy: "skip",
    fields: ["email", "phoneNumber", "sourceId", "avatar"],
    ...change,
  });
  const run = async (chosen: CopyPlan, items: Awaited<ReturnType<BulkWorld["items"]>>) =>
    runBulk(items, copyWork(world.contacts, chosen), world.options());

  it("creates each with the chosen fields in the mapped inboxes, without credentials and ids", async () => {
    const items = await world.items(2);
    await run(plan({ inboxes: new Map([[line, telegram]]) }), items.slice(0, 1));
    const [post] = world.sent("POST", "b");
    const body = JSON.parse(post?.body ?? "{}") as Record<string, unknown>;
    assert.deepEqual(Object.keys(body).sort(), [
      "avatar",
      "email",
      "inboxes",
      "name",
      "phoneNumber",
      "sourceId",
    ]);
    assert.deepEqual(body["inboxes"], [{ id: telegram }]);
    assert.equal(body["sourceId"], "crm-104233");
    assert.deepEqual(world.sent("PATCH", "a"), []);
  });

  it("copying twice with 'skip' leaves no duplicate", async () => {
    const items = await world.items(20);
    await run(plan(), items);
    const count = (await world.list(100, "b")).length;
    assert.ok(count >= 20);
    const withSourceId = (await world.list(20)).filter(({ sourceId }) => (sourceId ?? "") !== "").length;
    const { results } = await run(plan(), items);
    assert.equal(countsOf(results).skipped, withSourceId);
    assert.equal((await world.list(100, "b")).length, count + 20 - withSourceId);
  });

  it("'update' changes what differs, adds the inbox and keeps the target's other inboxes", async () => {
    const items = await world.items(1);
    const { contact } = await world.client("b").contacts.create({
      name: "old name",
      inboxes: [{ id: line }, { id: telegram }],
      sourceId: "crm-104233",
      email: "meiling.chen@example.com",
    });
    world.sandbox("b").clearRequests();
    const { results } = await run(plan({ policy: "update" }), items);
    assert.deepEqual(results[0]?.outcome, { status: "done", note: "updated" });
    const [patch] = world.sent("PATCH", "b");
    const body = JSON.parse(patch?.body ?? "{}") as Record<string, unknown>;
    assert.deepEqual(Object.keys(body).sort(), ["avatar", "inboxes", "name", "phoneNumber"]);
    const now = await world.now({ connectionId: "b", contactId: contact.id });
    assert.deepEqual(now?.inboxes?.map(({ id }) => id).sort(), [line, telegram, web].sort());
    const again = await run(plan({ policy: "update" }), items);
    assert.deepEqual(again.results[0]?.outcome, { status: "skipped", reason: "unchanged" });
  });

  it("'fail' reports the contact and changes nothing", async () => {
    const items = await world.items(1);
    await world.client("b").contacts.create({ name: "x", inboxes: [{ id: line }], sourceId: "crm-104233" });
    world.sandbox("b").clearRequests();
    const { results } = await run(plan({ policy: "fail" }), items);
    assert.deepEqual(results[0]?.outcome, { status: "failed", reason: "exists" });
    assert.deepEqual([...world.sent("POST", "b"), ...world.sent("PATCH", "b")], []);
  });

  it("takes a source id that only resembles, or stands in another inbox, for another person", async () => {
    const items = await world.items(1);
    await world.client("b").contacts.create({ name: "x", inboxes: [{ id: line }], sourceId: "crm-1042333" });
    await world
      .client("b")
      .contacts.create({ name: "y", inboxes: [{ id: telegram }], sourceId: "crm-104233" });
    const { results } = await run(plan({ policy: "fail" }), items);
    assert.deepEqual(results[0]?.outcome, { status: "done" });
  });

  it("skips a contact none of whose inboxes has a counterpart", async () => {
    const { results } = await run(plan({ inboxes: new Map() }), await world.items(2));
    assert.deepEqual(results[0]?.outcome, { status: "skipped", reason: "noTargetInbox" });
    assert.deepEqual(world.sent("POST", "b"), []);
  });

  it("does not try again what may have been created: the answer was lost and there is no source id", async () => {
    const items = await world.items(1);
    world.sandbox("b").respondNext({ method: "POST", fault: "reset", commit: true });
    const { results } = await run(plan({ fields: ["email"] }), items);
    assert.equal(results[0]?.outcome.status, "unclear");
    assert.deepEqual(retryable(results), []);
    assert.equal((await world.list(10, "b")).length, 1);
  });

  it("makes no duplicate of a contact with a source id when the answer is lost", async () => {
    const items = await world.items(1);
    world.sandbox("b").respondNext({ method: "POST", fault: "reset", commit: true });
    const { results } = await run(plan(), items);
    assert.deepEqual(results[0]?.outcome, { status: "done" });
    assert.equal((await world.list(10, "b")).length, 1);
  });
});
