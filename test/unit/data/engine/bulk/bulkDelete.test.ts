import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, it } from "node:test";
import { countsOf, mergedResults, retryable } from "../../../../../src/data/engine/bulk/bulkOutcome.ts";
import { deleteWork } from "../../../../../src/data/engine/bulk/deleteWork.ts";
import { runBulk } from "../../../../../src/data/engine/bulk/runBulk.ts";
import { type BulkWorld, openBulkWorld } from "../support/bulkWorld.ts";

describe("deleting many contacts", () => {
  let world: BulkWorld;
  beforeEach(async () => {
    world = await openBulkWorld();
  });
  afterEach(() => world.close());

  const run = (items: Awaited<ReturnType<BulkWorld["items"]>>, signal?: AbortSignal) =>
    runBulk(items, deleteWork(world.contacts), world.options(signal));

  it("goes on past those that have conversations and says so for each", async () => {
    const items = await world.items(15); // the third and the thirteenth have conversations
    const { results } = await run(items);
    assert.deepEqual(countsOf(results), { done: 13, skipped: 0, failed: 2, unclear: 0, notStarted: 0 });
    const refused = results.filter(({ outcome }) => outcome.status === "failed");
    assert.deepEqual(
      refused.map(({ item, outcome }) => [item.index, "reason" in outcome && outcome.reason]),
      [
        [3, "conversations"],
        [13, "conversations"],
      ],
    );
    for (const { item, outcome } of results) {
      assert.equal((await world.now(item)) === undefined, outcome.status === "done");
    }
  });

  it("counts a contact that somebody deleted meanwhile as done", async () => {
    const items = await world.items(2);
    await world.client("a").contacts.delete(items[1]?.contactId ?? "");
    const { results } = await run(items);
    assert.deepEqual(results[1]?.outcome, { status: "done", note: "alreadyGone" });
  });

  it("takes up only what failed when it is tried again, and keeps the order", async () => {
    const items = await world.items(4);
    world.sandbox("a").respondNext({ method: "DELETE", pathPattern: items[1]?.contactId ?? "", status: 409 });
    const first = await run(items);
    world.sandbox("a").clearRequests();
    const again = retryable(first.results);
    assert.deepEqual(
      again.map(({ index }) => index),
      [2, 3],
    );
    const second = await run(again);
    assert.equal(world.sent("DELETE").length, 2);
    const merged = mergedResults(first.results, second.results);
    assert.deepEqual(
      merged.map(({ item, outcome }) => [item.index, outcome.status]),
      [
        [1, "done"],
        [2, "done"],
        [3, "failed"],
        [4, "done"],
      ],
    );
  });

  it("finishes what is in flight after a cancel, starts nothing more and says which were not begun", async () => {
    const items = await world.items(40);
    const cancel = new AbortController();
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    world.sandbox("a").respondNext({ method: "DELETE", until: held, times: 6 });
    const options = world.options(cancel.signal);
    const running = runBulk(items, deleteWork(world.contacts), options);
    while (world.sent("DELETE").length < 6) {
      await new Promise((resolve) => setImmediate(resolve));
    }
    cancel.abort();
    release();
    const { results, cancelled } = await running;
    assert.ok(cancelled);
    const counts = countsOf(results);
    assert.equal(counts.notStarted, 34);
    assert.equal(counts.done + counts.failed, 6);
    assert.equal(world.sent("DELETE").length, 6);
    for (const { item, outcome } of results) {
      assert.equal((await world.now(item)) === undefined, outcome.status === "done");
    }
  });

  it("gives up when the key is refused, since every other contact would fail as well", async () => {
    const items = await world.items(60);
    world.sandbox("a").respondNext({ method: "DELETE", status: 401, times: 100 });
    const { results, stoppedBy, cancelled } = await run(items);
    assert.ok(stoppedBy instanceof Error);
    assert.equal(stoppedBy.name, "AuthenticationError");
    assert.ok(!cancelled);
    assert.ok(countsOf(results).notStarted > 40);
  });

  it("gives up when the connection is lost in the middle, and can be taken up again", async () => {
    const items = (await world.items(100)).filter(({ index }) => index % 10 !== 3);
    world.sandbox("a").respondNext({ method: "DELETE", times: 10 });
    world.sandbox("a").respondNext({ method: "DELETE", fault: "reset", times: 1_000 });
    const first = await run(items);
    assert.ok(first.stoppedBy);
    assert.ok(countsOf(first.results).notStarted > 0);
    world.sandbox("a").clearPlannedResponses();
    const second = await run(retryable(first.results));
    const merged = mergedResults(first.results, second.results);
    assert.equal(countsOf(merged).done, items.length);
    for (const item of items) {
      assert.equal(await world.now(item), undefined);
    }
  });

  it("has no false failure when answers are lost after the server did the work", async () => {
    const items = (await world.items(30)).filter(({ index }) => index % 10 !== 3);
    for (const { contactId } of items.slice(0, 10)) {
      world.sandbox("a").respondNext({
        method: "DELETE",
        pathPattern: contactId,
        status: 502,
        body: "<html>bad gateway</html>",
        commit: true,
      });
    }
    const { results } = await run(items);
    assert.equal(countsOf(results).done, items.length);
  });

  it("tells its progress after every contact", async () => {
    const items = await world.items(5);
    const told: (readonly [number, number])[] = [];
    await runBulk(items, deleteWork(world.contacts), {
      ...world.options(),
      onProgress: (finished, failed) => told.push([finished, failed]),
    });
    assert.deepEqual(
      told.map(([finished]) => finished),
      [1, 2, 3, 4, 5],
    );
    assert.equal(told.at(-1)?.[1], 1);
  });
});
