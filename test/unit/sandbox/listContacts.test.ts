import assert from "node:assert/strict";
import { test } from "node:test";
import { sampleInboxes } from "../../../src/sandbox/sampleInboxes.ts";
import { get, names, openSandbox, results, textOf, type Call } from "./sandboxClient.ts";

const [line, , , , japan] = sampleInboxes.map(({ id }) => id);

async function count(call: Call, query: string): Promise<number> {
  return Number(get((await call("GET", `contacts/?pageSize=1&${query}`)).json, "count"));
}

void test("pages are capped silently at 100, and next tells that there is more", async (t) => {
  const { call } = await openSandbox(t);
  const { json } = await call("GET", "contacts/?pageSize=5000");
  assert.equal(results(json).length, 100);
  assert.equal(get(json, "count"), 300);
  assert.match(String(get(json, "next")), /page=2&pageSize=5000$/);
});

void test("the cap can be set, and a size that is no positive number means the default", async (t) => {
  const { call } = await openSandbox(t, { pageSizeCap: 30 });
  assert.equal(results((await call("GET", "contacts/?pageSize=40")).json).length, 30);
  for (const pageSize of ["", "0", "-1", "x", "1.5"]) {
    assert.equal(results((await call("GET", `contacts/?pageSize=${pageSize}`)).json).length, 20);
  }
});

void test("all pages together hold every contact once, newest first", async (t) => {
  const { call } = await openSandbox(t);
  const seen: string[] = [];
  const dates: number[] = [];
  for (let page = 1; page <= 5; page++) {
    const items = results((await call("GET", `contacts/?page=${page}&pageSize=70`)).json);
    seen.push(...items.map((item) => textOf(item, "id")));
    dates.push(...items.map((item) => Number(textOf(item, "createdAt"))));
  }
  assert.equal(new Set(seen).size, 300);
  assert.deepEqual(
    dates,
    dates.toSorted((a, b) => b - a),
  );
});

void test("next and previous are built as DRF does: absolute, sorted, page 1 without a number", async (t) => {
  const { call, sandbox } = await openSandbox(t);
  const { json } = await call("GET", "contacts/?search=example&page=2&pageSize=10");
  assert.equal(get(json, "next"), `${sandbox.baseUrl}/contacts/?page=3&pageSize=10&search=example`);
  assert.equal(get(json, "previous"), `${sandbox.baseUrl}/contacts/?pageSize=10&search=example`);
  assert.equal(get((await call("GET", "contacts/?page=15")).json, "next"), null);
  assert.equal(get((await call("GET", "contacts/")).json, "previous"), null);
});

void test("a page past the end, or no page at all, answers 404; the first page always exists", async (t) => {
  const { call } = await openSandbox(t);
  for (const page of ["16", "0", "-1", "x", "", "1e1", "99999999999999999999"]) {
    const { status, json } = await call("GET", `contacts/?page=${page}`);
    assert.equal(status, 404, page);
    assert.deepEqual(json, { detail: "Invalid page." });
  }
  assert.deepEqual(results((await call("GET", "contacts/?query=nobody&page=1")).json), []);
  assert.equal((await call("GET", "contacts/?page=last")).status, 200);
});

void test("inboxes filters by inbox, the deprecated inbox still does, and inboxes wins", async (t) => {
  const { call } = await openSandbox(t);
  const { json } = await call("GET", `contacts/?inboxes=${line}&pageSize=100`);
  for (const contact of results(json)) {
    const inboxes = get(contact, "inboxes");
    assert.ok(Array.isArray(inboxes) && inboxes.some((inbox) => get(inbox, "id") === line));
  }
  const total = Number(get(json, "count"));
  assert.ok(total > 50 && total < 300);
  assert.equal(await count(call, `inbox=${line}`), total);
  assert.equal(await count(call, `inbox=${japan}&inboxes=${line}`), total);
  assert.equal(await count(call, "inboxes="), 300);
});

void test("an unknown inbox has no contacts, and one that is no UUID is refused: lists of ids are not promised", async (t) => {
  const { call } = await openSandbox(t);
  assert.equal(await count(call, "inboxes=00000000-0000-4000-8000-000000000000"), 0);
  for (const inboxes of ["example", `${line},${japan}`]) {
    const { status, json } = await call("GET", `contacts/?inboxes=${inboxes}`);
    assert.equal(status, 400);
    assert.deepEqual(json, { inboxes: [`“${inboxes}” is not a valid UUID.`] });
  }
});

