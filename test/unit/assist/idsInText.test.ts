import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { idsInText } from "../../../src/assist/engine/idsInText.ts";

const ID = "550e8400-e29b-41d4-a716-446655440000";
const idsOf = (text: string, limit = 100) => idsInText(text, limit).map(({ id }) => id);

describe("ids in a text", () => {
  it("are found in quotes, in paths, behind a prefix, and in capitals", () => {
    for (const text of [
      `"${ID}"`,
      `GET /contacts/${ID}/`,
      `contact_${ID}`,
      `id=${ID}&x`,
      `[${ID}]`,
      ID.toUpperCase(),
    ]) {
      assert.deepEqual(idsOf(text), [ID], text);
    }
  });

  it("are no parts of longer words, and nothing that only looks like one", () => {
    for (const text of [`a${ID}`, `${ID}0`, ID.slice(1), ID.replaceAll("-", ""), ID.replace("5", "g")]) {
      assert.deepEqual(idsOf(text), [], text);
    }
  });

  it("say where they stand", () => {
    const text = `const a = "${ID}"; // ${ID}`;
    for (const { start, end } of idsInText(text, 10)) {
      assert.equal(text.slice(start, end), ID);
    }
    assert.equal(idsInText(text, 10).length, 2);
  });

  it("end at the limit", () => {
    assert.equal(idsOf(`${ID}\n`.repeat(50), 7).length, 7);
  });
});
