import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { contactFields } from "../../../src/assist/engine/contactFields.ts";
import { documentTextOf } from "../../../src/model/contactText.ts";

const JSON_TEXT = `{"id":"1","name":"Ann \\"A\\"","email":"","phoneNumber":null,"big":12345678901234567890,
  "inboxes":[{"id":"i1","name":"LINE"}],"queryMetadata":{"a b":[1.50,true]},"mcpCredentials":{"token":"secret"}}`;

describe("the fields that can be inserted", () => {
  const fields = contactFields(documentTextOf(JSON_TEXT));
  const textOf = (path: string) => fields.find((field) => field.path === path)?.text;

  it("are texts without quotation marks and numbers to the last digit", () => {
    assert.equal(textOf("name"), 'Ann "A"');
    assert.equal(textOf("big"), "12345678901234567890");
    assert.equal(textOf("inboxes[0].id"), "i1");
    assert.equal(textOf('queryMetadata["a b"][0]'), "1.50");
    assert.equal(textOf('queryMetadata["a b"][1]'), "true");
  });

  it("have objects as a whole, and nothing that is empty", () => {
    assert.deepEqual(JSON.parse(textOf("queryMetadata") ?? ""), { "a b": [1.5, true] });
    assert.equal(textOf("email"), undefined);
    assert.equal(textOf("phoneNumber"), undefined);
  });

  it("have no credentials", () => {
    assert.doesNotMatch(JSON.stringify(fields), /secret|mcp/iu);
  });

  it("are not without end", () => {
    assert.equal(
      contactFields(JSON.stringify({ list: Array.from({ length: 5000 }, () => "x") })).length,
      200,
    );
  });
});
