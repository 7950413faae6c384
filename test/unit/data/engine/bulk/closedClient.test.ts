import { strict as assert } from "node:assert";
import { describe, it } from "node:test";
import { MaiAgentClient } from "../../../../../src/api/client.ts";
import { AmbiguousWriteError, ClientClosedError } from "../../../../../src/api/errors.ts";
import { countsOf } from "../../../../../src/data/engine/bulk/bulkOutcome.ts";
import type { ContactAccess } from "../../../../../src/data/engine/bulk/contactAccess.ts";
import { deleteWork } from "../../../../../src/data/engine/bulk/deleteWork.ts";
import { inboxWork } from "../../../../../src/data/engine/bulk/inboxWork.ts";
import { type BulkWork, runBulk } from "../../../../../src/data/engine/bulk/runBulk.ts";
import { mergeContacts } from "../../../../../src/data/engine/duplicates/mergeContacts.ts";
import { RecordedWrites } from "../../../../../src/state/recordedWrites.ts";
import { openBulkWorld } from "../support/bulkWorld.ts";

const INBOX = "b2f6a1d3-4c8e-4d2f-8a71-6e3c9d8f2b02";

describe("a connection that is changed or removed during a run", () => {
  for (const [name, workOf] of [
    ["delete", deleteWork],
    ["change of inboxes", (contacts) => inboxWork(contacts, { add: [INBOX], remove: "others" })],
  ] satisfies [string, (contacts: ContactAccess) => BulkWork][]) {
    it(`ends a ${name} with that reason; the rest is not started and can be tried again`, async () => {
      const world = await openBulkWorld({ contacts: 60 });
      try {
        const items = await world.items(60);
        const work = workOf(world.contacts);
        let sentAtEnd = 0;
        const report = await runBulk(items, work, {
          ...world.options(),
          onProgress: (finished) => {
            if (finished === 10) {
              world.client("a").dispose();
              sentAtEnd = world.sandbox("a").requests.length;
            }
          },
        });
        assert.ok(report.stoppedBy instanceof ClientClosedError);
        const { failed, notStarted, unclear } = countsOf(report.results);
        assert.equal(unclear, 0);
        assert.ok(notStarted > 0 && failed + notStarted >= 60 - 26, `${failed} failed, ${notStarted} not`);
        // What was under way may arrive; nothing begins.
        assert.ok(world.sandbox("a").requests.length - sentAtEnd <= 16);
      } finally {
        await world.close();
      }
    });
  }

  it("leaves a create without an answer unclear, since it may have been done", async () => {
    const client: MaiAgentClient = new MaiAgentClient({
      baseUrl: "https://shop.example/api",
      apiKey: "a-key",
      transport: {
        send: () => {
          client.dispose();
          return new Promise(() => undefined);
        },
      },
    });
    const writes = new RecordedWrites("a", client, () => Promise.reject(new Error("nothing to record")));
    const draft = { json: '{"name":"n","sourceId":"s","inboxes":[{"id":"i"}]}' };
    await assert.rejects(writes.create(draft), AmbiguousWriteError);
    await assert.rejects(writes.create(draft), ClientClosedError);
  });

  it("half-way through a merge is told for the contact that was to go", async () => {
    const world = await openBulkWorld({ contacts: 2 });
    try {
      const [survivor, loser] = await world.items(2);
      assert.ok(survivor && loser);
      const read = async (contactId: string) =>
        (await world.contacts.retrieve({ connectionId: "a", contactId }, {})).json;
      const seen = new Map([
        [survivor.contactId, await read(survivor.contactId)],
        [loser.contactId, await read(loser.contactId)],
      ]);
      const outcome = await mergeContacts(
        {
          ...world.contacts,
          update: async (ref, patch, options) => {
            const answer = await world.contacts.update(ref, patch, options);
            world.client("a").dispose();
            return answer;
          },
        },
        {
          connectionId: "a",
          survivorId: survivor.contactId,
          losers: [{ contactId: loser.contactId, isDeleted: true }],
          fieldsFrom: new Map([["name", loser.contactId]]),
          seen,
        },
        {},
      );
      assert.ok(outcome.status === "merged" && outcome.survivorChanged);
      const gone = outcome.losers.get(loser.contactId);
      assert.ok(gone?.status === "failed" && gone.error instanceof ClientClosedError);
      assert.deepEqual(world.sent("DELETE"), []);
    } finally {
      await world.close();
    }
  });
});
