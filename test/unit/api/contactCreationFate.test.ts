import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { AmbiguousWriteError, ApiError, MaiAgentError, NetworkError } from "../../../src/api/errors.ts";
import { contactOf, failureOf, scriptedClient, wireClient } from "./support/clients.ts";
import { json, networkFailure } from "./support/scriptedTransport.ts";
import { LOST_ANSWERS } from "./support/lostAnswers.ts";
import { sendJson, wireServer } from "./support/wireServer.ts";

const DRAFT = { name: "n", sourceId: "s-1", inboxes: [{ id: "inbox-1" }] };

describe("a create without a sourceId", () => {
  for (const [title, fault] of Object.entries(LOST_ANSWERS)) {
    it(`is ambiguous after ${title}: neither sent again nor looked for`, async () => {
      const { client, clock, transport } = scriptedClient(() => fault());
      const draft = { name: "n", inboxes: DRAFT.inboxes };
      const error = await clock.drive(failureOf(client.contacts.create(draft), AmbiguousWriteError));
      assert.ok(error.cause instanceof MaiAgentError);
      assert.equal(transport.sent.length, 1);
    });
  }

  for (const sourceId of [null, "", "  "]) {
    it(`counts ${JSON.stringify(sourceId)} as none`, async () => {
      const { client, clock } = scriptedClient(() => json(502, {}));
      await clock.drive(failureOf(client.contacts.create({ ...DRAFT, sourceId }), AmbiguousWriteError));
    });
  }

  it("is not ambiguous when nothing was sent", async () => {
    const { client, clock, transport } = scriptedClient(() => {
      throw networkFailure("ECONNREFUSED");
    });
    const error = await clock.drive(
      failureOf(client.contacts.create({ name: "n", inboxes: [] }), NetworkError),
    );
    assert.equal(error.unsent, true);
    assert.equal(transport.sent.length, 3);
  });

  for (const status of [400, 403, 409, 422]) {
    it(`is not ambiguous after ${status}`, async () => {
      const { client, transport } = scriptedClient(() => json(status, {}));
      assert.equal((await failureOf(client.contacts.create(DRAFT), ApiError)).status, status);
      assert.equal(transport.sent.length, 1);
    });
  }
});

describe("400 creates over a wire that loses answers", () => {
  it("leave no duplicate, none missing and no false error", async () => {
    const stored = new Map<string, Record<string, unknown>>();
    let posts = 0;
    await using server = await wireServer((request, response) => {
      const url = new URL(request.path, server.origin);
      if (request.method === "GET") {
        const id = /contacts\/([^/]+)\/$/u.exec(url.pathname)?.[1];
        const query = url.searchParams.get("query") ?? "";
        const found = [...stored.values()].filter(({ sourceId }) => String(sourceId).includes(query));
        sendJson(
          response,
          200,
          id === undefined ? { count: found.length, next: null, results: found } : stored.get(id),
        );
        return;
      }
      posts += 1;
      // Every tenth is stored and then lost, every twentieth answered 502 after, and another 503 before it is stored.
      if (posts % 20 === 7) {
        sendJson(response, 503, {});
        return;
      }
      const contact = contactOf(`id-${posts}`, JSON.parse(request.body) as Record<string, unknown>);
      stored.set(`id-${posts}`, contact);
      if (posts % 10 === 3) {
        response.socket?.destroy();
      } else if (posts % 20 === 11) {
        response.writeHead(502, { "content-type": "text/html" }).end("<html>bad gateway</html>");
      } else {
        sendJson(response, 201, contact);
      }
    });
    const { client } = wireClient(server.baseUrl, { limits: { secondLookMs: 0 } });
    for (let index = 0; index < 400; index += 20) {
      await Promise.all(
        Array.from({ length: 20 }, (_, offset) =>
          client.contacts.create({ ...DRAFT, sourceId: `source-${index + offset}-end` }),
        ),
      );
    }
    const sources = [...stored.values()].map(({ sourceId }) => sourceId);
    assert.equal(sources.length, 400);
    assert.equal(new Set(sources).size, 400);
    assert.ok(posts > 400);
  });
});
