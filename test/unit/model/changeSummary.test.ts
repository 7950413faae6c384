import { strict as assert } from "node:assert";
import { describe, it } from "node:test";
import { changesBetween, patchBody } from "../../../src/model/contactChanges.ts";
import { isRisky, summariesOf } from "../../../src/model/changeSummary.ts";
import { documentTextOf, parseContactText } from "../../../src/model/contactText.ts";

const before = parseContactText(
  '{"name":"A","email":null,"phoneNumber":"1","inboxes":[{"id":"i1","name":"LINE"},{"id":"i2","name":"Web"}]}',
);
const summaries = (after: string) => {
  const document = parseContactText(after);
  return summariesOf(changesBetween(before, document), before, document, new Map([["i3", "Messenger"]]));
};

describe("what a save changes", () => {
  it("is said with the value before and after, as JSON", () => {
    assert.deepEqual(
      summaries('{"name":"A","email":"a@b.example","phoneNumber":"1","inboxes":[{"id":"i1"},{"id":"i2"}]}'),
      [{ field: "email", from: "null", to: '"a@b.example"' }],
    );
  });

  it("names the inboxes that are added and removed, whatever their order", () => {
    assert.deepEqual(
      summaries('{"name":"A","email":null,"phoneNumber":"1","inboxes":[{"id":"i3"},{"id":"i1"}]}'),
      [{ field: "inboxes", added: ["Messenger"], removed: ["Web"] }],
    );
  });

  it("cuts a long value and keeps it on one line", () => {
    const [summary] = summaries(
      `{"name":"A","email":null,"phoneNumber":"1","inboxes":[{"id":"i1"},{"id":"i2"}],"queryMetadata":{\n"a":"${"x".repeat(200)}"}}`,
    );
    assert.ok(summary && "to" in summary);
    assert.equal(summary.from, undefined);
    assert.equal(summary.to?.length, 60);
    assert.doesNotMatch(summary.to, /\n/);
  });

  it("is risky when access or identity changes, not when a phone number does", () => {
    const change = (json: string) => isRisky(changesBetween(before, parseContactText(json)));
    const inboxes = '"inboxes":[{"id":"i1"},{"id":"i2"}]';
    assert.equal(change(`{"name":"A","email":null,"phoneNumber":"2",${inboxes}}`), false);
    assert.equal(change(`{"name":"A","email":"","phoneNumber":"1",${inboxes}}`), true);
    assert.equal(change(`{"name":"A","email":null,"phoneNumber":"1","inboxes":[]}`), true);
    assert.equal(change(`{"name":"A","email":null,"phoneNumber":"1",${inboxes},"sourceId":"x"}`), true);
  });
});

describe("credentials typed into a document", () => {
  it("are never part of a save", () => {
    const after = parseContactText('{"name":"B","mcpCredentials":"typed by hand"}');
    assert.deepEqual(patchBody(changesBetween(before, after)), { json: '{"name":"B"}' });
  });

  it("never stand in a document, in either spelling", () => {
    assert.equal(
      documentTextOf('{"name":"A","mcpCredentials":"x","mcp_credentials":["y"]}'),
      '{\n  "name": "A"\n}\n',
    );
  });
});
