import assert from "node:assert/strict";
import { test } from "node:test";
import { sampleInboxes } from "../../../src/sandbox/sampleInboxes.ts";
import { get, openSandbox, textOf } from "./sandboxClient.ts";

const [line, telegram] = sampleInboxes.map(({ id }) => id);
const unknownId = "00000000-0000-4000-8000-000000000000";
const tooLong = (count: number): string[] => [`Ensure this field has no more than ${count} characters.`];

/** Each body is added to a valid one; the answer must be exactly these errors. */
const refused: [about: string, body: Record<string, unknown>, errors: Record<string, unknown>][] = [
  ["a null name", { name: null }, { name: ["This field may not be null."] }],
  ["an empty name", { name: "" }, { name: ["This field may not be blank."] }],
  ["a name of spaces", { name: " \t " }, { name: ["This field may not be blank."] }],
  ["a name over 255", { name: "a".repeat(256) }, { name: tooLong(255) }],
  ["a name that is an object", { name: {} }, { name: ["Not a valid string."] }],
  ["a name that is a truth value", { name: true }, { name: ["Not a valid string."] }],
  ["a NUL in the name", { name: "a\0b" }, { name: ["Null characters are not allowed."] }],
  ["half a surrogate pair", { name: "a\ud800" }, { name: ["Surrogate characters are not allowed: U+D800."] }],
  ["an e-mail without a host", { email: "x" }, { email: ["Enter a valid email address."] }],
  ["two dots in an e-mail", { email: "a..b@example.com" }, { email: ["Enter a valid email address."] }],
  [
    "a long and bad e-mail",
    { email: "x".repeat(300) },
    { email: [...tooLong(254), "Enter a valid email address."] },
  ],
  ["an avatar that is no URL", { avatar: "updated_avatar_url" }, { avatar: ["Enter a valid URL."] }],
  ["an avatar of another scheme", { avatar: "javascript:alert(1)" }, { avatar: ["Enter a valid URL."] }],
  ["an avatar over 511", { avatar: `https://example.com/${"a".repeat(492)}` }, { avatar: tooLong(511) }],
  ["a phone number over 50", { phoneNumber: "1".repeat(51) }, { phoneNumber: tooLong(50) }],
  ["a phone number that is a list", { phoneNumber: [] }, { phoneNumber: ["Not a valid string."] }],
  ["a source id over 255", { sourceId: "s".repeat(256) }, { sourceId: tooLong(255) }],
  ["null inboxes", { inboxes: null }, { inboxes: ["This field may not be null."] }],
  ["no inboxes", { inboxes: [] }, { inboxes: { non_field_errors: ["This list may not be empty."] } }],
  [
    "inboxes that are no list",
    { inboxes: "x" },
    { inboxes: { non_field_errors: ['Expected a list of items but got type "str".'] } },
  ],
  [
    "an inbox that is an id only",
    { inboxes: [line] },
    { inboxes: [{ non_field_errors: ["Invalid data. Expected a dictionary, but got str."] }] },
  ],
  ["an inbox without id", { inboxes: [{}] }, { inboxes: [{ id: ["This field is required."] }] }],
  [
    "an inbox with null id",
    { inboxes: [{ id: null }] },
    { inboxes: [{ id: ["This field may not be null."] }] },
  ],
  ["a bad inbox id", { inboxes: [{ id: "x" }] }, { inboxes: [{ id: ["“x” is not a valid UUID."] }] }],
  ["an inbox id in numbers", { inboxes: [{ id: 7 }] }, { inboxes: [{ id: ["“7” is not a valid UUID."] }] }],
  [
    "an unknown inbox in second place",
    { inboxes: [{ id: line }, { id: unknownId }] },
    { inboxes: [{}, { id: [`Invalid pk "${unknownId}" - object does not exist.`] }] },
  ],
  [
    "several fields at once",
    { name: "", email: "x", inboxes: [{ id: "x" }] },
    {
      inboxes: [{ id: ["“x” is not a valid UUID."] }],
      name: ["This field may not be blank."],
      email: ["Enter a valid email address."],
    },
  ],
];

for (const [about, body, errors] of refused) {
  void test(`${about} is refused on create and on update`, async (t) => {
    const { call } = await openSandbox(t, { contacts: 1 });
    const created = await call("POST", "contacts/", { name: "n", inboxes: [{ id: line }], ...body });
    assert.equal(created.status, 400);
    assert.deepEqual(created.json, errors);
    const id = textOf((await call("GET", "contacts/")).json, "results", 0, "id");
    const before = await call("GET", `contacts/${id}/`);
    for (const method of ["PATCH", "PUT"]) {
      const { status, json } = await call(method, `contacts/${id}/`, body);
      assert.equal(status, 400);
      assert.deepEqual(json, errors);
    }
    assert.equal((await call("GET", `contacts/${id}/`)).text, before.text);
  });
}

