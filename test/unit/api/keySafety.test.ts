import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { inspect } from "node:util";
import { InvalidInputError, MaiAgentError, ReadOnlyError, RedirectError } from "../../../src/api/errors.ts";
import { fetchTransport } from "../../../src/api/transport.ts";
import type { TransportResponse } from "../../../src/api/transport.ts";
import { collect, contactOf, failureOf, KEY, scriptedClient, wireClient } from "./support/clients.ts";
import { json, networkFailure } from "./support/scriptedTransport.ts";
import { sendJson, wireServer } from "./support/wireServer.ts";

describe("redirects", () => {
  for (const status of [301, 302, 303, 307, 308]) {
    it(`${status} is an error that names the target, and nobody goes there`, async () => {
      await using elsewhere = await wireServer((_request, response) =>
        sendJson(response, 200, contactOf("c")),
      );
      await using server = await wireServer((_request, response) =>
        response.writeHead(status, { location: `${elsewhere.origin}/login?next=private#x` }).end("body"),
      );
      const { client } = wireClient(server.baseUrl);
      for (const call of [
        () => client.contacts.retrieve("c"),
        () => client.contacts.create({ name: "n", inboxes: [{ id: "i" }] }),
        () => client.contacts.delete("c"),
      ]) {
        const error = await failureOf(call(), RedirectError);
        assert.equal(error.status, status);
        assert.equal(error.target, `${elsewhere.origin}/login`);
      }
      assert.equal(elsewhere.sockets, 0);
      assert.equal(server.requests.length, 3);
    });
  }

  for (const [title, location, target] of [
    ["a relative target", "/api/contacts", "https://api.example.test/api/contacts"],
    ["user info in the target", "https://u:p@evil.test/x?y", "https://evil.test/x"],
    ["no target", undefined, ""],
    ["a target that is no URL", "https://[", ""],
    ["the key in the target", `https://evil.test/${KEY}`, "https://evil.test/[key]"],
  ] as const) {
    it(`with ${title}`, async () => {
      const { client } = scriptedClient(() => json(302, {}, location === undefined ? {} : { location }));
      assert.equal((await failureOf(client.contacts.retrieve("c"), RedirectError)).target, target);
    });
  }

  it("that a fetch hides are errors as well", async () => {
    const hidden: TransportResponse = {
      status: 0,
      type: "opaqueredirect",
      headers: new Headers(),
      body: null,
    };
    const { client } = scriptedClient(() => hidden);
    assert.equal((await failureOf(client.contacts.retrieve("c"), RedirectError)).target, "");
  });
});

