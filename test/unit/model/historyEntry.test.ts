import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  changesOf,
  contactNameIn,
  historyEntryOf,
  parseHistoryEntry,
  type PerformedWrite,
  versionOf,
} from "../../../src/model/historyEntry.ts";

const ID = "0b9f6f1c-8a54-4a0e-9a0f-6d3f5a3c2b11";
const write: PerformedWrite = {
  kind: "update",
  connectionId: "dev",
  origin: "https://api.maiagent.ai",
  contactId: "c1",
  outcome: "done",
  body: '{"email":"b@example.com"}',
  before: '{"z":1,"name":"林志明","email":"a@example.com","big":12345678901234567890,"updatedAt":"1"}',
  after: '{"z":1,"name":"林志明","email":"b@example.com","big":12345678901234567890,"updatedAt":"2"}',
};

describe("a history entry", () => {
  it("keeps number tokens and key order of what was there before", () => {
    const { before } = historyEntryOf(write, ID, 5);
    assert.equal(
      before,
      '{\n  "z": 1,\n  "name": "林志明",\n  "email": "a@example.com",\n  "big": 12345678901234567890,\n  "updatedAt": "1"\n}\n',
    );
  });

  it("never holds credentials, whoever brings them", () => {
    const secret = '{"id":"c1","name":"A","mcpCredentials":["CANARY"],"mcp_credentials":"CANARY"}';
    const entry = historyEntryOf({ ...write, before: secret, after: secret, body: secret }, ID, 5);
    assert.doesNotMatch(JSON.stringify(entry), /CANARY/);
  });

  it("is the same after it was written and read", () => {
    const entry = historyEntryOf(write, ID, 5);
    assert.deepEqual(parseHistoryEntry(JSON.stringify(entry)), entry);
  });

  it("says what the request carried and what changed, without what the server writes", () => {
    const entry = historyEntryOf(write, ID, 5);
    assert.deepEqual(entry.sent, ["email"]);
    assert.deepEqual(
      changesOf(entry)?.map(({ field, from, to }) => [field, from?.json, to?.json]),
      [["email", '"a@example.com"', '"b@example.com"']],
    );
    assert.equal(contactNameIn(entry), "林志明");
  });

  it("does not know what changed while one side is unknown", () => {
    assert.equal(changesOf(historyEntryOf({ ...write, before: undefined }, ID, 5)), undefined);
    assert.equal(changesOf(historyEntryOf({ ...write, after: undefined }, ID, 5)), undefined);
  });

  it("brings back what was there before, and of a create what was created", () => {
    const before = versionOf(historyEntryOf(write, ID, 5));
    assert.equal(before?.fields.get("email")?.json, '"a@example.com"');
    const created = versionOf(historyEntryOf({ ...write, kind: "create", before: undefined }, ID, 5));
    assert.equal(created?.fields.get("email")?.json, '"b@example.com"');
    assert.equal(versionOf(historyEntryOf({ ...write, before: undefined }, ID, 5)), undefined);
  });

  it("is not read from anything but a whole entry", () => {
    const json = JSON.stringify(historyEntryOf(write, ID, 5));
    for (const broken of ["", "null", json.slice(0, -20), json.replace('"version":1', '"version":2')]) {
      assert.equal(parseHistoryEntry(broken), undefined);
    }
    const entry = historyEntryOf(write, ID, 5);
    assert.equal(parseHistoryEntry(JSON.stringify({ ...entry, before: "no JSON" })), undefined);
  });
});
