import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { WRITABLE_FIELDS } from "../../../src/model/contactChanges.ts";
import { parseContactText } from "../../../src/model/contactText.ts";
import { restoredText } from "../../../src/model/restoredText.ts";

const restored = (current: string, version: string, fields: readonly string[] = WRITABLE_FIELDS) =>
  restoredText(parseContactText(current), parseContactText(version), fields);

describe("putting an earlier version back", () => {
  it("brings the old values to the digit, and leaves every other character alone", () => {
    const current =
      '{\n  "name": "B",\n  "extra": 1.10,\n  "queryMetadata": {"n": 1},\n  "updatedAt": "2"\n}\n';
    const version =
      '{\n  "name": "A",\n  "extra": 2,\n  "queryMetadata": {"n": 12345678901234567890, "z": 1, "a": 1e2},\n  "updatedAt": "1"\n}\n';
    const { text, restored: names, kept } = restored(current, version);
    assert.deepEqual([names, kept], [["name", "queryMetadata"], []]);
    assert.match(text, /"name": "A"/);
    assert.match(text, /"n": 12345678901234567890,\s+"z": 1,\s+"a": 1e2/);
    assert.match(text, /"extra": 1\.10,/);
    assert.match(text, /"updatedAt": "2"/);
  });

  it("never touches what the server writes, even when it is asked to", () => {
    const result = restored('{"id":"new","createdAt":"2"}', '{"id":"old","createdAt":"1"}', [
      "id",
      "createdAt",
    ]);
    assert.deepEqual(result, { text: '{"id":"new","createdAt":"2"}', restored: [], kept: [] });
  });

  it("brings back a field of its own that a write had changed", () => {
    const { text } = restored('{"tags":[2]}', '{"tags":[1]}', ["tags"]);
    assert.deepEqual(JSON.parse(text), { tags: [1] });
  });

  it("adds a field that is missing now, and says which it cannot take away", () => {
    const result = restored('{"name":"A","avatar":"x"}', '{"name":"A","email":null}');
    assert.deepEqual(JSON.parse(result.text), { name: "A", avatar: "x", email: null });
    assert.deepEqual([result.restored, result.kept], [["email"], ["avatar"]]);
  });

  it("takes inboxes in another order for the same", () => {
    const result = restored(
      '{"inboxes":[{"id":"1"},{"id":"2"}]}',
      '{"inboxes":[{"id":"2","name":"x"},{"id":"1"}]}',
    );
    assert.deepEqual(result.restored, []);
  });
});
