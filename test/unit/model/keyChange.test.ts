import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { withKeyAt } from "../../../src/model/keyChange.ts";
import { withJsonAt } from "../../../src/model/textChange.ts";

const TEXT = '{ "m": {"a" : 12345678901234567890,"b":[ {"a":1} ]} }';

describe("a key that gets another name", () => {
  it("keeps its place, its value and every other character", () => {
    assert.equal(withKeyAt(TEXT, ["m", "a"], "c"), TEXT.replace('"a" ', '"c" '));
    assert.equal(withKeyAt(TEXT, ["m", "b", 0, "a"], 'q"'), TEXT.replace('{"a":1}', '{"q\\"":1}'));
  });

  it("never takes the name of a neighbour, or of nothing", () => {
    assert.throws(() => withKeyAt(TEXT, ["m", "a"], "b"), /already/);
    assert.throws(() => withKeyAt(TEXT, ["m", "none"], "b"), /no property/);
    assert.throws(() => withKeyAt(TEXT, ["m", "b", 0], "b"), /no property/);
    assert.throws(() => withKeyAt("nothing", ["m"], "b"), /no property/);
  });
});

describe("a value given as JSON text", () => {
  it("stands in the document as it is written", () => {
    assert.equal(withJsonAt(TEXT, ["m", "a"], "1.50e+3"), TEXT.replace("12345678901234567890", "1.50e+3"));
    assert.equal(
      withJsonAt('{\n  "m": {}\n}', ["m", "x"], "99999999999999999999"),
      '{\n  "m": {\n    "x": 99999999999999999999\n  }\n}',
    );
    assert.equal(withJsonAt(TEXT, ["m", "a"], undefined), '{ "m": {"b":[ {"a":1} ]} }');
  });
});
