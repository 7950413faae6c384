import assert from "node:assert/strict";
import { test } from "node:test";
import { get, openSandbox, results, textOf } from "./sandboxClient.ts";

void test("the same routes answer under /api and /api/v1, and links stay where they were asked", async (t) => {
  const { call } = await openSandbox(t);
  const plain = await call("GET", "contacts/?pageSize=2");
  const versioned = await call("GET", "v1/contacts/?pageSize=2");
  assert.deepEqual(results(versioned.json), results(plain.json));
  assert.match(String(get(versioned.json, "next")), /\/api\/v1\/contacts\/\?page=2&pageSize=2$/);
  assert.equal((await call("GET", "v1/inboxes/")).status, 200);
});

void test("a path without its slash is redirected before any key is asked for, whatever the method", async (t) => {
  const { call, sandbox } = await openSandbox(t);
  for (const method of ["GET", "POST", "DELETE"]) {
    const { status, headers } = await call(method, "contacts?page=2&query=%E9%99%B3", undefined, {
      authorization: "",
    });
    assert.equal(status, 301);
    assert.equal(headers.get("location"), "/api/contacts/?page=2&query=%E9%99%B3");
  }
  assert.equal((await call("GET", "inboxes")).headers.get("location"), "/api/inboxes/");
  const id = textOf((await call("GET", "contacts/?pageSize=1")).json, "results", 0, "id");
  assert.equal((await call("PATCH", `contacts/${id}`, {})).status, 301);
  assert.equal(sandbox.requests.length, 6);
});

void test("a request without the key, or with another one, is refused with 403 and a detail", async (t) => {
  const { call, sandbox } = await openSandbox(t, { apiKey: "right" });
  assert.equal(sandbox.apiKey, "right");
  const cases: [authorization: string, detail: string][] = [
    ["", "Authentication credentials were not provided."],
    ["right", "Authentication credentials were not provided."],
    ["Bearer right", "Authentication credentials were not provided."],
    ["Api-Key wrong", "Invalid API key."],
    ["Api-Key right ", "OK"],
  ];
  for (const [authorization, detail] of cases) {
    const { status, json } = await call("GET", "contacts/", undefined, { authorization });
    assert.equal(status, detail === "OK" ? 200 : 403);
    if (status === 403) assert.deepEqual(json, { detail });
  }
});

void test("two sandboxes do not share a key unless they are told to", async (t) => {
  const [first, second] = [await openSandbox(t), await openSandbox(t)];
  assert.notEqual(first.sandbox.apiKey, second.sandbox.apiKey);
});

void test("unknown contacts, and ids that are no UUID, answer 404 in DRF's words", async (t) => {
  const { call } = await openSandbox(t);
  for (const id of ["00000000-0000-4000-8000-000000000000", "x", "%00", "__proto__"]) {
    for (const method of ["GET", "PUT", "PATCH", "DELETE"]) {
      const { status, json } = await call(method, `contacts/${id}/`, method === "GET" ? undefined : "{");
      assert.equal(status, 404);
      assert.deepEqual(json, { detail: "Not found." });
    }
  }
});

void test("a contact is found by its id in capitals and without hyphens, as Python reads UUIDs", async (t) => {
  const { call } = await openSandbox(t);
  const id = textOf((await call("GET", "contacts/?pageSize=1")).json, "results", 0, "id");
  assert.equal(get((await call("GET", `contacts/${id.toUpperCase()}/`)).json, "id"), id);
  assert.equal(get((await call("GET", `contacts/${id.replaceAll("-", "")}/`)).json, "id"), id);
});

void test("paths that Django does not know answer an HTML page, as when /api is missing from a base URL", async (t) => {
  const { call, sandbox } = await openSandbox(t);
  const response = await fetch(`http://127.0.0.1:${sandbox.port}/contacts/`);
  assert.equal(response.status, 404);
  assert.match(response.headers.get("content-type") ?? "", /^text\/html/);
  assert.match(await response.text(), /^<!doctype html>/);
  assert.equal((await call("GET", "nothing/")).status, 404);
});

