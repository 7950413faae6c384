import assert from "node:assert/strict";
import type { ServerResponse } from "node:http";
import { describe, it } from "node:test";
import { deflateSync, gzipSync } from "node:zlib";
import { ApiError, NetworkError, ResponseShapeError } from "../../../src/api/errors.ts";
import type { ShapeProblem } from "../../../src/api/errors.ts";
import { DEFAULT_LIMITS } from "../../../src/api/limits.ts";
import type { TransportResponse } from "../../../src/api/transport.ts";
import { failureOf, scriptedClient, wireClient } from "./support/clients.ts";
import { sendJson, wireServer } from "./support/wireServer.ts";

const MIB = 1024 * 1024;
/** One attempt only, so that a failure is seen as it happened. */
const once = { limits: { attempts: 1 } };

describe("the limits", () => {
  it("are those of shared/RULES.md", () => {
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

describe("what an answer must be", () => {
  const nested = (levels: number): string =>
    `{"id":"c","name":"n","x":${"[".repeat(levels - 1)}${"]".repeat(levels - 1)}}`;
  const bytes = (...values: number[]): Buffer => Buffer.from(values);
  const ok = '{"id":"c","name":"n"}';

  for (const [title, type, body, reason] of [
    ["65 levels", "application/json", nested(65), "tooDeep"],
    ["a million open brackets", "application/json", "[".repeat(1_000_000), "tooDeep"],
    [
      "bad UTF-8",
      "application/json",
      Buffer.concat([Buffer.from('{"id":"c","name":"'), bytes(0xff, 0xfe), Buffer.from('"}')]),
      "encoding",
    ],
    [
      "UTF-8 cut inside a character",
      "application/json",
      Buffer.concat([Buffer.from(ok), bytes(0xe5, 0x90)]),
      "encoding",
    ],
    [
      "an encoded surrogate",
      "application/json",
      Buffer.concat([Buffer.from('{"id":"c","name":"'), bytes(0xed, 0xa0, 0x80), Buffer.from('"}')]),
      "encoding",
    ],
    ["HTML", "text/html; charset=utf-8", "<!doctype html><title>Sign in</title>", "html"],
    ["XHTML", "application/xhtml+xml", "<html/>", "contentType"],
    ["HTML that says it is JSON", "application/json", "\n <!DOCTYPE html><html></html>", "html"],
    ["plain text", "text/plain", ok, "contentType"],
    ["JavaScript", "application/javascript", ok, "contentType"],
    ["no content type", undefined, ok, "contentType"],
    ["an empty body", "application/json", "", "notJson"],
    ["no JSON", "application/json", "hello", "notJson"],
    ["NaN", "application/json", '{"id":NaN}', "notJson"],
    ["a closing bracket too many", "application/json", `${ok}}`, "notJson"],
    ["JSON that ends early", "application/json", '{"id":"c","name":"n"', "truncated"],
    ["JSON that ends in a string", "application/json", '{"id":"c","name":"n\\"', "truncated"],
    ["an array", "application/json", "[]", "schema"],
    ["null", "application/json", "null", "schema"],
    ["no id", "application/json", '{"name":"n"}', "schema"],
    ["a numeric name", "application/json", '{"id":"c","name":7}', "schema"],
    ["inboxes of another kind", "application/json", '{"id":"c","name":"n","inboxes":"x"}', "schema"],
  ] as const satisfies readonly (readonly [string, string | undefined, string | Buffer, ShapeProblem])[]) {
    it(`is not ${title}: ${reason}`, async () => {
      await using server = await wireServer((_request, response) => {
        response.writeHead(200, type === undefined ? {} : { "content-type": type }).end(body);
      });
      const { client, clock } = wireClient(server.baseUrl, once);
      const error = await failureOf(client.contacts.retrieve("c"), ResponseShapeError);
      assert.equal(
        error.reason,
        reason === "contentType" && type?.includes("html") === true ? "html" : reason,
      );
      assert.equal(error.request?.status, 200);
      assert.doesNotMatch(error.detail, /undefined/u);
      assert.equal(clock.pending, 0);
    });
  }

  for (const [title, type, body] of [
    ["64 levels", "application/json", nested(64)],
    ["brackets inside strings", "application/json", `{"id":"c","name":"${"[{".repeat(100)}\\\\\\"["}`],
    ["a byte order mark", "application/json", Buffer.concat([bytes(0xef, 0xbb, 0xbf), Buffer.from(ok)])],
    ["a charset", "application/json; charset=UTF-8", ok],
    ["a content type in capitals", "Application/JSON", ok],
    ["problem+json and its kin", "application/vnd.api+json", ok],
    ["characters beyond the basic plane", "application/json", '{"id":"c","name":"𠮷😀"}'],
  ] as const) {
    it(`may be ${title}`, async () => {
      await using server = await wireServer((_request, response) => {
        response.writeHead(200, { "content-type": type });
        // Byte by byte, so that characters and the mark are cut.
        for (const byte of Buffer.from(body).subarray(0, 40)) {
          response.write(Buffer.from([byte]));
        }
        response.end(Buffer.from(body).subarray(40));
      });
      const answer = await wireClient(server.baseUrl, once).client.contacts.retrieve("c");
      assert.equal(answer.json, body.toString("utf8").replace("\uFEFF", ""));
    });
  }

  it("names the field and what was expected there, never the value", async () => {
    await using server = await wireServer((_request, response) =>
      sendJson(response, 200, {
        count: 1,
        next: null,
        results: [
          { id: "c", name: "n" },
          { id: "private", name: { secret: 1 } },
        ],
      }),
    );
    const error = await failureOf(wireClient(server.baseUrl).client.contacts.list(), ResponseShapeError);
    assert.equal(error.detail, "results[1].name: string expected");
  });

  it("may have keys named like Object's own, which stay data", async () => {
    const text =
      '{"id":"c","name":"n","__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}';
    await using server = await wireServer((_request, response) => sendJson(response, 200, text));
    const { contact, json } = await wireClient(server.baseUrl).client.contacts.retrieve("c");
    assert.equal(json, text);
    assert.equal(Reflect.get({}, "polluted"), undefined);
    assert.equal(Reflect.get(contact, "polluted"), undefined);
  });

  it("is not cut off: a connection that ends early is 'truncated'", async () => {
    await using server = await wireServer((_request, response) => {
      response.writeHead(200, { "content-type": "application/json", "content-length": "1000" });
      response.write('{"id":"c"', () => response.destroy());
    });
    const { client } = wireClient(server.baseUrl, once);
    assert.equal((await failureOf(client.contacts.retrieve("c"), ResponseShapeError)).reason, "truncated");
  });

  it("is not damaged gzip", async () => {
    await using server = await wireServer((_request, response) => {
      response
        .writeHead(200, { "content-type": "application/json", "content-encoding": "gzip" })
        .end("no gzip at all");
    });
    const { client } = wireClient(server.baseUrl, once);
    const { reason } = await failureOf(client.contacts.retrieve("c"), ResponseShapeError);
    assert.equal(reason, "encoding");
  });
});
