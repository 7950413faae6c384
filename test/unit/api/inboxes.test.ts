import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  AuthenticationError,
  NetworkError,
  PermissionError,
  ResponseShapeError,
} from "../../../src/api/errors.ts";
import { contactOf, failureOf, scriptedClient } from "./support/clients.ts";
import { json, listOf, networkFailure } from "./support/scriptedTransport.ts";

describe("inboxes", () => {
  it("are read from all pages, whatever their form and type", async () => {
    const pages = [
      [
        { id: "1", name: "Shop", channelType: "line", unreadConversationsCount: 3 },
        { id: "2", channel: { id: "x", name: "Support" } },
        { id: "3", name: "New", channelType: "carrier-pigeon" },
      ],
      [
        { id: "3", name: "New", channelType: "carrier-pigeon" },
        { id: "4", name: null, channelType: { odd: true }, unreadConversationsCount: "many" },
        { id: "5", name: "", channel: null, channelType: null, unknown: [1] },
      ],
    ];
    const { client, transport } = scriptedClient(({ url }) => {
      const page = Number(url.searchParams.get("page"));
      return listOf(pages[page - 1] ?? [], 6, page === 1 ? "?page=2" : null);
    });
    assert.deepEqual(await client.inboxes.list(), {
      source: "inboxes",
      complete: true,
      inboxes: [
        { id: "1", name: "Shop", channelType: "line", unreadConversationsCount: 3 },
        { id: "2", name: "Support" },
        { id: "3", name: "New", channelType: "carrier-pigeon" },
        { id: "4", name: "4" },
        { id: "5", name: "5" },
      ],
    });
    assert.ok(transport.sent.every(({ url }) => url.pathname === "/api/inboxes/"));
  });

  for (const status of [403, 404]) {
    it(`are those seen in contacts after ${status}`, async () => {
      const { client } = scriptedClient(({ url }) =>
        url.pathname === "/api/inboxes/"
          ? json(status, { detail: "no" })
          : listOf([
              contactOf("a", { inboxes: [{ id: "1", name: "One" }, { id: "2" }] }),
              contactOf("b", { inboxes: [{ id: "2", name: "Two" }] }),
              contactOf("c", { inboxes: null, inbox: { id: "3", name: "Three" } }),
              contactOf("d", { inboxes: null }),
              contactOf("e", { inboxes: [] }),
            ]),
      );
      assert.deepEqual(await client.inboxes.list(), {
        source: "contacts",
        complete: true,
        inboxes: [
          { id: "1", name: "One" },
          { id: "2", name: "Two" },
          { id: "3", name: "Three" },
        ],
      });
    });
  }

  it("are not complete when there are more contacts than are looked through", async () => {
    const { client, transport } = scriptedClient(({ url }) => {
      const page = Number(url.searchParams.get("page"));
      const contacts = Array.from({ length: 100 }, (_, index) => contactOf(`${page}-${index}`));
      return url.pathname === "/api/inboxes/" ? json(403, {}) : listOf(contacts, 5_000, `?page=${page + 1}`);
    });
    const list = await client.inboxes.list();
    assert.equal(list.complete, false);
    assert.deepEqual(list.inboxes, [{ id: "inbox-1", name: "Inbox" }]);
    assert.equal(transport.sent.length, 11);
  });

  it("are complete with exactly as many contacts as are looked through", async () => {
    const { client } = scriptedClient(({ url }) => {
      const page = Number(url.searchParams.get("page"));
      const contacts = Array.from({ length: 100 }, (_, index) => contactOf(`${page}-${index}`));
      return url.pathname === "/api/inboxes/"
        ? json(403, {})
        : listOf(contacts, 1_000, page < 10 ? `?page=${page + 1}` : null);
    });
    assert.equal((await client.inboxes.list()).complete, true);
  });

  it("fail with 403 when the key may not read contacts either", async () => {
    const { client } = scriptedClient(() => json(403, { detail: "no" }));
    const error = await failureOf(client.inboxes.list(), PermissionError);
    assert.equal(error.request?.route, "contacts/");
  });

  it("fail with other errors without a look at contacts", async () => {
    const unauthorised = scriptedClient(() => json(401, {}));
    await failureOf(unauthorised.client.inboxes.list(), AuthenticationError);
    const misshapen = scriptedClient(() => listOf([{ name: "no id" }]));
    await failureOf(misshapen.client.inboxes.list(), ResponseShapeError);
    const offline = scriptedClient(() => {
      throw networkFailure("ENOTFOUND");
    });
    await offline.clock.drive(failureOf(offline.client.inboxes.list(), NetworkError));
    assert.equal(unauthorised.transport.sent.length + misshapen.transport.sent.length, 2);
    assert.ok(offline.transport.sent.every(({ url }) => url.pathname === "/api/inboxes/"));
  });
});
