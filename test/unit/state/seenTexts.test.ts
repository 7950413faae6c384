import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { SeenTexts } from "../../../src/state/seenTexts.ts";

describe("the texts that the server gave in the last seconds", () => {
  const ref = (contact: number) => ({ connectionId: "shop", contactId: String(contact) });

  it("are the newest until five seconds have passed", () => {
    let now = 0;
    const seen = new SeenTexts(() => now);
    seen.saw(ref(1), "a");
    now = 4_999;
    assert.equal(seen.fresh(ref(1)), "a");
    now = 5_000;
    assert.equal(seen.fresh(ref(1)), undefined);
  });

  it("are no longer there once a write is under way", () => {
    const seen = new SeenTexts(() => 0);
    seen.saw(ref(1), "a");
    seen.forget(ref(1));
    assert.equal(seen.fresh(ref(1)), undefined);
  });

  it("are at most 200, the newest ones, however many a run sees in a moment", () => {
    const seen = new SeenTexts(() => 0);
    for (let contact = 0; contact < 10_000; contact++) {
      seen.saw(ref(contact), String(contact));
    }
    const kept = Array.from({ length: 10_000 }, (_, contact) => seen.fresh(ref(contact)) ?? []).flat();
    assert.deepEqual(
      kept,
      Array.from({ length: 200 }, (_, index) => String(9_800 + index)),
    );
  });
});
