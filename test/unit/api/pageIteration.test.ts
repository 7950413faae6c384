import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { NotFoundError, ResponseShapeError, ServerError } from "../../../src/api/errors.ts";
import type { ListContactsParams } from "../../../src/api/contacts.ts";
import { collect, contactOf, failureOf, scriptedClient, wireClient } from "./support/clients.ts";
import { json, listOf } from "./support/scriptedTransport.ts";
import type { SentRequest } from "./support/scriptedTransport.ts";
import { sendJson, wireServer } from "./support/wireServer.ts";

const pageOf = ({ url }: SentRequest): number => Number(url.searchParams.get("page"));
const ids = (from: number, to: number): string[] =>
  Array.from({ length: to - from }, (_, index) => `c${from + index}`);

/** A list of that many contacts whose pages are capped, as a server would answer it. */
const served =
  (total: number, cap: number) =>
  (request: SentRequest): Response => {
    const size = Math.min(cap, Number(request.url.searchParams.get("pageSize") ?? cap));
    const page = pageOf(request);
    if (page > 1 && (page - 1) * size >= total) {
      return json(404, { detail: "Invalid page." });
    }
    const items = ids((page - 1) * size, Math.min(page * size, total)).map((id) => contactOf(id));
    return listOf(items, total, page * size < total ? `http://elsewhere.test/?page=${page + 1}` : null);
  };

