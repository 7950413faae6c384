import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { contactUris } from "../../../src/assist/engine/contactUris.ts";
import { contactLink } from "../../../src/model/contactLink.ts";

const ID = "550e8400-e29b-41d4-a716-446655440000";
const REF = { connectionId: "staging", contactId: ID };

describe("addresses of contacts in a text", () => {
  it("are understood in each spelling", () => {
    for (const uri of [
      `maiagent://staging/contacts/${ID}.contact.json`,
      `maiagent://staging/contacts/${ID}`,
      `maiagent://staging/${ID}`,
      `maiagent:staging/${ID}`,
      `MaiAgent://Staging/contacts/${ID}.contact.json`,
      contactLink("vscode", REF),
      contactLink("code-oss", REF),
    ]) {
      for (const text of [uri, `see <${uri}>`, `"${uri}",`, `(${uri}) and more`, `${uri}.`]) {
        const [found, ...others] = contactUris(text);
        assert.ok(found, text);
        assert.deepEqual({ connectionId: found.connectionId, contactId: found.contactId }, REF, text);
        assert.equal(text.slice(found.start, found.end), uri, text);
        assert.deepEqual(others, []);
      }
    }
  });

  it("never set a host, a key or a command, and say nothing else", () => {
    for (const text of [
      `maiagent://evil.test/contacts/${ID}.contact.json`,
      `maiagent://user@staging/contacts/${ID}.contact.json`,
      `maiagent://staging:8080/contacts/${ID}.contact.json`,
      `maiagent://staging/contacts/${ID}.contact.json?key=x`,
      `maiagent://staging/contacts/${ID}.contact.json#x`,
      `maiagent://staging/contacts/../../${ID}`,
      `maiagent://staging/contacts/a..b`,
      `maiagent://staging/contacts/${ID}/delete`,
      `maiagent:staging/%2e%2e/${ID}`,
      `maiagent:staging/a@evil.test`,
      `maiagent:command:x`,
      `xmaiagent:staging/${ID}`,
      `${contactLink("vscode", REF)}&baseUrl=https://evil.test`,
      `${contactLink("vscode", REF)}#x`,
      `vscode://maiagent-community.maiagent-contacts/key?connection=staging&id=${ID}`,
      `vscode://someone-else.maiagent-contacts/contact?connection=staging&id=${ID}`,
    ]) {
      assert.deepEqual(contactUris(text), [], text);
    }
  });

  it("are found quickly in a long text, and not without end", () => {
    const text = "maiagent:".repeat(20_000) + "a".repeat(200_000) + `maiagent:staging/${ID} `.repeat(5000);
    assert.equal(contactUris(text).length, 2000);
  });
});
