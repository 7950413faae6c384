import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { ReadOnlyError } from "../../../src/api/errors.ts";
import type { Connection } from "../../../src/model/connection.ts";
import { ProductionLockedError, UNLOCK_MS, WriteUnlock } from "../../../src/state/writeUnlock.ts";
import { FakeClock } from "../api/support/fakeClock.ts";

const production: Connection = {
  id: "live",
  label: "Live",
  baseUrl: "https://api.maiagent.ai/api",
  role: "production",
  readOnly: false,
  keySource: "secret",
};

describe("bulk writes", () => {
  it("are refused over production until it is unlocked, and again ten minutes later", () => {
    const clock = new FakeClock();
    const unlock = new WriteUnlock(clock);
    assert.throws(() => unlock.assertBulkWritable(production), ProductionLockedError);
    unlock.unlock(production);
    unlock.assertBulkWritable(production);
    clock.advance(UNLOCK_MS - 1);
    unlock.assertBulkWritable(production);
    assert.equal(unlock.remainingMs(production), 1);
    clock.advance(1);
    assert.equal(unlock.remainingMs(production), 0);
    assert.throws(() => unlock.assertBulkWritable(production), ProductionLockedError);
  });

  it("are refused again when the unlock is ended early", () => {
    const unlock = new WriteUnlock(new FakeClock());
    unlock.unlock(production);
    unlock.lock(production);
    assert.throws(() => unlock.assertBulkWritable(production), ProductionLockedError);
  });

  it("are not unlocked for another connection, nor for another address of the same one", () => {
    const unlock = new WriteUnlock(new FakeClock());
    unlock.unlock(production);
    for (const other of [
      { ...production, id: "other" },
      { ...production, baseUrl: "https://elsewhere.example/api" },
    ]) {
      assert.throws(() => unlock.assertBulkWritable(other), ProductionLockedError);
    }
  });

  it("are refused over a read-only connection, unlocked or not", () => {
    const unlock = new WriteUnlock(new FakeClock());
    const readOnly: Connection = { ...production, readOnly: true };
    unlock.unlock(readOnly);
    assert.throws(() => unlock.assertBulkWritable(readOnly), ReadOnlyError);
  });

  it("need no unlock over development, staging and sandbox", () => {
    const unlock = new WriteUnlock(new FakeClock());
    for (const role of ["development", "staging", "sandbox"] as const) {
      unlock.assertBulkWritable({ ...production, role });
    }
  });
});