describe("all contacts", () => {
  for (const [total, cap] of [
    [0, 100],
    [1, 100],
    [100, 100],
    [101, 100],
    [1_000, 100],
    [1_003, 50],
    [97, 7],
  ] as const) {
    it(`come in order and once: ${total} of them, pages capped at ${cap}`, async () => {
      const { client, transport } = scriptedClient(served(total, cap));
      const all = await collect(client.contacts.all());
      assert.deepEqual(
        all.map(({ id }) => id),
        ids(0, total),
      );
      assert.equal(transport.sent.length, Math.max(1, Math.ceil(total / cap)));
      assert.ok(transport.sent.every(({ url }) => url.searchParams.get("pageSize") === "100"));
    });
  }

  it("carry the filters on every page, and a page size that was given", async () => {
    const { client, transport } = scriptedClient(served(30, 100));
    const params: ListContactsParams = { inboxes: "i", query: "q", search: "s", pageSize: 10, page: 3 };
    assert.equal((await collect(client.contacts.all(params))).length, 30);
    assert.deepEqual(
      transport.sent.map(({ url }) => Object.fromEntries(url.searchParams)),
      [1, 2, 3].map((page) => ({
        inboxes: "i",
        page: String(page),
        pageSize: "10",
        query: "q",
        search: "s",
      })),
    );
  });

  for (const [asked, most] of [
    [undefined, 6],
    [1, 1],
    [3, 3],
    [1_000, 16],
    [0, 1],
  ] as const) {
    it(`are read with at most ${most} requests in flight when ${asked ?? "nothing"} is asked for`, async () => {
      let inFlight = 0;
      let highest = 0;
      const { client } = scriptedClient(async (request) => {
        inFlight += 1;
        highest = Math.max(highest, inFlight);
        await new Promise((resolve) => setImmediate(resolve));
        inFlight -= 1;
        return served(4_000, 100)(request);
      });
      const options = asked === undefined ? {} : { concurrency: asked };
      assert.equal((await collect(client.contacts.all({}, options))).length, 4_000);
      assert.equal(highest, most);
    });
  }

  it("use no more sockets than requests in flight, over the wire", async () => {
    await using server = await wireServer((request, response) => {
      const page = Number(new URL(request.path, server.origin).searchParams.get("page"));
      const results = ids((page - 1) * 100, page * 100).map((id) => contactOf(id));
      setImmediate(() =>
        sendJson(response, 200, { count: 3_000, next: page < 30 ? `?page=${page + 1}` : null, results }),
      );
    });
    const all = await collect(wireClient(server.baseUrl).client.contacts.all());
    assert.deepEqual(
      all.map(({ id }) => id),
      ids(0, 3_000),
    );
    assert.equal(server.requests.length, 30);
    assert.ok(server.sockets <= 6, `${server.sockets} sockets`);
  });

  it("come in order to a reader that does not wait for one before asking for the next", async () => {
    const { client } = scriptedClient(served(250, 100));
    const iterator = client.contacts.all()[Symbol.asyncIterator]();
    const results = await Promise.all(Array.from({ length: 252 }, () => iterator.next()));
    assert.deepEqual(
      results.map((result) => (result.done === true ? "done" : result.value.id)),
      [...ids(0, 250), "done", "done"],
    );
  });

  it("show the first page after one request", async () => {
    const { client, transport } = scriptedClient(served(1_000, 100));
    for await (const { id } of client.contacts.all()) {
      assert.equal(id, "c0");
      break;
    }
    assert.equal(transport.sent.length, 1);
  });

  it("are not fetched far ahead of a slow reader", async () => {
    const { client, transport } = scriptedClient(served(5_000, 100));
    let read = 0;
    for await (const { id } of client.contacts.all({}, { concurrency: 3 })) {
      assert.equal(id, `c${read}`);
      read += 1;
      if (read === 150) {
        break;
      }
      await new Promise((resolve) => setImmediate(resolve));
    }
    assert.ok(transport.sent.length <= 1 + 6, `${transport.sent.length} requests`);
  });

  it("stop in flight when the reader stops", async () => {
    const signals: AbortSignal[] = [];
    const { client } = scriptedClient((request) => {
      signals.push(request.signal);
      return pageOf(request) <= 2 ? served(5_000, 100)(request) : new Promise<Response>(() => undefined);
    });
    let read = 0;
    for await (const { id } of client.contacts.all()) {
      assert.equal(id, `c${read}`);
      read += 1;
      if (read === 101) {
        break;
      }
    }
    assert.ok(signals.length > 2);
    assert.ok(signals.slice(2).every(({ aborted }) => aborted));
  });

  it("end well when the list shrinks: 404 beyond page 1", async () => {
    let total = 1_000;
    const { client } = scriptedClient((request) => {
      const answer = served(total, 100)(request);
      total = 350;
      return answer;
    });
    assert.deepEqual(
      (await collect(client.contacts.all())).map(({ id }) => id),
      ids(0, 350),
    );
  });

  it("end well when the list shrinks to a page that says it is the last, or is empty", async () => {
    for (const last of [listOf([contactOf("z")], 1_000), listOf([], 1_000, "?page=9")]) {
      const { client } = scriptedClient((request) => {
        const page = pageOf(request);
        return page === 3 ? last.clone() : page > 3 ? json(404, {}) : served(1_000, 100)(request);
      });
      const all = await collect(client.contacts.all());
      assert.ok(all.length === 200 || all.length === 201);
    }
  });

  it("include what is added at the end while they are read", async () => {
    let total = 200;
    const { client } = scriptedClient((request) => {
      if (pageOf(request) === 2) {
        total = 420;
      }
      return served(total, 100)(request);
    });
    assert.equal((await collect(client.contacts.all())).length, 420);
  });

  it("come once each although they move between pages", async () => {
    const { client } = scriptedClient((request) => {
      const page = pageOf(request);
      const from = (page - 1) * 100 - (page - 1) * 3; // three were inserted in front before each page
      return listOf(
        ids(from, from + 100).map((id) => contactOf(id)),
        500,
        page < 5 ? `?page=${page + 1}` : null,
      );
    });
    const all = await collect(client.contacts.all());
    assert.equal(new Set(all.map(({ id }) => id)).size, all.length);
    assert.equal(all.length, 488);
  });

  it("fail when a server ignores the page number", async () => {
    const { client, transport } = scriptedClient((request) =>
      listOf(
        ids(0, 100).map((id) => contactOf(id)),
        1_000_000,
        `?page=${pageOf(request) + 1}`,
      ),
    );
    const error = await failureOf(collect(client.contacts.all()), ResponseShapeError);
    assert.match(error.detail, /did not advance/u);
    assert.ok(transport.sent.length < 20);
  });

  it("fail when 'next' leads back", async () => {
    const { client } = scriptedClient((request) => {
      const page = pageOf(request);
      return listOf([contactOf(`c${page}`)], 10, "https://x.test/?page=2");
    });
    const error = await failureOf(collect(client.contacts.all()), ResponseShapeError);
    assert.equal(error.detail, "next: the page did not advance");
  });

  it("fail when there are more than 10,000 pages, after one request if the count says so", async () => {
    const { client, transport } = scriptedClient(served(100 * 10_000 + 1, 100));
    assert.equal((await failureOf(collect(client.contacts.all()), ResponseShapeError)).reason, "tooLarge");
    assert.equal(transport.sent.length, 1);
  });

  it("fail when pages never end although the count says nothing", async () => {
    const { client, transport } = scriptedClient(
      (request) => listOf([contactOf(`c${pageOf(request)}`)], 0, `?page=${pageOf(request) + 1}`),
      { limits: { pages: 50 } },
    );
    assert.equal((await failureOf(collect(client.contacts.all()), ResponseShapeError)).reason, "tooLarge");
    assert.equal(transport.sent.length, 50);
  });

  it("fail as the failing page does, and start nothing more", async () => {
    const { client, clock, transport } = scriptedClient((request) =>
      pageOf(request) === 3 ? json(501, {}) : served(5_000, 100)(request),
    );
    await clock.drive(failureOf(collect(client.contacts.all()), ServerError));
    assert.ok(transport.sent.length <= 13);
    assert.equal(clock.pending, 0);
  });

  it("fail on a 404 for page 1", async () => {
    const { client } = scriptedClient(() => json(404, {}));
    await failureOf(collect(client.contacts.all()), NotFoundError);
  });
});