void test("a method the route does not have answers 405 with Allow", async (t) => {
  const { call } = await openSandbox(t);
  const { status, json, headers } = await call("DELETE", "contacts/");
  assert.equal(status, 405);
  assert.deepEqual(json, { detail: 'Method "DELETE" not allowed.' });
  assert.equal(headers.get("allow"), "GET, POST");
  assert.equal((await call("POST", "inboxes/", {})).status, 405);
});

void test("HEAD answers the headers of GET", async (t) => {
  const { call } = await openSandbox(t);
  const { status, text } = await call("HEAD", "contacts/");
  assert.equal(status, 200);
  assert.equal(text, "");
});

void test("a body that is not JSON by its content type answers 415", async (t) => {
  const { call } = await openSandbox(t);
  const { status, json } = await call("POST", "contacts/", "name=x", { "content-type": "text/plain" });
  assert.equal(status, 415);
  assert.deepEqual(json, { detail: 'Unsupported media type "text/plain" in request.' });
  const charset = { "content-type": "application/json; charset=utf-8" };
  assert.equal((await call("POST", "contacts/", "{}", charset)).status, 400);
});

void test("a body that does not parse answers 400 with the parser's complaint", async (t) => {
  const { call, sandbox } = await openSandbox(t);
  for (const body of ["{", '{"name":NaN}', "\uFEFF{}", "'x'", " "]) {
    const { status, json } = await call("POST", "contacts/", body);
    assert.equal(status, 400);
    assert.match(String(get(json, "detail")), /^JSON parse error - /);
  }
  const badUtf8 = await fetch(`${sandbox.baseUrl}/contacts/`, {
    method: "POST",
    headers: { authorization: `Api-Key ${sandbox.apiKey}`, "content-type": "application/json" },
    body: new Uint8Array([0x7b, 0x22, 0xff, 0x22, 0x7d]),
  });
  assert.equal(badUtf8.status, 400);
  assert.match(await badUtf8.text(), /JSON parse error - 'utf-8'/);
});

void test("a JSON body that is no object answers 400 naming its type", async (t) => {
  const { call } = await openSandbox(t);
  const cases = { "[]": "list", '"x"': "str", "1": "int", "1.5": "float", true: "bool", null: "NoneType" };
  for (const [body, type] of Object.entries(cases)) {
    const { status, json } = await call("POST", "contacts/", body);
    assert.equal(status, 400);
    const message = `Invalid data. Expected a dictionary, but got ${type}.`;
    assert.deepEqual(json, { non_field_errors: [message] });
  }
});

void test("a body over 1 MiB answers 413, one of just 1 MiB is read", async (t) => {
  const { call } = await openSandbox(t);
  const bodyOf = (bytes: number): string => `{"x":"${"a".repeat(bytes - 8)}"}`;
  assert.equal((await call("POST", "contacts/", bodyOf(1024 * 1024))).status, 400);
  const { status, text } = await call("POST", "contacts/", bodyOf(1024 * 1024 + 1));
  assert.equal(status, 413);
  assert.match(text, /Too Large/);
});

void test("over the rate limit requests answer 429 with Retry-After until the window has passed", async (t) => {
  let time = 1_800_000_000_000;
  const { call, sandbox } = await openSandbox(t, { ratePerSecond: 2, now: () => time });
  const status = async (): Promise<number> => (await call("GET", "inboxes/")).status;
  assert.deepEqual([await status(), await status()], [200, 200]);
  const refused = await call("GET", "inboxes/");
  assert.equal(refused.status, 429);
  assert.equal(refused.headers.get("retry-after"), "1");
  assert.deepEqual(refused.json, { detail: "Request was throttled. Expected available in 1 second." });
  time += 999;
  assert.equal(await status(), 429);
  time += 1;
  assert.equal(await status(), 200);

  sandbox.setRate(0.1);
  assert.equal(await status(), 200);
  assert.equal((await call("GET", "inboxes/")).headers.get("retry-after"), "10");
  sandbox.setRate(undefined);
  assert.deepEqual([await status(), await status(), await status()], [200, 200, 200]);
});

void test("no answer carries an ETag: the real server has no versions", async (t) => {
  const { call } = await openSandbox(t);
  assert.equal((await call("GET", "contacts/")).headers.get("etag"), null);
});
