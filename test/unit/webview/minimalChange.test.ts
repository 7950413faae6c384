import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { minimalChange } from "../../../src/webview/minimalChange.ts";

const applied = (before: string, after: string): string => {
  const change = minimalChange(before, after);
  return change ? before.slice(0, change.from) + change.insert + before.slice(change.to) : before;
};

describe("minimal change", () => {
  it("is nothing when the texts are equal", () => {
    assert.equal(minimalChange("{}", "{}"), undefined);
  });

  it("replaces only the part that differs", () => {
    assert.deepEqual(minimalChange('{"a": 1, "b": 2}', '{"a": 15, "b": 2}'), { from: 7, to: 7, insert: "5" });
    assert.deepEqual(minimalChange("abc", "ac"), { from: 1, to: 2, insert: "" });
  });

  it("does not count a character twice in a run of equal ones", () => {
    assert.deepEqual(minimalChange("aaa", "aaaa"), { from: 3, to: 3, insert: "a" });
    assert.deepEqual(minimalChange("aaaa", "aaa"), { from: 3, to: 4, insert: "" });
  });

  it("never cuts a surrogate pair", () => {
    // 😀 and 😁 share their first half, 😀 and 🨀 their second.
    for (const [before, after] of [
      ["x😀y", "x😁y"],
      ["x😀y", "x\u{1FA00}y"],
      ["😀", "😀😀"],
      ["😀😁", "😁"],
    ] as const) {
      const change = minimalChange(before, after);
      assert.ok(change);
      assert.ok(change.insert.isWellFormed(), `${before} to ${after}`);
      assert.ok(before.slice(0, change.from).isWellFormed());
      assert.ok(before.slice(change.to).isWellFormed());
      assert.equal(applied(before, after), after);
    }
  });

  it("yields the new text for every pair of short texts", () => {
    const letters = ["", "a", "b", "😀", "😁", "\u{1FA00}"];
    const texts = letters.flatMap((x) => letters.flatMap((y) => letters.map((z) => x + y + z)));
    for (const before of texts) for (const after of texts) assert.equal(applied(before, after), after);
  });
});
