import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { ResponseShapeError } from "../../../src/api/errors.ts";
import type { ShapeProblem } from "../../../src/api/errors.ts";
import { failureOf, wireClient } from "./support/clients.ts";
import { sendJson, wireServer } from "./support/wireServer.ts";

/** One attempt only, so that a failure is seen as it happened. */
const once = { limits: { attempts: 1 } };

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
