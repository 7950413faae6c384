import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { countsOf } from "../../../../../src/data/engine/bulk/bulkOutcome.ts";
import { copyWork } from "../../../../../src/data/engine/bulk/copyWork.ts";
import { deleteWork } from "../../../../../src/data/engine/bulk/deleteWork.ts";
import { fieldWork } from "../../../../../src/data/engine/bulk/fieldWork.ts";
import { inboxIdsOfContact, inboxWork } from "../../../../../src/data/engine/bulk/inboxWork.ts";
import { runBulk } from "../../../../../src/data/engine/bulk/runBulk.ts";
import { sampleInboxes } from "../../../../../src/sandbox/sampleInboxes.ts";
import type { PlannedResponse } from "../../../../../src/sandbox/startSandbox.ts";
import { openBulkWorld } from "../support/bulkWorld.ts";

/** What can go wrong with one answer; a contact meets it once. */
const FAULTS: readonly (readonly [string, PlannedResponse])[] = [
  ["the connection breaks before the work", { fault: "reset", commit: false }],
  ["the connection breaks after the work", { fault: "reset", commit: true }],
  ["a proxy answers 502 after the work", { status: 502, body: "<html>Bad Gateway</html>", commit: true }],
  ["the server answers 503", { status: 503, body: {} }],
  ["the answer is cut off", { fault: "truncate" }],
];
const COUNT = 20;
const telegram = sampleInboxes[1]?.id ?? "";

describe("bulk changes while answers are lost", () => {
  for (const [title, fault] of FAULTS) {
    it(`${title}: every contact is changed once, and none is called failed`, async () => {
      const world = await openBulkWorld({ contacts: 60 }, { contacts: 0 });
      try {
        const items = (await world.items(60))
          .filter(({ index }) => index % 10 !== 3) // Those have conversations.
          .slice(0, COUNT);
        const plan = (method: string, connectionId = "a") => {
          // The path of a create names no contact: as many as are sent at once, so that each of those meets one.
          const patterns =
            method === "POST" ? Array(6).fill("contacts/") : items.map((item) => item.contactId);
          for (const pathPattern of patterns as readonly string[]) {
            world.sandbox(connectionId).respondNext({ ...fault, method, pathPattern });
          }
        };
        const run = async (work: Parameters<typeof runBulk>[1]) => {
          const { results } = await runBulk(items, work, world.options());
          return countsOf(results);
        };

        plan("PATCH");
        const moved = await run(inboxWork(world.contacts, { add: [telegram], remove: [] }));
        assert.equal(moved.done + moved.skipped, COUNT, "inboxes");
        world.sandbox("a").clearPlannedResponses();
        plan("PATCH");
        const set = await run(
          fieldWork(world.contacts, { field: "avatar", json: '"https://example.com/{{index}}.png"' }, String),
        );
        assert.equal(set.done, COUNT, "field");
        world.sandbox("a").clearPlannedResponses();
        for (const item of items) {
          const contact = await world.now(item);
          assert.ok(contact && inboxIdsOfContact(contact).includes(telegram));
          assert.equal(contact.avatar, `https://example.com/${item.index}.png`);
        }

        // A source id for each, so that a copy whose answer was lost can be found again.
        await run(fieldWork(world.contacts, { field: "sourceId", json: '"fault-{{index}}"' }, String));
        plan("POST", "b");
        const copied = await run(
          copyWork(world.contacts, {
            targetConnectionId: "b",
            inboxes: new Map(sampleInboxes.map(({ id }) => [id, id])),
            policy: "fail",
            fields: ["sourceId", "email"],
          }),
        );
        assert.equal(copied.done, COUNT, "copy");
        const sourceIds = (await world.list(100, "b")).map(({ sourceId }) => sourceId);
        assert.equal(sourceIds.length, COUNT);
        assert.equal(new Set(sourceIds).size, COUNT);

        plan("DELETE");
        assert.equal((await run(deleteWork(world.contacts))).done, COUNT, "delete");
        for (const item of items) {
          assert.equal(await world.now(item), undefined);
        }
        assert.equal((await world.list(100)).length, 60 - COUNT);
      } finally {
        await world.close();
      }
    });
  }
});

describe("a server that asks bulk changes to wait", () => {
  it("is waited for, its pause is told, and every contact is changed once", async () => {
    const world = await openBulkWorld({ contacts: 60 });
    try {
      const items = await world.items(COUNT);
      world
        .sandbox("a")
        .respondNext({ method: "PATCH", status: 429, body: {}, headers: { "Retry-After": "1" } });
      const told: string[] = [];
      const { results } = await runBulk(
        items,
        fieldWork(world.contacts, { field: "sourceId", json: '"wait-{{index}}"' }, String),
        {
          ...world.options(),
          onProgress: () => told.push("progress"),
          onPause: (wait) => told.push(wait > 900 && wait <= 2_000 ? "pause" : String(wait)),
        },
      );
      assert.equal(countsOf(results).done, COUNT);
      assert.equal(told.filter((word) => word === "progress").length, COUNT);
      assert.deepEqual(
        told.filter((word) => word !== "progress"),
        ["pause"],
      );
      assert.equal(world.sent("PATCH").length, COUNT + 1);
    } finally {
      await world.close();
    }
  });
});
