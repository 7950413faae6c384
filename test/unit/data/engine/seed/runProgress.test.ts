import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { RunProgress } from "../../../../../src/data/engine/seed/runProgress.ts";

const isNear = (value: number | undefined, wanted: number): boolean =>
  value !== undefined && Math.abs(value / wanted - 1) < 0.1;

describe("the progress of a run", () => {
  it("says rate and remaining time from the last ten seconds", () => {
    let now = 0;
    const progress = new RunProgress(5_000, () => now);
    assert.deepEqual(progress.current, {
      done: 0,
      total: 5_000,
      perSecond: undefined,
      remainingMs: undefined,
    });
    for (let step = 0; step < 300; step++) {
      now += 100;
      progress.step();
    }
    const later = progress.step();
    assert.equal(later.done, 301);
    assert.ok(isNear(later.perSecond, 10), `${String(later.perSecond)} a second`);
    assert.ok(isNear(later.remainingMs, 469_900));
    for (let step = 0; step < 1_100; step++) {
      now += 10;
      progress.step();
    }
    assert.ok(isNear(progress.step().perSecond, 100), "the slow seconds are forgotten");
  });

  it("says no rate in the first second", () => {
    let now = 0;
    const progress = new RunProgress(10, () => now);
    now = 999;
    assert.equal(progress.step().perSecond, undefined);
    now = 1_000;
    assert.equal(progress.current.perSecond, 1);
  });
});
