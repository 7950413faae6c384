import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { emptied, fieldActions, restoreAction } from "../../../src/webview/fieldActions.ts";

const kinds = (...args: Parameters<typeof fieldActions>) => fieldActions(...args).map(({ kind }) => kind);

describe("the actions of a field", () => {
  it("clear to what the server has where it has nothing", () => {
    const text = { kind: "text", text: "a" } as const;
    assert.deepEqual(fieldActions("email", text, "null", false)[0], {
      kind: "clearToNull",
      edit: { path: ["email"], value: null },
    });
    assert.deepEqual(fieldActions("email", text, '""', false)[0], {
      kind: "clearToEmpty",
      edit: { path: ["email"], value: "" },
    });
    assert.equal(kinds("email", text, '"old"', false)[0], "clearToEmpty");
    assert.equal(kinds("email", text, undefined, false)[0], "clearToNull");
  });

  it("offer null, empty and removing as three things, and none that changes nothing", () => {
    const server = '"old"';
    assert.deepEqual(kinds("email", { kind: "text", text: "a" }, server, false), [
      "clearToEmpty",
      "setToNull",
      "removeField",
    ]);
    assert.deepEqual(kinds("email", { kind: "null" }, server, false), ["clearToEmpty", "removeField"]);
    assert.deepEqual(kinds("email", { kind: "empty" }, server, false), ["setToNull", "removeField"]);
    assert.deepEqual(kinds("email", { kind: "missing" }, server, false), ["clearToEmpty", "setToNull"]);
  });

  it("never empty a field that must have a value", () => {
    assert.deepEqual(kinds("name", { kind: "text", text: "a" }, '"old"', true), []);
  });

  it("bring the server's value back as it is written, or take the key away again", () => {
    assert.deepEqual(restoreAction("phoneNumber", "12345678901234567890").edit, {
      path: ["phoneNumber"],
      json: "12345678901234567890",
    });
    assert.deepEqual(restoreAction("phoneNumber", undefined).edit, { path: ["phoneNumber"], remove: true });
  });
});

describe("a field whose text is deleted", () => {
  it("becomes what it was when the server had nothing there", () => {
    assert.deepEqual(emptied("email", "null"), { path: ["email"], value: null });
    assert.deepEqual(emptied("email", undefined), { path: ["email"], remove: true });
    assert.deepEqual(emptied("email", '""'), { path: ["email"], value: "" });
    assert.deepEqual(emptied("email", '"a@b.tw"'), { path: ["email"], value: "" });
  });
});
