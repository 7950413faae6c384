import assert from "node:assert/strict";
import { test } from "node:test";
import { sampleInboxes } from "../../../src/sandbox/sampleInboxes.ts";
import { get, names, openSandbox, results, textOf } from "./sandboxClient.ts";

const [line, telegram] = sampleInboxes.map(({ id }) => id);
const full = {
  name: "n",
  inboxes: [{ id: line }],
  avatar: "https://cdn.example.com/a.png",
  phoneNumber: "+886 2 0000 0001",
  email: "n@example.com",
  sourceId: "s-1",
  queryMetadata: { a: 1 },
};

void test("a created contact stands first in the list and in its inbox", async (t) => {
  const { call } = await openSandbox(t);
  await call("POST", "contacts/", full);
  await call("POST", "contacts/", { ...full, name: "second", sourceId: null });
  assert.deepEqual(names((await call("GET", "contacts/?pageSize=3")).json), ["second", "n", "陳美玲"]);
  assert.deepEqual(names((await call("GET", `contacts/?inboxes=${line}&pageSize=2`)).json), ["second", "n"]);
  assert.equal(get((await call("GET", "contacts/")).json, "count"), 302);
});

void test("PATCH changes only what is sent, keeps the place in the list and moves updatedAt on", async (t) => {
  const { call } = await openSandbox(t, { now: () => 1_800_000_000_000 });
  const created = await call("POST", "contacts/", full);
  const path = `contacts/${textOf(created.json, "id")}/`;
  await call("POST", "contacts/", { ...full, name: "newer", sourceId: null });
  const first = await call("PATCH", path, { email: null });
  assert.deepEqual(
    { ...Object(first.json) },
    { ...Object(created.json), email: null, updatedAt: "1800000000001" },
  );
  const second = await call("PATCH", path, {});
  assert.equal(get(second.json, "updatedAt"), "1800000000002");
  assert.equal(get(second.json, "createdAt"), "1800000000000");
  assert.deepEqual(names((await call("GET", "contacts/?pageSize=2")).json), ["newer", "n"]);
});

void test("a contact that changes inboxes leaves the old list and joins the new one in its place", async (t) => {
  const { call } = await openSandbox(t);
  const path = `contacts/${textOf((await call("POST", "contacts/", full)).json, "id")}/`;
  await call("PATCH", path, { inboxes: [{ id: telegram }, { id: telegram }] });
  assert.deepEqual(results((await call("GET", `contacts/?inboxes=${line}&query=s-1`)).json), []);
  assert.deepEqual(names((await call("GET", `contacts/?inboxes=${telegram}&pageSize=1`)).json), ["n"]);
  const { json } = await call("GET", path);
  assert.deepEqual(get(json, "inboxes"), [{ id: telegram, name: "Telegram 客服" }]);
});

void test("PUT clears optional fields that are left out, but neither name nor inboxes", async (t) => {
  const { call } = await openSandbox(t);
  const path = `contacts/${textOf((await call("POST", "contacts/", full)).json, "id")}/`;
  const { status, json } = await call("PUT", path, { sourceId: "s-2" });
  assert.equal(status, 200);
  assert.equal(get(json, "name"), "n");
  assert.equal(get(json, "inboxes", 0, "id"), line);
  assert.equal(get(json, "sourceId"), "s-2");
  for (const key of ["avatar", "phoneNumber", "email", "queryMetadata"]) assert.equal(get(json, key), null);
});

void test("PUT keeps them where the sandbox was told so", async (t) => {
  const { call } = await openSandbox(t, { absentInPut: "keep" });
  const path = `contacts/${textOf((await call("POST", "contacts/", full)).json, "id")}/`;
  const { json } = await call("PUT", path, { name: "other" });
  assert.equal(get(json, "name"), "other");
  assert.equal(get(json, "email"), full.email);
});

void test("a deleted contact is gone from every list, and its source id is free", async (t) => {
  const { call } = await openSandbox(t);
  const id = textOf((await call("POST", "contacts/", full)).json, "id");
  await call("DELETE", `contacts/${id}/`);
  assert.equal((await call("DELETE", `contacts/${id}/`)).status, 404);
  assert.equal(get((await call("GET", "contacts/?query=s-1")).json, "count"), 0);
  assert.equal(get((await call("GET", `contacts/?inboxes=${line}&query=s-1`)).json, "count"), 0);
  assert.equal((await call("POST", "contacts/", full)).status, 201);
});

/** What `JSON.parse` and `JSON.stringify` would change or lose. */
const metadataTexts = [
  "12345678901234567890",
  '{"card":90071992547409931234,"rate":1.0,"tiny":1e-400,"huge":1E+400}',
  '{"2":1,"1":2,"__proto__":{"a":1},"constructor":null}',
  '{"a":1,"a":2}',
  String.raw`"\u4e2d\u6587 \/ \" \\"`,
  '[[],{},[{"operator":"AND","conditions":[{"label_id":"x"}]},","],"}"]',
  "null",
  '""',
  "false",
  "[".repeat(2000) + "]".repeat(2000),
];

void test("queryMetadata comes back as the text it was sent as", async (t) => {
  const { call } = await openSandbox(t);
  const path = `contacts/${textOf((await call("POST", "contacts/", full)).json, "id")}/`;
  for (const text of metadataTexts) {
    const { status } = await call("PATCH", path, `{"name":"q\\"","queryMetadata":${text},"email":null}`);
    assert.equal(status, 200);
    const read = await call("GET", path);
    assert.ok(read.text.includes(`"queryMetadata":${text},"mcpCredentials"`), text);
  }
});

void test("white space between the tokens of queryMetadata is dropped, within texts it stays", async (t) => {
  const { call } = await openSandbox(t);
  const path = `contacts/${textOf((await call("POST", "contacts/", full)).json, "id")}/`;
  const sent =
    '\n{ "queryMetadata" : {\n\t"a b" : [ 1 , "c  d\\" , e" ] ,\r\n "f" : { } } , "name" : " g " }\n';
  await call("PATCH", path, sent);
  const { text, json } = await call("GET", path);
  assert.ok(text.includes(String.raw`"queryMetadata":{"a b":[1,"c  d\" , e"],"f":{}},`));
  assert.equal(get(json, "name"), "g");
});

void test("the sample data has an integer beyond 2^53 that survives a change of another field", async (t) => {
  const { call } = await openSandbox(t);
  const id = textOf((await call("GET", "contacts/?query=Olivia%20Bennett")).json, "results", 0, "id");
  const { text } = await call("PATCH", `contacts/${id}/`, { name: "Olivia B." });
  assert.ok(text.includes('"loyalty_card":90071992547409931234,"points":12345678901234567890,'));
});
