import assert from "node:assert/strict";
import { test } from "node:test";
import { newestSampleDate, sampleContacts } from "../../../src/sandbox/sampleContacts.ts";
import { sampleInboxes } from "../../../src/sandbox/sampleInboxes.ts";

const contacts = [...sampleContacts(300, 1)];

void test("ids and source ids are unique, also among 20,000", () => {
  const many = [...sampleContacts(20_000, 1)];
  assert.equal(new Set(many.map(({ id }) => id)).size, 20_000);
  const sourceIds = many.flatMap(({ sourceId }) => (sourceId ? [sourceId] : []));
  assert.equal(new Set(sourceIds).size, sourceIds.length);
  assert.ok(sourceIds.length > 10_000);
});

void test("e-mail addresses and avatars are in reserved domains only", () => {
  for (const { email, avatar } of contacts) {
    if (email) assert.match(email, /^[a-z0-9.]+@(?:example\.(?:com|org|net)|[a-z]+\.example)$/);
    if (avatar) assert.match(avatar, /^https:\/\/cdn\.example\.com\//);
  }
});

void test("phone numbers are in ranges that nobody can have", () => {
  // Reserved for fiction by NANPA and Ofcom; elsewhere a local number that begins with the trunk prefix 0.
  const fictional =
    /^\+(?:1 202 555 01\d\d|44 7700 900\d{3}|886 2 0000 \d{4}|81 3 0000 \d{4}|966 11 000 \d{4})$/;
  for (const { phoneNumber } of contacts) if (phoneNumber) assert.match(phoneNumber, fictional);
});

void test("every way of having no value occurs, and a nameless contact or two", () => {
  for (const key of ["avatar", "phoneNumber", "email", "sourceId"] as const) {
    for (const none of [null, "", undefined]) {
      assert.ok(
        contacts.some((contact) => contact[key] === none),
        `${key} ${String(none)}`,
      );
    }
  }
  const nameless = contacts.filter(({ name }) => name === "").length;
  assert.ok(nameless >= 1 && nameless <= 2);
});

void test("the four scripts are all there, and each inbox has contacts", () => {
  for (const script of [
    /\p{Script=Han}/u,
    /\p{Script=Hiragana}/u,
    /\p{Script=Arabic}/u,
    /^[A-Z][a-z]+ [A-Z]/,
  ]) {
    assert.ok(contacts.filter(({ name }) => script.test(name)).length >= 5, String(script));
  }
  for (const { id, name } of sampleInboxes) {
    assert.ok(contacts.filter(({ inboxIds }) => inboxIds.includes(id)).length >= 20, name);
  }
  assert.ok(contacts.filter(({ inboxIds }) => inboxIds.length > 1).length >= 15);
  for (const { inboxIds } of contacts) assert.equal(new Set(inboxIds).size, inboxIds.length);
});

void test("thirty contacts have conversations", () => {
  assert.equal(contacts.filter(({ conversations }) => conversations > 0).length, 30);
});

void test("dates run down from the newest over about a year", () => {
  const days = (contacts.length > 0 ? newestSampleDate - (contacts.at(-1)?.createdAt ?? 0) : 0) / 86_400_000;
  assert.ok(days > 340 && days < 366);
  assert.equal(contacts[0]?.createdAt, newestSampleDate);
  for (const { createdAt, updatedAt } of contacts) {
    assert.ok(Number.isInteger(createdAt) && Number.isInteger(updatedAt));
    assert.ok(updatedAt >= createdAt && updatedAt <= newestSampleDate);
  }
});

void test("queryMetadata is JSON: objects, texts, null and missing", () => {
  const kinds = new Set<string>();
  for (const { queryMetadata } of contacts) {
    const value: unknown = queryMetadata === undefined ? undefined : JSON.parse(queryMetadata);
    kinds.add(value === null ? "null" : typeof value);
  }
  assert.deepEqual([...kinds].sort(), ["null", "object", "string", "undefined"]);
});