void test("query finds parts of name and source id in any case, and nothing else", async (t) => {
  const { call } = await openSandbox(t);
  assert.deepEqual(names((await call("GET", "contacts/?query=HIROSHI%20tan")).json), ["Hiroshi Tanaka"]);
  assert.deepEqual(names((await call("GET", "contacts/?query=CRM-104233")).json), ["陳美玲"]);
  assert.ok((await count(call, "query=%E9%99%B3")) > 3);
  assert.equal(await count(call, "query=meiling.chen@example.com"), 0);
});

void test("search finds e-mail, phone, source id, inbox names and metadata; each word must be found", async (t) => {
  const { call } = await openSandbox(t);
  const found = async (text: string): Promise<unknown[]> =>
    names((await call("GET", `contacts/?search=${encodeURIComponent(text)}&pageSize=100`)).json);
  assert.deepEqual(await found("MEILING.chen@example.com"), ["陳美玲"]);
  assert.deepEqual(await found("0000 0187"), ["Hiroshi Tanaka"]);
  assert.deepEqual(await found("crm-104198"), ["Hiroshi Tanaka"]);
  assert.deepEqual(await found("12345678901234567890"), ["Olivia Bennett"]);
  assert.ok((await found("messenger")).includes("Olivia Bennett"));
  assert.deepEqual(await found("陳美玲 crm-104233"), ["陳美玲"]);
  assert.deepEqual(await found("陳美玲 crm-104198"), []);
});

void test("filters combine", async (t) => {
  const { call } = await openSandbox(t);
  assert.equal(await count(call, `inboxes=${japan}&query=hiroshi&search=tanaka`), 1);
  assert.equal(await count(call, `inboxes=${line}&query=hiroshi`), 0);
});

void test("inboxes/ lists five inboxes with channel and unread count, filtered, ordered and paged", async (t) => {
  const { call } = await openSandbox(t);
  const list = async (query: string): Promise<unknown> => (await call("GET", `inboxes/?${query}`)).json;
  assert.deepEqual(results(await list("")), sampleInboxes);
  assert.equal(get(await list("channelType=line"), "count"), 2);
  assert.equal(get(await list("channelType=fax"), "count"), 0);
  const unread = results(await list("ordering=-unreadConversationsCount")).map((inbox) =>
    get(inbox, "unreadConversationsCount"),
  );
  assert.deepEqual(unread, [12, 7, 3, 1, 0]);
  assert.equal(get(results(await list("ordering=channelType,-name"))[0], "name"), "日本サポート LINE");
  assert.deepEqual(results(await list("ordering=nonsense")), sampleInboxes);
  const second = await list("pageSize=2&page=2");
  assert.equal(results(second).length, 2);
  assert.match(String(get(second, "next")), /\/inboxes\/\?page=3&pageSize=2$/);
});

void test("conversations answer count and times, latest the newest of them, with and without slash", async (t) => {
  const { call } = await openSandbox(t);
  const id = textOf((await call("GET", "contacts/?pageSize=3")).json, "results", 2, "id");
  const { status, json } = await call("GET", `contacts/${id}/conversations`);
  assert.equal(status, 200);
  assert.equal(get(json, "count"), results(json).length);
  const times = results(json).map((conversation) => Number(textOf(conversation, "createdAt")));
  assert.deepEqual(
    times,
    times.toSorted((a, b) => b - a),
  );
  assert.deepEqual((await call("GET", `contacts/${id}/conversations/`)).json, json);
  assert.deepEqual((await call("GET", `contacts/${id}/conversations/latest`)).json, results(json)[0]);
  assert.deepEqual((await call("GET", `contacts/${id}/conversations/latest/`)).json, results(json)[0]);
  const without = textOf((await call("GET", "contacts/?pageSize=1")).json, "results", 0, "id");
  assert.equal((await call("GET", `contacts/${without}/conversations`)).status, 404);
  assert.equal((await call("GET", `contacts/${without}/conversations/latest`)).status, 404);
});

void test("100,000 contacts are listed, filtered and searched, and begin as 300 do", async (t) => {
  const { call } = await openSandbox(t, { contacts: 100_000 });
  const few = await openSandbox(t);
  assert.equal(await count(call, ""), 100_000);
  const first = await call("GET", "contacts/?pageSize=100");
  assert.deepEqual(results(first.json), results((await few.call("GET", "contacts/?pageSize=100")).json));
  assert.equal(results((await call("GET", "contacts/?page=1000&pageSize=100")).json).length, 100);
  assert.equal(await count(call, "query=crm-104198"), 1);
  assert.ok((await count(call, `inboxes=${japan}&search=tanaka`)) > 100);
  const created = await call("POST", "contacts/", { name: "Newest", inboxes: [{ id: japan }] });
  assert.equal(created.status, 201);
  assert.deepEqual(names((await call("GET", `contacts/?inboxes=${japan}&pageSize=1`)).json), ["Newest"]);
});
