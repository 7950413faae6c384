import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { AttemptRecord } from "../../../src/api/client.ts";
import { systemClock } from "../../../src/api/clock.ts";
import { collect, contactOf, scriptedClient, wireClient } from "./support/clients.ts";
import { json, listOf } from "./support/scriptedTransport.ts";
import { sendJson, wireServer } from "./support/wireServer.ts";

const reason = new Error("the user typed on");

describe("an aborted call rejects with the signal's reason", () => {
  it("before anything is sent", async () => {
    const { client, transport } = scriptedClient(() => json(200, contactOf("c")));
    await assert.rejects(client.contacts.retrieve("c", { signal: AbortSignal.abort(reason) }), reason);
    assert.equal(transport.sent.length, 0);
  });

  it("while it waits for headers, over the wire, and the connection is dropped", async () => {
    const controller = new AbortController();
    const records: AttemptRecord[] = [];
    const closed = Promise.withResolvers<undefined>();
    await using server = await wireServer((_request, response) => {
      response.on("close", () => closed.resolve(undefined));
      controller.abort(reason);
    });
    const { client, clock } = wireClient(server.baseUrl, { onAttempt: (record) => records.push(record) });
    await assert.rejects(client.contacts.retrieve("c", { signal: controller.signal }), reason);
    await closed.promise;
    assert.equal(server.requests.length, 1);
    assert.equal(records[0]?.outcome, "aborted");
    assert.equal(clock.pending, 0);
  });

  it("while the body arrives", async () => {
    const controller = new AbortController();
    await using server = await wireServer((_request, response) => {
      response.writeHead(200, { "content-type": "application/json" }).write("{");
    });
    const { client, clock } = wireClient(server.baseUrl);
    const call = client.contacts.retrieve("c", { signal: controller.signal });
    void clock.armed(5_000, 2).then(() => controller.abort(reason));
    await assert.rejects(call, reason);
    assert.equal(clock.pending, 0);
  });

  it("while the body of an error arrives", async () => {
    const controller = new AbortController();
    await using server = await wireServer((_request, response) => {
      response.writeHead(400, { "content-type": "application/json" }).write("{");
    });
    const { client, clock } = wireClient(server.baseUrl);
    const call = client.contacts.retrieve("c", { signal: controller.signal });
    void clock.armed(5_000, 2).then(() => controller.abort(reason));
    await assert.rejects(call, reason);
  });

  it("while it waits for the next attempt, and sends nothing more", async () => {
    const controller = new AbortController();
    const { client, clock, transport } = scriptedClient(() => json(503, {}));
    const call = client.contacts.retrieve("c", { signal: controller.signal });
    void clock.armed(250).then(() => controller.abort(reason));
    await assert.rejects(call, reason);
    assert.equal(transport.sent.length, 1);
    assert.equal(clock.pending, 0);
  });

  it("which is an AbortError by default", async () => {
    const controller = new AbortController();
    const { client } = scriptedClient(() => {
      controller.abort();
      return json(200, contactOf("c"));
    });
    await assert.rejects(client.contacts.retrieve("c", { signal: controller.signal }), {
      name: "AbortError",
    });
  });

  it("while all contacts are read, and starts no page more", async () => {
    const controller = new AbortController();
    const { client, transport } = scriptedClient(({ url }) => {
      const page = Number(url.searchParams.get("page"));
      if (page === 4) {
        controller.abort(reason);
      }
      return listOf([contactOf(`c${page}`)], 1_000, `?page=${page + 1}`);
    });
    await assert.rejects(collect(client.contacts.all({}, { signal: controller.signal })), reason);
    const sent = transport.sent.length;
    await new Promise((resolve) => setImmediate(resolve));
    assert.equal(transport.sent.length, sent);
    assert.ok(sent <= 7);
  });
});

describe("dispose", () => {
  it("aborts what is in flight and refuses what comes later", async () => {
    const { client, clock, transport } = scriptedClient(() => new Promise(() => undefined));
    const calls = [client.contacts.retrieve("c"), client.contacts.list(), client.inboxes.list()];
    client.dispose();
    for (const call of calls) {
      await assert.rejects(call, { name: "AbortError" });
    }
    await assert.rejects(client.contacts.retrieve("c"), { name: "AbortError" });
    assert.equal(transport.sent.length, 3);
    assert.equal(clock.pending, 0);
  });

  it("does not turn a create into an ambiguous one", async () => {
    const { client } = scriptedClient(({ method }) => {
      if (method === "GET") {
        client.dispose();
      }
      return json(502, {});
    });
    const draft = { name: "n", sourceId: "s", inboxes: [{ id: "i" }] };
    await assert.rejects(client.contacts.create(draft), { name: "AbortError" });
  });
});

describe("what a call leaves behind", () => {
  it("is no timer of the real clock", async () => {
    const live = new Set<symbol>();
    const clock = {
      now: () => systemClock.now(),
      setTimeout: (callback: () => void, milliseconds: number) => {
        const id = Symbol("timer");
        live.add(id);
        const cancel = systemClock.setTimeout(callback, milliseconds);
        return () => {
          live.delete(id);
          cancel();
        };
      },
    };
    await using server = await wireServer((request, response) =>
      request.method === "DELETE" ? response.writeHead(204).end() : sendJson(response, 200, contactOf("c")),
    );
    const { client } = wireClient(server.baseUrl, { clock });
    await client.contacts.retrieve("c");
    await client.contacts.delete("c");
    assert.equal(live.size, 0);
  });

  it("is no listener on a long-lived signal", async () => {
    const controller = new AbortController();
    const { signal } = controller;
    let listeners = 0;
    const add = signal.addEventListener.bind(signal);
    const remove = signal.removeEventListener.bind(signal);
    Object.assign(signal, {
      addEventListener: (...parameters: Parameters<typeof add>) => {
        listeners += 1;
        add(...parameters);
      },
      removeEventListener: (...parameters: Parameters<typeof remove>) => {
        listeners -= 1;
        remove(...parameters);
      },
    });
    const { client } = scriptedClient(({ url }) =>
      url.search === "" ? json(200, contactOf("c")) : listOf([]),
    );
    await client.contacts.retrieve("c", { signal });
    await collect(client.contacts.all({}, { signal }));
    assert.equal(listeners, 0);
  });

  it("is a connection that the next call can use", async () => {
    await using server = await wireServer((request, response) => {
      if (request.path.includes("missing")) {
        sendJson(response, 404, { detail: "Not found." });
      } else {
        sendJson(response, 200, contactOf("c"));
      }
    });
    const { client } = wireClient(server.baseUrl);
    for (let call = 0; call < 5; call += 1) {
      await client.contacts.retrieve("c");
      await assert.rejects(client.contacts.retrieve("missing"));
    }
    assert.equal(server.sockets, 1);
  });
});
