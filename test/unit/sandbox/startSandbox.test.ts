import assert from "node:assert/strict";
import { connect } from "node:net";
import { networkInterfaces } from "node:os";
import { test } from "node:test";
import { startSandbox, type RecordedRequest } from "../../../src/sandbox/startSandbox.ts";
import { callerOf, get, openSandbox } from "./sandboxClient.ts";

void test("requests are recorded with path, body and status, and without headers", async (t) => {
  const heard: RecordedRequest[] = [];
  const { sandbox, call } = await openSandbox(t, { onRequest: (request) => heard.push(request) });
  await call("GET", "contacts/?query=x");
  await call("POST", "contacts/", '{"name":"陳"}');
  assert.deepEqual(sandbox.requests, [
    { method: "GET", path: "/api/contacts/?query=x", body: "", status: 200 },
    { method: "POST", path: "/api/contacts/", body: '{"name":"陳"}', status: 400 },
  ]);
  assert.deepEqual(heard, sandbox.requests);
  sandbox.clearRequests();
  assert.deepEqual(sandbox.requests, []);
});

void test("the last 1000 requests are kept", async (t) => {
  const { sandbox, call } = await openSandbox(t, { contacts: 0 });
  for (let index = 0; index <= 1000; index++) await call("GET", `inboxes/?n=${index}`);
  assert.equal(sandbox.requests.length, 1000);
  assert.equal(sandbox.requests[0]?.path, "/api/inboxes/?n=1");
});

void test("a planned answer is given once, to the first request that fits, in place of the work", async (t) => {
  const { sandbox, call } = await openSandbox(t);
  sandbox.respondNext({
    method: "PATCH",
    status: 503,
    body: "<html>busy</html>",
    headers: { "Retry-After": "7" },
  });
  sandbox.respondNext({ pathPattern: /query=a/, status: 418, body: { detail: "tea" } });
  sandbox.respondNext({ pathPattern: "query=b", status: 200, body: { results: [] }, times: 2 });
  assert.equal((await call("GET", "contacts/")).status, 200);
  const tea = await call("GET", "contacts/?query=a");
  assert.equal(tea.status, 418);
  assert.deepEqual(tea.json, { detail: "tea" });
  assert.equal((await call("GET", "contacts/?query=a")).status, 200);
  const id = String(get((await call("GET", "contacts/")).json, "results", 0, "id"));
  const busy = await call("PATCH", `contacts/${id}/`, { name: "x" });
  assert.equal(busy.status, 503);
  assert.equal(busy.headers.get("retry-after"), "7");
  assert.match(busy.headers.get("content-type") ?? "", /^text\/html/);
  assert.equal(get((await call("GET", `contacts/${id}/`)).json, "name"), "陳美玲");
  for (const count of [undefined, undefined, 0]) {
    assert.equal(get((await call("GET", "contacts/?query=b12345")).json, "count"), count);
  }
});

void test("planned answers that were not used can be dropped", async (t) => {
  const { sandbox, call } = await openSandbox(t);
  sandbox.respondNext({ status: 500, times: 100 });
  assert.equal((await call("GET", "inboxes/")).status, 500);
  sandbox.clearPlannedResponses();
  assert.equal((await call("GET", "inboxes/")).status, 200);
});

void test("faults come before or after the work: the client cannot tell, the data can", async (t) => {
  const { sandbox, call } = await openSandbox(t, { contacts: 1 });
  const id = String(get((await call("GET", "contacts/")).json, "results", 0, "id"));
  const path = `contacts/${id}/`;
  const name = async (): Promise<unknown> => get((await call("GET", path)).json, "name");

  sandbox.respondNext({ fault: "reset" });
  await assert.rejects(call("PATCH", path, { name: "before" }));
  assert.equal(await name(), "陳美玲");
  sandbox.respondNext({ fault: "reset", commit: true });
  await assert.rejects(call("PATCH", path, { name: "after" }));
  assert.equal(await name(), "after");
  sandbox.respondNext({ status: 502, commit: true });
  assert.equal((await call("PATCH", path, { name: "bad gateway" })).status, 502);
  assert.equal(await name(), "bad gateway");
  sandbox.respondNext({ fault: "truncate" });
  await assert.rejects(call("GET", path));
  assert.deepEqual(
    sandbox.requests.filter(({ method }) => method === "PATCH").map(({ status }) => status),
    [0, 0, 502],
  );
});

void test("a held answer comes when its promise settles, with its work done at once", async (t) => {
  const { sandbox, call } = await openSandbox(t);
  const gate = Promise.withResolvers<undefined>();
  sandbox.respondNext({ method: "DELETE", until: gate.promise });
  const id = String(get((await call("GET", "contacts/")).json, "results", 0, "id"));
  const order: string[] = [];
  const held = call("DELETE", `contacts/${id}/`).then(({ status }) => order.push(`held ${status}`));
  let status = 200;
  while (status === 200) ({ status } = await call("GET", `contacts/${id}/`));
  order.push("read");
  gate.resolve(undefined);
  await held;
  assert.deepEqual(order, ["read", "held 204"]);
});

void test("latency delays the answer, not the work", async (t) => {
  const { sandbox, call } = await openSandbox(t, { latencyMs: 20 });
  assert.equal((await call("GET", "inboxes/")).status, 200);
  sandbox.setLatency(600_000);
  const answered = call("GET", "inboxes/").then(
    () => "answered",
    () => "broken off",
  );
  while (sandbox.requests.length < 2) await new Promise(setImmediate);
  await sandbox.close();
  assert.equal(await answered, "broken off");
});

void test("close breaks off answers that hang or are held, and may be called twice", async (t) => {
  const { sandbox, call } = await openSandbox(t);
  sandbox.respondNext({ fault: "hang" });
  sandbox.respondNext({ until: new Promise(() => undefined) });
  const pending = [call("GET", "inboxes/"), call("GET", "inboxes/")].map((reply) => assert.rejects(reply));
  while (sandbox.requests.length < 2) await new Promise(setImmediate);
  await sandbox.close();
  await Promise.all(pending);
});

void test("a client that goes away in mid body disturbs nobody", async (t) => {
  const { sandbox, call } = await openSandbox(t);
  const socket = connect(sandbox.port, "127.0.0.1");
  const closed = new Promise((resolve) => socket.once("close", resolve));
  socket.write("POST /api/contacts/ HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{", () =>
    socket.destroy(),
  );
  await closed;
  assert.equal((await call("GET", "inboxes/")).status, 200);
});

void test("a port that is taken makes the start fail with the system's error", async (t) => {
  const { sandbox } = await openSandbox(t);
  await assert.rejects(startSandbox({ port: sandbox.port }), { code: "EADDRINUSE" });
});

void test("the sandbox listens on loopback only", async (t) => {
  const { sandbox } = await openSandbox(t);
  assert.equal(sandbox.baseUrl, `http://127.0.0.1:${sandbox.port}/api`);
  const outside = Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .filter(({ internal, family }) => !internal && family === "IPv4");
  for (const { address } of outside) {
    await assert.rejects(fetch(`http://${address}:${sandbox.port}/api/inboxes/`));
  }
});

void test("the same seed gives the same contacts, another seed others", async (t) => {
  const page = async (seed: number): Promise<string> => {
    const { sandbox } = await openSandbox(t, { seed, contacts: 50 });
    return (await callerOf(sandbox)("GET", "contacts/?pageSize=50")).text;
  };
  const first = await page(1);
  assert.equal(await page(1), first);
  assert.notEqual(await page(2), first);
});