void test("create needs name and inboxes, and an empty body says so", async (t) => {
  const { call } = await openSandbox(t);
  for (const body of [{}, undefined]) {
    const { status, json } = await call("POST", "contacts/", body);
    assert.equal(status, 400);
    assert.deepEqual(json, { inboxes: ["This field is required."], name: ["This field is required."] });
  }
});

void test("the old inbox form is taken when there are no inboxes, and ignored when there are", async (t) => {
  const { call } = await openSandbox(t);
  const old = await call("POST", "contacts/", { name: "old", inbox: { id: line } });
  assert.equal(old.status, 201);
  assert.equal(get(old.json, "inboxes", 0, "id"), line);
  const both = await call("POST", "contacts/", {
    name: "both",
    inbox: { id: "x" },
    inboxes: [{ id: telegram }],
  });
  assert.equal(both.status, 201);
  assert.equal(get(both.json, "inboxes", 0, "id"), telegram);
  const bad = await call("POST", "contacts/", { name: "bad", inbox: { id: "x" } });
  assert.deepEqual(bad.json, { inbox: { id: ["“x” is not a valid UUID."] } });
});

void test("texts are trimmed, numbers become text without rounding, empty and null stay what they are", async (t) => {
  const { call } = await openSandbox(t);
  const inboxes = `[{"id":"${line ?? ""}","name":"ignored"}]`;
  const { status, json } = await call(
    "POST",
    "contacts/",
    `{"name":"  美玲\\u3000","inboxes":${inboxes},"phoneNumber":12345678901234567890,"email":"","avatar":null,"sourceId":42}`,
  );
  assert.equal(status, 201);
  assert.equal(get(json, "name"), "美玲");
  assert.equal(get(json, "phoneNumber"), "12345678901234567890");
  assert.equal(get(json, "email"), "");
  assert.equal(get(json, "avatar"), null);
  assert.equal(get(json, "sourceId"), "42");
});

void test("lengths are counted in characters, not in UTF-16 units", async (t) => {
  const { call } = await openSandbox(t);
  const create = (name: string) => call("POST", "contacts/", { name, inboxes: [{ id: line }] });
  assert.equal((await create("𠮷".repeat(255))).status, 201);
  assert.equal((await create("𠮷".repeat(256))).status, 400);
});

void test("unknown and read-only keys in a write are ignored", async (t) => {
  const { call } = await openSandbox(t);
  const { status, json } = await call(
    "POST",
    "contacts/",
    `{"name":"n","inboxes":[{"id":"${line ?? ""}"}],"id":"${unknownId}","mcpCredentials":"mine","createdAt":"1","updatedAt":"1","color":"red","__proto__":{"name":"x"}}`,
  );
  assert.equal(status, 201);
  assert.notEqual(get(json, "id"), unknownId);
  assert.match(textOf(json, "mcpCredentials"), /^sandbox-synthetic-credential-/);
  assert.ok(Number(textOf(json, "createdAt")) > 1);
  assert.equal(get(json, "color"), undefined);
});

void test("a source id is unique within an inbox, for create, update and a move into the inbox", async (t) => {
  const { call } = await openSandbox(t);
  const taken = { sourceId: ["A contact with this source ID already exists in this inbox."] };
  const create = (sourceId: string | null, inbox: string | undefined) =>
    call("POST", "contacts/", { name: "n", inboxes: [{ id: inbox }], sourceId });
  const first = await create("same", line);
  assert.equal(first.status, 201);
  assert.deepEqual((await create("same", line)).json, taken);
  const elsewhere = await create("same", telegram);
  assert.equal(elsewhere.status, 201);
  const path = `contacts/${textOf(elsewhere.json, "id")}/`;
  assert.deepEqual((await call("PATCH", path, { inboxes: [{ id: telegram }, { id: line }] })).json, taken);
  assert.equal((await call("PATCH", path, { sourceId: "same", name: "itself" })).status, 200);
  for (const empty of ["", "", null, null]) assert.equal((await create(empty, line)).status, 201);

  await call("DELETE", `contacts/${textOf(first.json, "id")}/`);
  assert.equal((await call("PATCH", path, { inboxes: [{ id: line }] })).status, 200);
});
