import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { lineDiff } from "../../../src/model/lineDiff.ts";
import { pick, seededRandom } from "./randomContact.ts";

const marks = { same: " ", removed: "-", added: "+" } as const;
const shown = (before: string, after: string) =>
  lineDiff(before, after).map(({ sign, text }) => marks[sign] + text);

describe("a comparison by lines", () => {
  it("keeps what both have and says what only one has", () => {
    assert.deepEqual(shown("{\na\nb\nc\n}", "{\na\nB\nc\nd\n}"), [" {", " a", "-b", "+B", " c", "+d", " }"]);
    assert.deepEqual(shown("a", "b"), ["-a", "+b"]);
    assert.deepEqual(shown("a", "a"), [" a"]);
  });

  it("gives back both texts, whatever they are", () => {
    const random = seededRandom(31);
    const text = () =>
      Array.from({ length: 1 + Math.floor(random() * 12) }, () => pick(random, ["a", "b", "c", ""])).join(
        "\n",
      );
    for (let round = 0; round < 2000; round++) {
      const [before, after] = [text(), text()];
      const lines = lineDiff(before, after);
      const without = (sign: string) =>
        lines
          .filter((line) => line.sign !== sign)
          .map((line) => line.text)
          .join("\n");
      assert.equal(without("added"), before);
      assert.equal(without("removed"), after);
    }
  });

  it("takes lines for the same that somebody calls the same, as the newer text has them", () => {
    const withoutComma = (line: string) => line.replace(/,$/u, "");
    const lines = lineDiff("[\na\nb\n]", "[\na\nb,\nc\n]", withoutComma);
    assert.deepEqual(
      lines.map(({ sign, text }) => marks[sign] + text),
      [" [", " a", " b,", "+c", " ]"],
    );
    assert.deepEqual(
      lineDiff("a,\nx\nb", "y\na\nb,", withoutComma).map(({ sign, text }) => marks[sign] + text),
      ["+y", " a", "-x", " b,"],
    );
  });

  it("ends soon on texts too large for a table", () => {
    const before = Array.from({ length: 5000 }, (_, index) => `a${index}`).join("\n");
    const after = before.replaceAll("a", "b");
    assert.equal(lineDiff(before, after).length, 10_000);
  });
});
