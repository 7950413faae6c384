import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { timestampOf } from "../../../src/model/timestamp.ts";

describe("a wire timestamp", () => {
  it("is epoch milliseconds as text or number, seconds, or ISO 8601", () => {
    assert.equal(timestampOf("1764000000000"), 1_764_000_000_000);
    assert.equal(timestampOf(1_764_000_000_000), 1_764_000_000_000);
    assert.equal(timestampOf("1764000000"), 1_764_000_000_000);
    assert.equal(timestampOf(" 2026-01-01T00:00:00Z "), Date.UTC(2026, 0, 1));
  });

  it("is nothing else", () => {
    for (const value of [undefined, "", "soon", "1e400", "9".repeat(40), Number.NaN]) {
      assert.equal(timestampOf(value), undefined, String(value));
    }
  });
});