describe("the key", () => {
  it("goes to the connection's own origin only: 'next' is never followed", async () => {
    await using elsewhere = await wireServer((_request, response) =>
      sendJson(response, 200, { count: 0, results: [] }),
    );
    await using server = await wireServer((request, response) => {
      const page = Number(new URL(request.path, server.origin).searchParams.get("page"));
      sendJson(response, 200, {
        count: 3,
        next: page < 3 ? `${elsewhere.origin}/evil/?page=${page + 1}` : null,
        results: [contactOf(`c${page}`)],
      });
    });
    const ids = (await collect(wireClient(server.baseUrl).client.contacts.all())).map(({ id }) => id);
    assert.deepEqual(ids, ["c1", "c2", "c3"]);
    assert.equal(elsewhere.sockets, 0);
    assert.ok(server.requests.every(({ path }) => path.startsWith("/api/contacts/?page=")));
  });

  it("is in the Authorization header and nowhere else in a request", async () => {
    const { client, clock, transport } = scriptedClient(({ method }) =>
      json(200, method === "GET" ? { count: 0, results: [] } : contactOf("c")),
    );
    await clock.drive(client.contacts.list({ query: "q" }));
    await clock.drive(client.contacts.update("c", { name: "n" }));
    for (const { headers, url, body } of transport.sent) {
      assert.equal(headers["authorization"], `Api-Key ${KEY}`);
      const others = Object.entries(headers).filter(([name]) => name !== "authorization");
      assert.ok(!JSON.stringify([others, url.href, body]).includes(KEY));
    }
  });

  it("is in no error, whatever the server echoes or the transport says", async () => {
    const echo = `Invalid header Api-Key ${KEY} and ${encodeURIComponent(KEY)}`;
    const failures: (() => TransportResponse)[] = [
      () => json(400, { detail: echo, [KEY]: [echo], non_field_errors: [echo] }),
      () => json(403, echo),
      () => json(401, [echo]),
      () => json(500, { error: { message: echo, code: KEY } }),
      () => json(400, { type: KEY, errors: [{ attr: KEY, detail: echo }] }),
      () => json(200, { [KEY]: echo }),
      () => json(200, { id: 7, name: echo }),
      () => new Response(echo, { headers: { "content-type": `text/${KEY}` } }),
      () => new Response(`{"${KEY}`, { headers: { "content-type": "application/json" } }),
      () => new Response(`<html>${echo}`, { headers: { "content-type": "text/html" } }),
      () => json(302, {}, { location: `https://evil.test/${KEY}?${KEY}` }),
      () => json(302, {}, { location: `https://${KEY}@evil.test/` }),
      () => {
        throw new TypeError(`Headers.append: "Api-Key ${KEY}" is an invalid header value.`);
      },
      () => {
        throw Object.assign(new Error(KEY), { code: KEY, cause: { code: `E_${KEY}` } });
      },
      () => {
        throw networkFailure("ECONNRESET");
      },
    ];
    for (const [index, failure] of failures.entries()) {
      const records: unknown[] = [];
      const { client, clock } = scriptedClient(failure, { onAttempt: (record) => records.push(record) });
      for (const call of [
        () => client.contacts.retrieve("c"),
        () => client.contacts.list(),
        () => client.contacts.create({ name: "n", inboxes: [{ id: "i" }] }),
      ]) {
        const error = await clock.drive(failureOf(call(), MaiAgentError));
        const seen =
          inspect(error, { depth: 20, showHidden: true }) +
          JSON.stringify([error, error.message, error.stack]);
        assert.ok(!seen.includes(KEY), `failure ${index}`);
      }
      assert.ok(!inspect([records, client], { depth: 20, showHidden: true }).includes(KEY));
    }
  });

  it("cannot be sent with a base URL or a key that is unfit", () => {
    assert.throws(() => wireClient("http://api.example.test/api"), InvalidInputError);
    assert.throws(() => wireClient("https://a.test", { apiKey: "a b" }), InvalidInputError);
  });
});

describe("the default transport", () => {
  it("looks fetch up at each call, because the host replaces it", async () => {
    const original = globalThis.fetch;
    const seen: unknown[] = [];
    try {
      globalThis.fetch = (input, init) => {
        seen.push(input, init?.redirect);
        return Promise.resolve(new Response("{}"));
      };
      const { signal } = new AbortController();
      await fetchTransport.send("https://a.test/", {
        method: "GET",
        headers: {},
        redirect: "manual",
        signal,
      });
    } finally {
      globalThis.fetch = original;
    }
    assert.deepEqual(seen, ["https://a.test/", "manual"]);
  });
});

describe("a read-only connection", () => {
  it("refuses every write before there is a request", async () => {
    const { client, transport } = scriptedClient(() => json(200, contactOf("c")), { readOnly: true });
    assert.equal(client.readOnly, true);
    for (const write of [
      () => client.contacts.create({ name: "n", inboxes: [{ id: "i" }], sourceId: "s" }),
      () => client.contacts.update("c", { name: "n" }),
      () => client.contacts.replace("c", { name: "n" }),
      () => client.contacts.delete("c"),
    ]) {
      await failureOf(write(), ReadOnlyError);
    }
    assert.equal(transport.sent.length, 0);
  });

  it("still reads", async () => {
    const { client } = scriptedClient(() => json(200, contactOf("c")), { readOnly: true });
    assert.equal((await client.contacts.retrieve("c")).contact.id, "c");
  });
});

describe("ids", () => {
  it("that are no path segment are refused before there is a request", async () => {
    const { client, transport } = scriptedClient(() => json(200, contactOf("c")));
    for (const id of ["", ".", "..", "a/b", "../inboxes", "a\\b", "a\nb"]) {
      await failureOf(client.contacts.retrieve(id), InvalidInputError);
      await failureOf(client.contacts.update(id, {}), InvalidInputError);
      await failureOf(client.contacts.replace(id, {}), InvalidInputError);
      await failureOf(client.contacts.delete(id), InvalidInputError);
    }
    assert.equal(transport.sent.length, 0);
  });
});
