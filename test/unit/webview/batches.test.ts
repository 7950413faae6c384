import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { Batches, COALESCE_MS } from "../../../src/webview/batches.ts";
import type { Batch } from "../../../src/webview/batches.ts";

/** A queue whose timer fires when the test says so. */
function setUp() {
  const posted: Batch[] = [];
  const timers = new Set<() => void>();
  const delays: number[] = [];
  let settled = 0;
  const batches = new Batches(
    (batch) => posted.push(batch),
    (callback, milliseconds) => {
      delays.push(milliseconds);
      timers.add(callback);
      return () => timers.delete(callback);
    },
    () => settled++,
  );
  const fire = (): void => {
    for (const callback of [...timers]) {
      timers.delete(callback);
      callback();
    }
  };
  return { batches, posted, timers, delays, fire, settledCalls: () => settled };
}

const email = (value: string) => ({ path: ["email"], value });

describe("outgoing batches", () => {
  it("collects typing into one numbered batch that holds the last value of each field", () => {
    const { batches, posted, delays, fire } = setUp();
    batches.edit(email("a"));
    batches.edit({ path: ["name"], value: "N" });
    batches.edit(email("ab"));
    assert.deepEqual(posted, []);
    fire();
    assert.deepEqual(posted, [
      { type: "edits", seq: 1, edits: [email("ab"), { path: ["name"], value: "N" }] },
    ]);
    assert.deepEqual(delays, [COALESCE_MS]);
  });

  it("starts the wait at the first key, so that steady typing is sent too", () => {
    const { batches, timers } = setUp();
    batches.edit(email("a"));
    const [first] = timers;
    batches.edit(email("ab"));
    assert.deepEqual([...timers], [first]);
  });

  it("numbers edits and texts in one sequence and reads a text when it leaves", () => {
    const { batches, posted, fire } = setUp();
    let text = "{";
    batches.edit(email("a"));
    fire();
    batches.text(() => text, "");
    text = "{}";
    batches.text(() => text, "{");
    fire();
    assert.deepEqual(posted.slice(1), [{ type: "text", seq: 2, base: "", text: "{}" }]);
  });

  it("sends what was typed in one pane before it takes from the other", () => {
    const { batches, posted, fire } = setUp();
    batches.edit(email("a"));
    batches.text(() => "{}", "");
    batches.edit(email("b"));
    fire();
    assert.deepEqual(
      posted.map(({ type, seq }) => [type, seq]),
      [
        ["edits", 1],
        ["text", 2],
        ["edits", 3],
      ],
    );
  });

  it("keeps the order of array edits: two removals at one position are two removals", () => {
    const { batches, posted, timers } = setUp();
    const removal = { path: ["inboxes", 0], remove: true };
    batches.edit(email("a"));
    batches.editNow(removal);
    batches.editNow(removal);
    assert.deepEqual(
      posted.map((batch) => (batch.type === "edits" ? batch.edits : [])),
      [[email("a")], [removal], [removal]],
    );
    assert.equal(timers.size, 0);
  });

  it("flushes at once, and only once", () => {
    const { batches, posted, timers } = setUp();
    batches.edit(email("a"));
    batches.flush();
    batches.flush();
    assert.equal(posted.length, 1);
    assert.equal(timers.size, 0);
  });

  it("is settled only when nothing waits and the host has applied the last batch", () => {
    const { batches } = setUp();
    assert.equal(batches.acknowledge(0), true);
    batches.edit(email("a"));
    assert.equal(batches.acknowledge(0), false, "an echo while typing");
    batches.flush();
    assert.equal(batches.acknowledge(0), false, "an echo from before the batch");
    assert.equal(batches.acknowledge(1), true);
    assert.equal(batches.acknowledge(0), false, "an echo that comes late");
  });

  it("goes on numbering where the host stands when the panel is created anew", () => {
    const { batches, posted } = setUp();
    assert.equal(batches.acknowledge(7), true);
    batches.edit(email("a"));
    batches.flush();
    assert.equal(posted[0]?.seq, 8);
    assert.equal(batches.acknowledge(7), false);
    assert.equal(batches.acknowledge(8), true);
  });
});

describe("outgoing batches during a composition", () => {
  it("sends what was typed before, and nothing half-composed", () => {
    const { batches, posted, fire } = setUp();
    batches.edit(email("a"));
    batches.compositionStarted();
    assert.equal(posted.length, 1);
    batches.edit(email("aㄨ"));
    fire();
    batches.flush();
    assert.equal(posted.length, 1);
    batches.edit(email("a王"));
    batches.compositionEnded();
    fire();
    assert.deepEqual(posted[1], { type: "edits", seq: 2, edits: [email("a王")] });
  });

  it("holds documents back while composing and asks for the newest when nothing came of it", () => {
    const { batches, settledCalls } = setUp();
    batches.acknowledge(0);
    batches.compositionStarted();
    assert.equal(batches.acknowledge(0), false);
    assert.equal(settledCalls(), 0);
    batches.compositionEnded();
    assert.equal(settledCalls(), 1);
  });
});
