import assert from "node:assert/strict";
import type { ServerResponse } from "node:http";
import { describe, it } from "node:test";
import { deflateSync, gzipSync } from "node:zlib";
import { ApiError, NetworkError, ResponseShapeError } from "../../../src/api/errors.ts";
import { DEFAULT_LIMITS } from "../../../src/api/limits.ts";
import type { TransportResponse } from "../../../src/api/transport.ts";
import { failureOf, scriptedClient, wireClient } from "./support/clients.ts";
import { sendJson, wireServer } from "./support/wireServer.ts";

const MIB = 1024 * 1024;
/** One attempt only, so that a failure is seen as it happened. */
const once = { limits: { attempts: 1 } };

describe("the limits", () => {
  it("are 10 s for headers, 15 s an attempt, 60 s in all, and sizes that no honest answer reaches", () => {
    const { headersMs, attemptMs, totalMs, idleMs, listBytes, singleBytes, errorBytes, jsonDepth } =
      DEFAULT_LIMITS;
    assert.deepEqual([headersMs, attemptMs, totalMs, idleMs], [10_000, 15_000, 60_000, 5_000]);
    assert.deepEqual([listBytes, singleBytes, errorBytes, jsonDepth], [8 * MIB, MIB, 64 * 1024, 64]);
    const { attempts, retryBaseMs, retryCapMs, retryAfterMs, pages } = DEFAULT_LIMITS;
    assert.deepEqual(
      [attempts, retryBaseMs, retryCapMs, retryAfterMs, pages],
      [3, 500, 8_000, 60_000, 10_000],
    );
  });
});

describe("deadlines, on a server that stalls", () => {
  it("gives up on headers after 10 s", async () => {
    await using server = await wireServer(() => clock.advance(10_000));
    const { client, clock } = wireClient(server.baseUrl, once);
    const error = await failureOf(client.contacts.retrieve("c"), NetworkError);
    assert.equal(error.reason, "timeout");
    assert.equal(error.unsent, false);
    assert.equal(error.request?.milliseconds, 10_000);
    assert.equal(clock.pending, 0);
  });

  it("gives up on a body when no chunk comes for 5 s", async () => {
    await using server = await wireServer((_request, response) => {
      response.writeHead(200, { "content-type": "application/json" }).write('{"id":');
    });
    const { client, clock } = wireClient(server.baseUrl, once);
    const failed = failureOf(client.contacts.retrieve("c"), NetworkError);
    await clock.armed(5_000, 2); // once for the first chunk, once more after it
    clock.advance(5_000);
    assert.equal((await failed).reason, "timeout");
    assert.equal(clock.pending, 0);
  });

  it("gives up on an attempt after 15 s although chunks keep coming", async () => {
    let response: ServerResponse | undefined;
    await using server = await wireServer((_request, answer) => {
      response = answer;
      answer.writeHead(200, { "content-type": "application/json" }).write(" ");
    });
    const { client, clock } = wireClient(server.baseUrl, once);
    const failed = failureOf(client.contacts.retrieve("c"), NetworkError);
    for (let chunk = 2; chunk <= 5; chunk += 1) {
      await clock.armed(5_000, chunk);
      clock.advance(4_000);
      response?.write(" ");
    }
    const error = await failed;
    assert.equal(error.reason, "timeout");
    assert.equal(error.request?.status, 200);
    assert.ok(error.request.milliseconds <= 16_000);
  });

  it("ends after 60 s in all, whatever the attempts would still do", async () => {
    const { client, clock, transport } = scriptedClient(() => new Promise(() => undefined), {
      limits: { attempts: 100 },
    });
    const error = await clock.drive(failureOf(client.contacts.retrieve("c"), NetworkError));
    assert.equal(error.reason, "timeout");
    assert.ok((error.request?.milliseconds ?? 0) <= 60_000);
    assert.ok(transport.sent.length > 3);
    assert.equal(clock.pending, 0);
  });

  it("does not trust the transport to obey its signal", async () => {
    const body = (async function* () {
      await new Promise(() => undefined);
      yield new Uint8Array();
    })();
    const { client, clock } = scriptedClient(
      (): TransportResponse => ({
        status: 200,
        headers: new Headers({ "content-type": "application/json" }),
        body,
      }),
      once,
    );
    assert.equal(
      (await clock.drive(failureOf(client.contacts.retrieve("c"), NetworkError))).reason,
      "timeout",
    );
  });
});

describe("sizes", () => {
  const contact = (bytes: number): string => {
    const shell = JSON.stringify({ id: "c", name: "n", filler: "" });
    return shell.replace('"filler":""', `"filler":"${"x".repeat(bytes - shell.length)}"`);
  };
  const page = (bytes: number): string => `{"count":1,"next":null,"results":[${contact(bytes - 40)}]}`;

  it("takes one contact of 1 MiB and refuses one byte more", async () => {
    let bytes = MIB;
    await using server = await wireServer((_request, response) => sendJson(response, 200, contact(bytes)));
    const { client } = wireClient(server.baseUrl, once);
    assert.equal((await client.contacts.retrieve("c")).json.length, MIB);
    bytes += 1;
    assert.equal((await failureOf(client.contacts.retrieve("c"), ResponseShapeError)).reason, "tooLarge");
  });

  it("takes a list of nearly 8 MiB and refuses a larger one", async () => {
    let bytes = 8 * MIB;
    await using server = await wireServer((_request, response) => sendJson(response, 200, page(bytes)));
    const { client } = wireClient(server.baseUrl, once);
    assert.equal((await client.contacts.list()).items.length, 1);
    bytes += 4096;
    assert.equal((await failureOf(client.contacts.list(), ResponseShapeError)).reason, "tooLarge");
  });

  for (const [encoding, compress] of [
    ["gzip", gzipSync],
    ["deflate", deflateSync],
  ] as const) {
    it(`counts after decompression: a ${encoding} bomb stops at the limit`, async () => {
      const bomb = compress(Buffer.alloc(64 * MIB, " "));
      await using server = await wireServer((_request, response) => {
        response
          .writeHead(200, { "content-type": "application/json", "content-encoding": encoding })
          .end(bomb);
      });
      const { client } = wireClient(server.baseUrl, once);
      assert.equal((await failureOf(client.contacts.list(), ResponseShapeError)).reason, "tooLarge");
    });
  }

  it("reads 64 KiB of an error and keeps its status when there is more", async () => {
    let detail = "x".repeat(500);
    await using server = await wireServer((_request, response) => sendJson(response, 400, { detail }));
    const { client } = wireClient(server.baseUrl);
    assert.equal((await failureOf(client.contacts.retrieve("c"), ApiError)).detail, detail);
    detail = "x".repeat(65 * 1024);
    const error = await failureOf(client.contacts.retrieve("c"), ApiError);
    assert.equal(error.status, 400);
    assert.equal(error.detail, undefined);
  });

  it("refuses a page of more than 10,000 results", async () => {
    await using server = await wireServer((_request, response) =>
      sendJson(response, 200, { count: 1, results: Array(10_001).fill({ id: "c", name: "n" }) }),
    );
    const { client } = wireClient(server.baseUrl, once);
    assert.equal((await failureOf(client.contacts.list(), ResponseShapeError)).reason, "tooLarge");
  });

  it("refuses a body of more than 500,000 values before they become objects", async () => {
    await using server = await wireServer((_request, response) =>
      sendJson(response, 200, `[${"{},".repeat(1_000_000)}{}]`),
    );
    const { client } = wireClient(server.baseUrl, once);
    assert.equal((await failureOf(client.contacts.list(), ResponseShapeError)).reason, "tooLarge");
  });
});
