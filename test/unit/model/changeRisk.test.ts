import { strict as assert } from "node:assert";
import { describe, it } from "node:test";
import { isRisky } from "../../../src/model/changeRisk.ts";
import { changesBetween, patchBody } from "../../../src/model/contactChanges.ts";
import { documentTextOf, parseContactText } from "../../../src/model/contactText.ts";
import { inboxMoves } from "../../../src/model/inboxNames.ts";

describe("a change", () => {
  const before = parseContactText(
    '{"name":"A","email":null,"phoneNumber":"1","inboxes":[{"id":"i1"},{"id":"i2"}]}',
  );
  const change = (json: string) => isRisky(changesBetween(before, parseContactText(json)));

  it("is risky when access or identity changes, not when a phone number does", () => {
    const inboxes = '"inboxes":[{"id":"i1"},{"id":"i2"}]';
    assert.equal(change(`{"name":"A","email":null,"phoneNumber":"2",${inboxes}}`), false);
    assert.equal(change(`{"name":"A","email":"","phoneNumber":"1",${inboxes}}`), true);
    assert.equal(change('{"name":"A","email":null,"phoneNumber":"1","inboxes":[]}'), true);
    assert.equal(change(`{"name":"A","email":null,"phoneNumber":"1",${inboxes},"sourceId":"x"}`), true);
    assert.equal(change(`{"name":"A","email":null,"phoneNumber":"1",${inboxes},"queryMetadata":{}}`), true);
  });
});

describe("a change of inboxes", () => {
  it("is said by the names of those that are added and removed, whatever their order", () => {
    assert.deepEqual(
      inboxMoves(
        '[{"id":"i1","name":"LINE"},{"id":"i2","name":"Web"}]',
        '[{"id":"i3"},{"id":"i1"},{"id":"i4"}]',
        new Map([["i3", "Messenger"]]),
      ),
      { added: ["Messenger", "i4"], removed: ["Web"] },
    );
  });

  it("counts a missing or odd value as no inbox", () => {
    assert.deepEqual(inboxMoves(undefined, "null", new Map()), { added: [], removed: [] });
    assert.deepEqual(inboxMoves('[7,{"id":1},{"id":"a"}]', undefined, new Map()), {
      added: [],
      removed: ["a"],
    });
  });
});

describe("credentials typed into a document", () => {
  it("are never part of a save", () => {
    const before = parseContactText('{"name":"A"}');
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
