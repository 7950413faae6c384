import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { changedRanges } from "../../../src/webview/changedRanges.ts";
import { ContactText } from "../../../src/webview/contactText.ts";

/** The texts that are marked when `field` was `was`. */
function marked(text: string, field: string, was: string | undefined): readonly string[] {
  return changedRanges(new ContactText(text), [{ field, was }]).map(({ from, to }) => text.slice(from, to));
}

describe("changed places in the JSON text", () => {
  it("marks a changed value with its key", () => {
    assert.deepEqual(marked('{"email": "new", "name": "n"}', "email", '"old"'), ['"email": "new"']);
  });

  it("marks a field that the server did not have as a whole", () => {
    assert.deepEqual(marked('{"m": {"a": 1}}', "m", undefined), ['"m": {"a": 1}']);
    assert.deepEqual(marked('{"m": {"a": 1}}', "m", "null"), ['"m": {"a": 1}']);
  });

  it("marks inside an object only what differs, whatever order and layout", () => {
    assert.deepEqual(marked('{"m": {"b": [1, 2],\n "a": 2, "c": 3}}', "m", '{"a":1,"b":[1,2]}'), [
      '"a": 2',
      '"c": 3',
    ]);
  });

  it("marks inside an array the entries between the equal ends", () => {
    assert.deepEqual(marked('{"i": [1, 9, 2, 3]}', "i", "[1, 2, 3]"), ["9"]);
    assert.deepEqual(marked('{"i": [{"id": 1}, {"id": 5, "x": 0}]}', "i", '[{"id": 1}, {"id": 2, "x": 0}]'), [
      '"id": 5',
    ]);
  });

  it("marks the opening of a value from which something was only taken away", () => {
    assert.deepEqual(marked('{"m": {"a": 1}}', "m", '{"a": 1, "b": 2}'), ['"m": {']);
    assert.deepEqual(marked('{"i": []}', "i", "[1]"), ['"i": [']);
  });

  it("tells numbers apart beyond 2^53", () => {
    assert.deepEqual(marked('{"n": 12345678901234567890}', "n", "12345678901234567891"), [
      '"n": 12345678901234567890',
    ]);
    assert.deepEqual(marked('{"n": 12345678901234567890}', "n", "12345678901234567890"), []);
  });

  it("marks nothing for a field that is gone", () => {
    assert.deepEqual(marked("{}", "email", '"old"'), []);
  });
});
