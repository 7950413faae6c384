import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  ApiError,
  MaiAgentError,
  NetworkError,
  NotFoundError,
  RateLimitError,
  ResponseShapeError,
  ServerError,
} from "../../../src/api/errors.ts";
import type { AttemptRecord, MaiAgentClient } from "../../../src/api/client.ts";
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

describe("waits between attempts", () => {
  const gapsOf = (sent: readonly { at: number }[]): number[] =>
    sent.slice(1).map(({ at }, index) => at - (sent[index]?.at ?? 0));

  for (const random of [0, 0.25, 0.999]) {
    it(`double, with full jitter and a cap of 8 s (random ${random})`, async () => {
      const { client, clock, transport } = scriptedClient(() => json(503, {}), {
        random: () => random,
        limits: { attempts: 8 },
      });
      await clock.drive(failureOf(client.contacts.retrieve("c"), ServerError));
      const expected = [500, 1_000, 2_000, 4_000, 8_000, 8_000, 8_000].map((bound) => bound * random);
      for (const [index, gap] of gapsOf(transport.sent).entries()) {
        assert.ok(Math.abs(gap - (expected[index] ?? 0)) < 0.01);
      }
      assert.equal(transport.sent.length, 8);
    });
  }

  for (const [title, header, gap] of [
    ["seconds", "7", 7_000],
    ["the most that fits into the time for all attempts", "59", 59_000],
    ["zero: our own wait", "0", 250],
    ["a negative number: our own wait", "-3", 250],
    ["a past date: our own wait", "Wed, 31 Dec 2025 23:00:00 GMT", 250],
    ["a future date", "Thu, 01 Jan 2026 00:00:12 GMT", 12_000],
    ["garbage: our own wait", "soon", 250],
    ["absence: our own wait", undefined, 250],
  ] as const) {
    for (const status of [429, 503]) {
      it(`follow Retry-After of ${status}: ${title}`, async () => {
        const { client, clock, transport } = scriptedClient((_request, index) =>
          index === 0
            ? json(status, {}, header === undefined ? {} : { "retry-after": header })
            : json(200, contactOf("c")),
        );
        await clock.drive(client.contacts.retrieve("c"));
        assert.deepEqual(gapsOf(transport.sent), [gap]);
      });
    }
  }

  for (const header of ["61", "1000000000", "Fri, 02 Jan 2026 00:00:00 GMT"]) {
    it(`are not begun when Retry-After is ${header}: the error tells it at once`, async () => {
      const { client, clock, transport } = scriptedClient(() => json(429, {}, { "retry-after": header }));
      const error = await clock.drive(failureOf(client.contacts.retrieve("c"), RateLimitError));
      assert.equal(transport.sent.length, 1);
      assert.ok((error.retryAfterMs ?? 0) > 60_000);
      assert.equal(error.request?.milliseconds, 0);
    });
  }

  it("are not begun when they would not fit into the 60 s for all attempts", async () => {
    const { client, clock, transport } = scriptedClient(() => json(429, {}, { "retry-after": "40" }));
    const error = await clock.drive(failureOf(client.contacts.retrieve("c"), RateLimitError));
    assert.equal(transport.sent.length, 2);
    assert.equal(error.request?.milliseconds, 40_000);
  });
});

describe("the record of attempts", () => {
  it("has method, template, status, time, number and outcome, and nothing else", async () => {
    const records: AttemptRecord[] = [];
    const { client, clock } = scriptedClient(
      (_request, index) => {
        if (index === 0) {
          throw networkFailure("ECONNRESET");
        }
        return index === 1 ? json(503, { detail: "private" }) : json(200, contactOf("c"));
      },
      { onAttempt: (record) => records.push(record) },
    );
    await clock.drive(client.contacts.retrieve("private-id"));
    const common = { method: "GET", route: "contacts/{id}/", milliseconds: 0 };
    assert.deepEqual(records, [
      { ...common, attempt: 1, outcome: "NetworkError" },
      { ...common, status: 503, attempt: 2, outcome: "ServerError" },
      { ...common, status: 200, attempt: 3, outcome: "ok" },
    ]);
  });

  it("may fail without failing the request", async () => {
    const { client } = scriptedClient(() => json(200, contactOf("c")), {
      onAttempt: () => {
        throw new Error("disk full");
      },
    });
    assert.equal((await client.contacts.retrieve("c")).contact.id, "c");
  });
});

