import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { AuthenticationError } from "../../../src/api/errors.ts";
import { failureOf, scriptedClient } from "./support/clients.ts";
import { json } from "./support/scriptedTransport.ts";

/** A client of a server that has these two answers. */
const clientFor = (list: unknown, latest: unknown, status = 200) =>
  scriptedClient(({ url }) =>
    url.pathname.endsWith("/latest")
      ? json(latest === undefined ? 404 : 200, latest ?? {})
      : json(status, list),
  );

describe("conversations of a contact", () => {
  it("are counted, with the time of the latest, from two paths without a slash at the end", async () => {
    const { client, transport } = clientFor(
      { count: 3, next: null, results: [{ id: "a" }] },
      { id: "a", createdAt: "1764000000000", lastMessageCreatedAt: "1764000005000" },
    );
    assert.deepEqual(await (await client.conversations()).summary("c 1"), {
      count: 3,
      latest: "1764000005000",
    });
    assert.deepEqual(
      transport.sent.map(({ url }) => url.pathname),
      ["/api/contacts/c%201/conversations", "/api/contacts/c%201/conversations/latest"],
    );
  });

  it("are nothing on 403, 404 and an empty list, after one request", async () => {
    for (const [status, list] of [
      [403, { detail: "no" }],
      [404, { detail: "Not found." }],
      [200, { count: 0, results: [] }],
      [200, { results: [] }],
      [200, []],
    ] as const) {
      const { client, transport } = clientFor(list, { createdAt: "1" }, status);
      assert.equal(await (await client.conversations()).summary("c1"), undefined);
      assert.equal(transport.sent.length, 1);
    }
  });

  it("are understood in the forms that a server might choose", async () => {
    for (const [list, latest, expected] of [
      [[{}, {}], { createdAt: 1764000000000 }, { count: 2, latest: 1764000000000 }],
      [
        { results: [{}] },
        { createdAt: "2026-01-01T00:00:00Z" },
        { count: undefined, latest: "2026-01-01T00:00:00Z" },
      ],
      [{ count: 2 }, undefined, { count: 2, latest: undefined }],
      [{ count: 2 }, null, { count: 2, latest: undefined }],
      [{ count: 2 }, { createdAt: null, lastMessageCreatedAt: {} }, { count: 2, latest: undefined }],
      [{ count: "many", results: [{}] }, [], { count: undefined, latest: undefined }],
    ] as const) {
      const { client } = clientFor(list, latest);
      assert.deepEqual(await (await client.conversations()).summary("c1"), expected);
    }
  });

  it("are nothing when the answer says nothing that is understood", async () => {
    for (const list of [null, 5, "x", { count: null, results: null }]) {
      assert.equal(await (await clientFor(list, {}).client.conversations()).summary("c1"), undefined);
    }
  });

  it("fail as any request does", async () => {
    const { client } = clientFor({ detail: "no" }, {}, 401);
    await failureOf((await client.conversations()).summary("c1"), AuthenticationError);
  });

  it("are given up with the signal's reason", async () => {
    const { client, transport } = clientFor({ count: 1 }, {});
    const closed = new Error("the tab closed");
    const signal = AbortSignal.abort(closed);
    assert.equal(await failureOf((await client.conversations()).summary("c1", { signal }), Error), closed);
    assert.equal(transport.sent.length, 0);
  });
});
