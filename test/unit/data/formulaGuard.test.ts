import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { guardFormula, unguardFormula } from "../../../src/data/engine/cells/formulaGuard.ts";
import { pick, seededRandom } from "../model/randomContact.ts";

const DANGEROUS = [
  ...["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "\tx", "\rx", "＝1", "＋1", "－1", "＠x"],
  ...[
    " =1",
    '"=1',
    "'=1",
    '" =1"',
    "\u00a0=1",
    "\u200b=1",
    "\ufeff=1",
    "\u202e=1",
    "''=1",
    "=cmd|' /C calc'!A0",
  ],
];

describe("formula guard", () => {
  for (const text of DANGEROUS) {
    it(`puts an apostrophe before ${JSON.stringify(text)}`, () => {
      assert.equal(guardFormula(text), `'${text}`);
    });
  }

  it("leaves plain text alone", () => {
    for (const text of ["王小明", "a=b", "O'Neill", "'quoted'", "1-2", "a@b.example", ""]) {
      assert.equal(guardFormula(text), text);
      assert.equal(unguardFormula(text), text);
    }
  });

  it("is taken off exactly, whatever the text", () => {
    const random = seededRandom(7);
    for (let run = 0; run < 20_000; run += 1) {
      const text = Array.from({ length: Math.floor(random() * 6) }, () =>
        pick(random, ["'", '"', " ", "=", "+", "a", "\t", "\r", "＝", "\u200b", "1", "@"]),
      ).join("");
      assert.equal(unguardFormula(guardFormula(text)), text);
    }
  });
});
