import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, it } from "node:test";
import { countsOf } from "../../../../../src/data/engine/bulk/bulkOutcome.ts";
import { inboxIdsOfContact, inboxWork } from "../../../../../src/data/engine/bulk/inboxWork.ts";
import { runBulk } from "../../../../../src/data/engine/bulk/runBulk.ts";
import { sampleInboxes } from "../../../../../src/sandbox/sampleInboxes.ts";
import { type BulkWorld, openBulkWorld } from "../support/bulkWorld.ts";

const [line, telegram, web] = sampleInboxes.map(({ id }) => id) as [string, string, string];

describe("changing the inboxes of many contacts", () => {
  let world: BulkWorld;
  beforeEach(async () => {
    world = await openBulkWorld();
  });
  afterEach(() => world.close());

  const inboxesOf = async (item: { connectionId: string; contactId: string }) => {
    const contact = await world.now(item);
    return contact ? [...inboxIdsOfContact(contact)].sort() : undefined;
  };
  const run = async (change: Parameters<typeof inboxWork>[1], count = 12) =>
    runBulk(await world.items(count), inboxWork(world.contacts, change), world.options());

  it("adds an inbox, keeps the others and sends nothing for those that are in it", async () => {
    const items = await world.items(12);
    const before = await Promise.all(items.map(inboxesOf));
    world.sandbox("a").clearRequests();
    const { results } = await run({ add: [line], remove: [] });
    const already = before.filter((ids) => ids?.includes(line)).length;
    assert.ok(already > 0 && already < 12);
    assert.equal(countsOf(results).skipped, already);
    assert.equal(world.sent("PATCH").length, 12 - already);
    for (const [index, item] of items.entries()) {
      assert.deepEqual(await inboxesOf(item), [...new Set([...(before[index] ?? []), line])].sort());
    }
  });

  it("sends ids alone, so that no field but the inboxes is touched", async () => {
    await run({ add: [telegram], remove: [] }, 3);
    for (const { body } of world.sent("PATCH")) {
      const sent = JSON.parse(body) as { inboxes: object[] };
      assert.deepEqual(Object.keys(sent), ["inboxes"]);
      assert.ok(sent.inboxes.every((inbox) => Object.keys(inbox).join() === "id"));
    }
  });

  it("keeps an inbox that somebody else added after the list was read", async () => {
    const [item] = await world.items(1);
    assert.ok(item);
    const was = await inboxesOf(item);
    await world.client("a").contacts.update(item.contactId, {
      inboxes: [...(was ?? []), telegram].map((id) => ({ id })),
    });
    await run({ add: [], remove: [line] }, 1);
    assert.deepEqual(await inboxesOf(item), [web, telegram].sort());
  });

  it("moves: out of one inbox into another in one request", async () => {
    const [item] = await world.items(1); // LINE and web
    assert.ok(item);
    await run({ add: [telegram], remove: [line] }, 1);
    assert.deepEqual(await inboxesOf(item), [telegram, web].sort());
    assert.equal(world.sent("PATCH").length, 1);
  });

  it("moves out of every other inbox when asked to", async () => {
    const [item] = await world.items(1);
    assert.ok(item);
    await run({ add: [telegram], remove: "others" }, 1);
    assert.deepEqual(await inboxesOf(item), [telegram]);
  });

  it("moving into the inbox where a contact is changes nothing", async () => {
    await run({ add: [line], remove: [line] }, 1);
    assert.equal(world.sent("PATCH").length, 0);
  });

  it("refuses to take a contact out of its last inbox, and sends nothing for it", async () => {
    const items = await world.items(3); // the third is in LINE alone
    const { results } = await run({ add: [], remove: [line] }, 3);
    assert.deepEqual(results[2]?.outcome, { status: "failed", reason: "lastInbox" });
    assert.ok(items[2]);
    assert.deepEqual(await inboxesOf(items[2]), [line]);
  });

  it("skips a contact that is gone", async () => {
    const items = await world.items(1);
    await world.client("a").contacts.delete(items[0]?.contactId ?? "");
    const { results } = await runBulk(
      items,
      inboxWork(world.contacts, { add: [telegram], remove: [] }),
      world.options(),
    );
    assert.deepEqual(results[0]?.outcome, { status: "skipped", reason: "gone" });
  });

  it("does not call it done when the server answers without the inbox", async () => {
    const [item] = await world.items(1);
    world.sandbox("a").respondNext({
      method: "PATCH",
      status: 200,
      body: { id: item?.contactId, name: "x", inboxes: [{ id: line }] },
    });
    const { results } = await run({ add: [telegram], remove: [] }, 1);
    assert.deepEqual(results[0]?.outcome, { status: "failed", reason: "notApplied" });
  });

  it("reports the server's own refusal of an inbox that is gone for each contact", async () => {
    const { results, stoppedBy } = await run(
      { add: ["00000000-0000-4000-8000-000000000000"], remove: [] },
      8,
    );
    assert.equal(countsOf(results).failed, 8);
    assert.equal(stoppedBy, undefined);
  });
});
