import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  ApiError,
  MaiAgentError,
  NotFoundError,
  ResponseShapeError,
  ServerError,
} from "../../../src/api/errors.ts";
import type { MaiAgentClient } from "../../../src/api/client.ts";
import { contactOf, failureOf, scriptedClient, wireClient } from "./support/clients.ts";
import { empty, json, networkFailure } from "./support/scriptedTransport.ts";
import { sendJson, wireServer } from "./support/wireServer.ts";

const calls: Readonly<
  Record<"GET" | "PUT" | "PATCH" | "DELETE", (client: MaiAgentClient) => Promise<unknown>>
> = {
  GET: (client) => client.contacts.retrieve("c"),
  PUT: (client) => client.contacts.replace("c", { name: "n" }),
  PATCH: (client) => client.contacts.update("c", { name: "n" }),
  DELETE: (client) => client.contacts.delete("c"),
};
const verbs = ["GET", "PUT", "PATCH", "DELETE"] as const;
const create = (client: MaiAgentClient): Promise<unknown> =>
  client.contacts.create({ name: "n", inboxes: [{ id: "inbox-1" }] });
const answerOf = (method: string): Response => (method === "DELETE" ? empty(204) : json(200, contactOf("c")));

describe("requests that are repeated", () => {
  for (const verb of verbs) {
    for (const status of [408, 425, 429, 500, 502, 503, 504]) {
      it(`${verb} after ${status}, until it works`, async () => {
        const { client, clock, transport } = scriptedClient(({ method }, index) =>
          index < 2 ? json(status, {}) : answerOf(method),
        );
        await clock.drive(calls[verb](client));
        assert.equal(transport.sent.length, 3);
        assert.equal(
          new Set(transport.sent.map(({ method, url, body }) => `${method} ${url.href} ${body ?? ""}`)).size,
          1,
        );
        assert.equal(clock.pending, 0);
      });
    }

    for (const code of ["ECONNRESET", "ECONNREFUSED", "ENOTFOUND", "UND_ERR_SOCKET", "ETIMEDOUT", "EPIPE"]) {
      it(`${verb} after ${code}`, async () => {
        const { client, clock, transport } = scriptedClient(({ method }, index) => {
          if (index === 0) {
            throw networkFailure(code);
          }
          return answerOf(method);
        });
        await clock.drive(calls[verb](client));
        assert.equal(transport.sent.length, 2);
      });
    }

    it(`${verb} after our own timeout`, async () => {
      const { client, clock, transport } = scriptedClient(({ method }, index) =>
        index === 0 ? new Promise<Response>(() => undefined) : answerOf(method),
      );
      await clock.drive(calls[verb](client));
      assert.equal(transport.sent.length, 2);
    });
  }

  it("GET after a body that was cut off on the wire", async () => {
    await using server = await wireServer((_request, response) => {
      if (server.requests.length === 1) {
        response.writeHead(200, { "content-type": "application/json", "content-length": "1000" });
        response.write("{", () => response.destroy());
      } else {
        sendJson(response, 200, contactOf("c"));
      }
    });
    assert.equal((await wireClient(server.baseUrl).client.contacts.retrieve("c")).contact.id, "c");
  });

  it("GET after a reset on the wire", async () => {
    await using server = await wireServer((_request, response) => {
      if (server.requests.length < 3) {
        response.socket?.resetAndDestroy();
      } else {
        sendJson(response, 200, contactOf("c"));
      }
    });
    await wireClient(server.baseUrl).client.contacts.retrieve("c");
    assert.equal(server.requests.length, 3);
  });

  it("three times at most; the last failure tells how many there were", async () => {
    const { client, clock, transport } = scriptedClient(() => json(503, { detail: "down" }));
    const error = await clock.drive(failureOf(client.contacts.retrieve("c"), ServerError));
    assert.equal(transport.sent.length, 3);
    assert.deepEqual(error.request, {
      method: "GET",
      route: "contacts/{id}/",
      attempts: 3,
      milliseconds: 750,
      status: 503,
    });
  });

  it("DELETE into 404: it is done", async () => {
    const { client, clock, transport } = scriptedClient((_request, index) =>
      index === 0 ? json(502, {}) : json(404, { detail: "Not found." }),
    );
    await clock.drive(client.contacts.delete("c"));
    assert.equal(transport.sent.length, 2);
  });
});

describe("requests that are not repeated", () => {
  for (const status of [400, 401, 403, 404, 405, 409, 413, 415, 422, 501]) {
    for (const verb of verbs) {
      it(`${verb} after ${status}`, async () => {
        const { client, clock, transport } = scriptedClient(() => json(status, {}));
        const error = await clock.drive(failureOf(calls[verb](client), ApiError));
        assert.equal(error.status, status);
        assert.equal(transport.sent.length, 1);
      });
    }
  }

  it("DELETE into 404 at the first attempt is an error", async () => {
    const { client } = scriptedClient(() => json(404, {}));
    await failureOf(client.contacts.delete("c"), NotFoundError);
  });

  it("GET after an answer of the wrong shape", async () => {
    const { client, transport } = scriptedClient(() => json(200, { nothing: true }));
    await failureOf(client.contacts.retrieve("c"), ResponseShapeError);
    assert.equal(transport.sent.length, 1);
  });

  it("POST, unless it provably never left or was throttled", async () => {
    for (const failure of [
      500,
      502,
      503,
      504,
      408,
      425,
      "ECONNRESET",
      "UND_ERR_SOCKET",
      "EPIPE",
      "ETIMEDOUT",
    ] as const) {
      const { client, clock, transport } = scriptedClient(() => {
        if (typeof failure === "string") {
          throw networkFailure(failure);
        }
        return json(failure, {});
      });
      await clock.drive(failureOf(create(client), MaiAgentError));
      assert.equal(transport.sent.length, 1, String(failure));
    }
  });
});

describe("a POST that provably never left, or was throttled, is repeated", () => {
  for (const [code, syscall] of [
    ["ECONNREFUSED"],
    ["ENOTFOUND"],
    ["EAI_AGAIN"],
    ["UND_ERR_CONNECT_TIMEOUT"],
    ["ETIMEDOUT", "connect"],
    ["EHOSTUNREACH", "connect"],
    ["SELF_SIGNED_CERT_IN_CHAIN"],
    ["UNABLE_TO_VERIFY_LEAF_SIGNATURE"],
    ["ERR_TLS_CERT_ALTNAME_INVALID"],
    ["CERT_HAS_EXPIRED"],
  ] as const) {
    it(`after ${code}${syscall === undefined ? "" : ` of ${syscall}`}`, async () => {
      const { client, clock, transport } = scriptedClient((_request, index) => {
        if (index === 0) {
          throw networkFailure(code, syscall);
        }
        return json(201, contactOf("c"));
      });
      await clock.drive(create(client));
      assert.deepEqual(
        transport.sent.map(({ method }) => method),
        ["POST", "POST"],
      );
    });
  }

  it("after 429", async () => {
    const { client, clock, transport } = scriptedClient((_request, index) =>
      index === 0 ? json(429, {}, { "retry-after": "3" }) : json(201, contactOf("c")),
    );
    await clock.drive(create(client));
    assert.equal(transport.sent.length, 2);
    assert.equal((transport.sent[1]?.at ?? 0) - (transport.sent[0]?.at ?? 0), 3_000);
  });
});
