import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { initials } from "../../../src/webview/initials.ts";

describe("initials", () => {
  it("takes first and last name where letters stand alone", () => {
    assert.equal(initials("Hiroshi Tanaka"), "HT");
    assert.equal(initials("anna maria van der berg"), "AB");
    assert.equal(initials("Анна Иванова"), "АИ");
    assert.equal(initials("Élodie"), "É");
  });

  it("takes one character where a name does not split into letters", () => {
    assert.equal(initials("陳美玲 Mei-Ling Chen"), "陳");
    assert.equal(initials("محمد علي"), "م");
    assert.equal(initials("김민수"), "김");
  });

  it("skips what is no letter and keeps whole graphemes", () => {
    assert.equal(initials("  (VIP) Lee"), "VL");
    assert.equal(initials("👩‍👩‍👧"), "👩‍👩‍👧");
    assert.equal(initials("e\u0301mile"), "E\u0301");
    assert.equal(initials("42"), "4");
  });

  it("has nothing to show for an empty name", () => {
    for (const name of ["", "  ", "---", "\u202e\u200b"]) assert.equal(initials(name), "");
  });
});
