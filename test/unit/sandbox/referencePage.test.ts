import assert from "node:assert/strict";
import { test } from "node:test";
import { sampleInboxes } from "../../../src/sandbox/sampleInboxes.ts";
import { get, openSandbox, results, textOf } from "./sandboxClient.ts";

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const isText = (value: unknown): boolean => typeof value === "string";
const isTextOrNull = (value: unknown): boolean => value === null || isText(value);
const isTimestamp = (value: unknown): boolean => typeof value === "string" && /^\d{13}$/.test(value);
const isInboxReference = (value: unknown): boolean =>
  uuid.test(String(get(value, "id"))) && isText(get(value, "name")) && keysOf(value).join() === "id,name";
const anything = (): boolean => true;

/** 'Response Schema Example' of the vendor's page: `?` there is `optional` here. */
const contactShape: Record<string, { optional: boolean; fits: (value: unknown) => boolean }> = {
  id: { optional: false, fits: (value) => uuid.test(String(value)) },
  inboxes: { optional: true, fits: (value) => Array.isArray(value) && value.every(isInboxReference) },
  inbox: { optional: true, fits: isInboxReference },
  name: { optional: false, fits: isText },
  avatar: { optional: true, fits: isTextOrNull },
  phoneNumber: { optional: true, fits: isTextOrNull },
  email: { optional: true, fits: isTextOrNull },
  sourceId: { optional: true, fits: isTextOrNull },
  queryMetadata: { optional: true, fits: anything },
  mcpCredentials: { optional: false, fits: isText },
  createdAt: { optional: false, fits: isTimestamp },
  updatedAt: { optional: false, fits: isTimestamp },
};

function keysOf(value: unknown): string[] {
  return typeof value === "object" && value !== null ? Object.keys(value) : [];
}

function assertContact(json: unknown): void {
  for (const key of keysOf(json)) assert.ok(key in contactShape, `the page knows no ${key}`);
  for (const [key, { optional, fits }] of Object.entries(contactShape)) {
    const value = get(json, key);
    if (value === undefined) assert.ok(optional, `${key} is missing`);
    else assert.ok(fits(value), `${key} is ${JSON.stringify(value)}`);
  }
}

const [inbox] = sampleInboxes;
const [inboxId, otherInboxId] = sampleInboxes.map(({ id }) => id);
/** The body of the page's examples, with ids and addresses that can be real ones. */
const body = {
  inboxes: [{ id: inboxId }],
  name: "user1",
  avatar: "",
  phoneNumber: 912345678,
  email: "user1@example.com",
  sourceId: "self defined source id",
  queryMetadata: "self defined query metadata",
};

void test("GET contacts/ answers 200 with count, next, previous and results of contacts", async (t) => {
  const { call } = await openSandbox(t);
  for (const page of [1, 2, 3]) {
    const { status, json } = await call("GET", `contacts/?page=${page}&pageSize=100`);
    assert.equal(status, 200);
    assert.deepEqual(keysOf(json), ["count", "next", "previous", "results"]);
    assert.equal(get(json, "count"), 300);
    assert.equal(results(json).length, 100);
    results(json).forEach(assertContact);
  }
});

void test("POST contacts/ answers 201 with the whole contact", async (t) => {
  const { call } = await openSandbox(t);
  const { status, json } = await call("POST", "contacts/", body);
  assert.equal(status, 201);
  assertContact(json);
  assert.deepEqual(get(json, "inboxes"), [{ id: inboxId, name: inbox?.name }]);
  assert.equal(get(json, "phoneNumber"), "912345678");
  assert.equal(get(json, "queryMetadata"), "self defined query metadata");
});

void test("GET contacts/{id}/ answers 200 with the contact that was created", async (t) => {
  const { call } = await openSandbox(t);
  const created = await call("POST", "contacts/", body);
  const { status, json } = await call("GET", `contacts/${textOf(created.json, "id")}/`);
  assert.equal(status, 200);
  assert.deepEqual(json, created.json);
});

for (const method of ["PUT", "PATCH"]) {
  void test(`${method} contacts/{id}/ answers 200 with the page's example applied`, async (t) => {
    const { call } = await openSandbox(t);
    const id = textOf((await call("POST", "contacts/", body)).json, "id");
    const { status, json } = await call(method, `contacts/${id}/`, {
      inboxes: [{ id: otherInboxId }],
      name: "updated_user_name",
      avatar: "https://updated.example/avatar.png",
      phoneNumber: 987654321,
      email: "updated@example.com",
      sourceId: "updated_source_id",
      queryMetadata: "updated_query_metadata",
    });
    assert.equal(status, 200);
    assertContact(json);
    assert.equal(get(json, "id"), id);
    assert.equal(get(json, "name"), "updated_user_name");
    assert.equal(get(json, "inboxes", 0, "id"), otherInboxId);
    assert.equal(get(json, "phoneNumber"), "987654321");
    assert.equal(get(json, "sourceId"), "updated_source_id");
    assert.equal(get(json, "queryMetadata"), "updated_query_metadata");
  });
}

void test("DELETE contacts/{id}/ answers 204 with no body, and the contact is gone", async (t) => {
  const { call } = await openSandbox(t);
  const id = textOf((await call("POST", "contacts/", body)).json, "id");
  const deleted = await call("DELETE", `contacts/${id}/`);
  assert.equal(deleted.status, 204);
  assert.equal(deleted.text, "");
  assert.equal(deleted.headers.get("content-type"), null);
  assert.equal((await call("GET", `contacts/${id}/`)).status, 404);
});

void test("DELETE contacts/{id}/ answers 400 while the contact has conversations", async (t) => {
  const { call } = await openSandbox(t);
  const { json } = await call("GET", "contacts/?pageSize=100");
  const statuses: number[] = [];
  for (const contact of results(json).slice(0, 12)) {
    const id = textOf(contact, "id");
    const { status } = await call("GET", `contacts/${id}/conversations`);
    const deleted = await call("DELETE", `contacts/${id}/`);
    statuses.push(deleted.status);
    if (status === 200) assert.match(String(get(deleted.json, "detail")), /conversations/);
    assert.equal(deleted.status, status === 200 ? 400 : 204);
    assert.equal((await call("GET", `contacts/${id}/`)).status, status === 200 ? 200 : 404);
  }
  assert.ok(statuses.includes(400) && statuses.includes(204));
});
