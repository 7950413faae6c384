import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { resultTexts } from "../../../src/api/resultTexts.ts";
import { pick, randomJson, seededRandom } from "../model/randomContact.ts";

describe("source texts of a list's results", () => {
  it("are found whatever stands around and inside them", () => {
    const first = '{"name": "]}\\"{[", "n": 12345678901234567890}';
    const second = '{"results": [1, {"a": []}]}';
    for (const list of [
      `{"count": 2, "results" : [ ${first} ,\n${second} ], "next": null}`,
      `{"results":[[${first},${second}]],"extra":{"results":[3]}}`,
      `\n[${first},${second}]`,
      `{"results":[1],"count":[[]],"results":[${first},${second}]}`,
    ]) {
      assert.deepEqual(resultTexts(list), [first, second], list);
    }
    assert.deepEqual(resultTexts('{"results": [ ], "count": 0}'), []);
    assert.deepEqual(resultTexts('{"results": [[]], "count": 0}'), []);
    assert.deepEqual(resultTexts('{"detail": "no list"}'), []);
  });

  it("are those that JSON.parse sees, for 500 random lists", () => {
    const random = seededRandom(3);
    for (let run = 0; run < 500; run += 1) {
      const items = Array.from({ length: Math.floor(random() * 5) }, () => `{"v":${randomJson(random)}}`);
      const space = () => pick(random, ["", " ", "\n\t"]);
      const list = `${space()}[${space()}${items.join(`${space()},${space()}`)}${space()}]${space()}`;
      assert.deepEqual(resultTexts(`{"a":${randomJson(random)},"results":${list}}`), items);
    }
  });
});