describe("a network failure", () => {
  for (const [code, reason] of [
    ["ENOTFOUND", "hostNotFound"],
    ["EAI_AGAIN", "hostNotFound"],
    ["ECONNREFUSED", "refused"],
    ["SELF_SIGNED_CERT_IN_CHAIN", "certificate"],
    ["DEPTH_ZERO_SELF_SIGNED_CERT", "certificate"],
    ["UNABLE_TO_GET_ISSUER_CERT_LOCALLY", "certificate"],
    ["ERR_TLS_CERT_ALTNAME_INVALID", "certificate"],
    ["ERR_SSL_WRONG_VERSION_NUMBER", "certificate"],
    ["ERR_PROXY_CONNECTION_FAILED", "proxy"],
    ["ERR_TUNNEL_CONNECTION_FAILED", "proxy"],
    ["ECONNRESET", "reset"],
    ["UND_ERR_SOCKET", "reset"],
    ["HPE_INVALID_CONSTANT", "reset"],
    ["ETIMEDOUT", "timeout"],
    ["UND_ERR_CONNECT_TIMEOUT", "timeout"],
    ["ENETUNREACH", "offline"],
    ["ERR_INTERNET_DISCONNECTED", "offline"],
    ["E_NEVER_HEARD_OF", "unknown"],
    ["constructor", "unknown"],
  ] as const) {
    it(`with ${code} is '${reason}', without the raw error`, async () => {
      const { client } = scriptedClient(
        () => {
          throw networkFailure(code);
        },
        { limits: { attempts: 1 } },
      );
      const error = await failureOf(client.contacts.retrieve("c"), NetworkError);
      assert.equal(error.reason, reason);
      assert.equal(error.code, code === "constructor" ? undefined : code);
      assert.equal(error.cause, undefined);
      assert.doesNotMatch(error.message, /secret|undefined/u);
    });
  }

  it("of a host with several addresses is found inside the aggregate", async () => {
    const { client } = scriptedClient(
      () => {
        const errors = [Object.assign(new Error("x"), { code: "ECONNREFUSED" })];
        throw new TypeError("fetch failed", { cause: new AggregateError(errors) });
      },
      { limits: { attempts: 1 } },
    );
    assert.equal((await failureOf(client.contacts.retrieve("c"), NetworkError)).reason, "refused");
  });

  it("may be anything at all, also nothing", async () => {
    for (const thrown of [undefined, null, "text", 7, {}, Object.create(null)] as const) {
      const { client } = scriptedClient(() => Promise.reject(thrown as Error), { limits: { attempts: 1 } });
      assert.equal((await failureOf(client.contacts.retrieve("c"), NetworkError)).reason, "unknown");
    }
  });

  it("of a port where nobody listens is 'refused' and unsent, over the wire", async () => {
    const server = await wireServer(() => undefined);
    await server[Symbol.asyncDispose]();
    const { client } = wireClient(server.baseUrl, { limits: { attempts: 1 } });
    const error = await failureOf(client.contacts.retrieve("c"), NetworkError);
    assert.equal(error.reason, "refused");
    assert.equal(error.unsent, true);
  });

  it("is what a proxy's 407 amounts to", async () => {
    const { client } = scriptedClient(() => json(407, {}), { limits: { attempts: 1 } });
    assert.equal((await failureOf(client.contacts.retrieve("c"), NetworkError)).reason, "proxy");
  });
});
