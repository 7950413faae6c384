import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { DocumentState, Problem } from "../../../src/shared/messages.ts";
import { applyEdit } from "../../../src/webview/applyEdit.ts";
import { contactMarks } from "../../../src/webview/contactMarks.ts";
import { ContactText } from "../../../src/webview/contactText.ts";
import { fillIn } from "../../../src/webview/fillIn.ts";
import { characterCount } from "../../../src/webview/formFields.ts";
import { withUnixLineEnds } from "../../../src/webview/lineEndings.ts";
import { shortId } from "../../../src/webview/shortId.ts";
import { parseViewState } from "../../../src/webview/viewState.ts";

describe("applying an edit to the local text", () => {
  const text =
    '{\n  "big": 12345678901234567890,\n  "name":   "old",\n  "inboxes": [{"id": "a"}, {"id": "b"}]\n}\n';

  it("changes the value's own characters only", () => {
    assert.equal(applyEdit(text, { path: ["name"], value: "new" }), text.replace('"old"', '"new"'));
  });

  it("adds and removes keys and array entries", () => {
    const added = new ContactText(applyEdit(text, { path: ["email"], value: "" }));
    assert.deepEqual(added.field("email"), { kind: "empty" });
    const removed = new ContactText(applyEdit(text, { path: ["inboxes", 0], remove: true }));
    assert.deepEqual(removed.inboxes(), [{ id: "b", name: undefined }]);
    const longer = new ContactText(applyEdit(text, { path: ["inboxes", 2], value: { id: "c", name: "C" } }));
    assert.deepEqual(longer.inboxes()?.[2], { id: "c", name: "C" });
  });

  it("leaves the text alone when the edit fits nowhere", () => {
    assert.equal(applyEdit(text, { path: ["name", 3], value: 1 }), text);
  });
});

describe("a document with other line ends", () => {
  it("moves the problems along with the text", () => {
    const text = '{\r\n  "a": 1\r\n}';
    const at = text.indexOf("1");
    const problem: Problem = {
      path: ["a"],
      from: at,
      to: at + 1,
      severity: "error",
      source: "check",
      message: "m",
    };
    const document: DocumentState = {
      text,
      ack: 0,
      problems: [problem],
      changed: [],
      request: undefined,
      credentials: undefined,
      access: undefined,
      editable: true,
      loaded: true,
      notice: undefined,
    };
    const unix = withUnixLineEnds(document);
    assert.equal(unix.text, '{\n  "a": 1\n}');
    assert.deepEqual(
      unix.problems.map(({ from, to }) => unix.text.slice(from, to)),
      ["1"],
    );
  });
});

describe("marks of a contact", () => {
  it("dims what the server alone writes and puts dates into words", () => {
    const text =
      '{"id": "x", "name": "n", "createdAt": "1751875361000", "updatedAt": "soon", "mcpCredentials": []}';
    const { readOnly, ghosts } = contactMarks(new ContactText(text), [], 1751875361000 + 86_400_000, "en-GB");
    assert.deepEqual(
      readOnly.map(({ from, to }) => text.slice(from, to)),
      ['"id": "x"', '"createdAt": "1751875361000"', '"updatedAt": "soon"', '"mcpCredentials": []'],
    );
    assert.deepEqual(ghosts, [{ at: text.indexOf(', "updatedAt"'), text: "yesterday" }]);
  });
});

describe("small texts", () => {
  it("fills places once and leaves unknown ones", () => {
    assert.equal(fillIn("{0} of {1}{2}", "{1}", 3), "{1} of 3{2}");
  });

  it("shortens long ids only", () => {
    assert.equal(shortId("550e8400-e29b-41d4-a716-446655440000"), "550e8400…440000");
    assert.equal(shortId("user1_uuid"), "user1_uuid");
  });

  it("counts characters as the server does", () => {
    assert.equal(characterCount("陳😀a"), 3);
  });
});

describe("kept view state", () => {
  it("survives a round trip", () => {
    const state = parseViewState({
      pane: "json",
      formShare: 50,
      formScroll: 10,
      jsonScroll: 20,
      metadataOpen: true,
      focus: "email",
      selection: [3, 5],
    });
    assert.deepEqual(parseViewState(JSON.parse(JSON.stringify(state))), state);
    assert.deepEqual(state.selection, [3, 5]);
  });

  it("falls back to the default for anything strange", () => {
    const fallback = parseViewState(undefined);
    assert.equal(fallback.pane, "form");
    for (const odd of [null, 5, "x", [], { formShare: "wide", selection: 4, focus: {}, formScroll: -1 }]) {
      assert.deepEqual(parseViewState(odd), fallback);
    }
    assert.equal(parseViewState({ formShare: 99 }).formShare, 75);
  });
});
