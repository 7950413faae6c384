import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { changedWords } from "../../../src/webview/changedWords.ts";
import { ContactText } from "../../../src/webview/contactText.ts";
import { fieldValueOfJson } from "../../../src/webview/fieldValue.ts";
import { strings } from "./strings.ts";

describe("field values", () => {
  const contact = new ContactText(
    '{"name": "陳", "email": null, "sourceId": "", "phoneNumber": 88691234567890123456, "avatar": {"a": [1,\n 2]}, "note": "a\\nb"}',
  );

  it("tells null, empty and missing apart", () => {
    assert.deepEqual(contact.field("email"), { kind: "null" });
    assert.deepEqual(contact.field("sourceId"), { kind: "empty" });
    assert.deepEqual(contact.field("nothing"), { kind: "missing" });
    assert.deepEqual(contact.field("name"), { kind: "text", text: "陳" });
  });

  it("shows a number as it is written, every digit", () => {
    assert.deepEqual(contact.field("phoneNumber"), { kind: "text", text: "88691234567890123456" });
  });

  it("does not offer for one-line editing what a line cannot hold", () => {
    assert.deepEqual(contact.field("avatar"), { kind: "json", text: '{"a": [1, 2]}' });
    assert.deepEqual(contact.field("note"), { kind: "json", text: String.raw`"a\nb"` });
  });

  it("reads a value that stands alone the same way", () => {
    assert.deepEqual(fieldValueOfJson(undefined), { kind: "missing" });
    assert.deepEqual(fieldValueOfJson("null"), { kind: "null" });
    assert.deepEqual(fieldValueOfJson('"x"'), { kind: "text", text: "x" });
  });

  it("says what a changed field was", () => {
    assert.equal(changedWords('"mei@old.example"', strings), "changed • was mei@old.example");
    assert.equal(changedWords('"{0}"', strings), "changed • was {0}");
    assert.equal(changedWords("null", strings), "changed • was null");
    assert.equal(changedWords('""', strings), "changed • was empty");
    assert.equal(changedWords(undefined, strings), "changed • was not set");
    assert.equal(changedWords('{"a":1}', strings), "changed");
  });
});

describe("contact text", () => {
  it("is readable only as one JSON object without double keys", () => {
    const readable = (text: string): boolean => new ContactText(text).readable;
    assert.ok(!readable(`{"queryMetadata":${"[".repeat(100_000)}${"]".repeat(100_000)}}`));
    assert.equal(readable('{"name": "x"}'), true);
    for (const text of [
      "",
      "[]",
      "null",
      '{"name": }',
      '{"a": 1,}',
      '{"a": 1} //',
      '{"name": 1, "name": 2}',
      '{"a": 1} {}',
    ]) {
      assert.equal(readable(text), false, text);
    }
  });

  it("lists inboxes, and the old single inbox apart", () => {
    const contact = new ContactText(
      '{"inboxes": [{"id": "a", "name": "A"}, {"id": 5}, null], "inbox": {"id": "z"}}',
    );
    assert.deepEqual(contact.inboxes(), [
      { id: "a", name: "A" },
      { id: undefined, name: undefined },
      { id: undefined, name: undefined },
    ]);
    assert.deepEqual(contact.legacyInbox(), { id: "z", name: undefined });
    assert.equal(new ContactText('{"inboxes": null}').inboxes(), undefined);
  });

  it("finds the nearest place for a path that leads nowhere", () => {
    const contact = new ContactText('{"inboxes": [{"id": "a"}]}');
    const node = contact.nearestNode(["inboxes", 0, "name"]);
    assert.equal(node && contact.source(node), '{"id": "a"}');
  });
});
