import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { type Counts, Editor, EditorPair } from "./editorPair.ts";

const ROUNDS = 1000;
const RACE_ROUNDS = 300;
const STEPS = 60;

const none = (): Counts => ({ patches: 0, asked: 0, merged: 0, raced: 0, undone: 0, failed: 0 });

/** Two users work on one contact for a while, then both save what is left. */
async function run(seed: number, atomic: boolean, counts: Counts): Promise<void> {
  const pair = new EditorPair(seed, atomic, counts);
  const editors = [new Editor(pair), new Editor(pair)] as const;
  for (let step = 0; step < STEPS; step++) {
    const editor = editors[pair.chance(0.5) ? 0 : 1];
    if (pair.chance(0.5)) {
      editor.act();
    } else {
      await pair.step();
    }
  }
  for (let step = 0; step < 2000; step++) {
    if (await pair.step()) {
      continue;
    }
    if (pair.failures.length > 0) {
      throw pair.failures[0];
    }
    const open = editors.find(
      (editor) => !editor.isBusy && (editor.isDirty || editor.sides.collisions.length > 0),
    );
    if (!open) {
      return;
    }
    open.finish();
    await new Promise((resolve) => setImmediate(resolve));
  }
  assert.fail(`seed ${seed} does not come to an end`);
}

async function runAll(firstSeed: number, rounds: number, atomic: boolean): Promise<Counts> {
  const counts = none();
  for (let seed = firstSeed; seed < firstSeed + rounds; seed++) {
    await run(seed, atomic, counts).catch((error: unknown) => {
      throw new Error(`seed ${seed}`, { cause: error });
    });
  }
  return counts;
}

describe("two editors of one contact", () => {
  it("lose no field unasked and overwrite none unseen, in 1,000 random interleavings", async () => {
    const counts = await runAll(1, ROUNDS, true);
    assert.equal(counts.raced, 0);
    for (const [what, times] of Object.entries({ ...counts, raced: ROUNDS })) {
      assert.ok(times >= ROUNDS / 4, `${what} happened ${times} times only`);
    }
  });

  it("lose no more than what came between a look and its PATCH, where that race is allowed", async () => {
    const counts = await runAll(100_001, RACE_ROUNDS, false);
    assert.ok(counts.raced > 0, "the race never happened");
  });
});
