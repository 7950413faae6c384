import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { fingerprint } from "../../../src/model/fingerprint.ts";
import { jsonOf, randomFields, seededRandom } from "./randomContact.ts";

const ONE_MIB = 2 ** 20;

describe("fingerprint", () => {
  it("is the same for the same text", () => {
    assert.equal(fingerprint('{"name":"王"}'), fingerprint('{"name":"王"}'));
  });

  it("differs after a change that keeps the length", () => {
    assert.notEqual(fingerprint('{"name":"Ada"}'), fingerprint('{"name":"Bda"}'));
    assert.notEqual(fingerprint("ab"), fingerprint("ba"));
    assert.notEqual(fingerprint("王"), fingerprint("玌"));
  });

  it("is a size that VS Code takes for that of a small file, never 0", () => {
    const random = seededRandom(31);
    for (const text of [
      "",
      "x".repeat(3 * ONE_MIB),
      ...Array.from({ length: 500 }, () => jsonOf(randomFields(random))),
    ]) {
      const size = fingerprint(text);
      assert.ok(Number.isInteger(size) && size >= 1 && size <= ONE_MIB, String(size));
    }
  });

  it("rarely meets itself: a thousand versions of a contact have a thousand sizes, but for one or two", () => {
    const sizes = new Set(Array.from({ length: 1000 }, (_, index) => fingerprint(`{"name":"Ada ${index}"}`)));
    assert.ok(sizes.size >= 998, `${sizes.size} sizes`);
  });
});
