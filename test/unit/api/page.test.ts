import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { NotFoundError } from "../../../src/api/errors.ts";
import { contactOf, failureOf, scriptedClient } from "./support/clients.ts";
import { json, listOf } from "./support/scriptedTransport.ts";

describe("one page", () => {
  for (const [title, next, more] of [
    ["null", null, false],
    ["empty", "", false],
    ["on another host", "http://evil.test/?page=2", true],
    ["relative", "?page=2", true],
    ["without a number", "https://api.example.test/?cursor=abc", true],
  ] as const) {
    it(`has ${more ? "" : "no "}more when next is ${title}`, async () => {
      const { client } = scriptedClient(() => listOf([contactOf("c")], 9, next));
      assert.equal((await client.contacts.list()).hasMore, more);
    });
  }

  it("has more by count where next is missing, not null", async () => {
    const { client } = scriptedClient(() => json(200, { count: 2, results: [contactOf("c")] }));
    assert.equal((await client.contacts.list()).hasMore, true);
    assert.equal((await client.contacts.list({ page: 2 })).hasMore, false);
  });

  it("beyond the last is a NotFoundError", async () => {
    const { client } = scriptedClient(() => json(404, { detail: "Invalid page." }));
    await failureOf(client.contacts.list({ page: 9 }), NotFoundError);
  });

  it("may be a bare array", async () => {
    const { client } = scriptedClient(() => json(200, [contactOf("c")]));
    const page = await client.contacts.list();
    assert.deepEqual([page.items.length, page.count, page.hasMore], [1, 1, false]);
  });
});
