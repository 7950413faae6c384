import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { ApiError } from "../../../src/api/errors.ts";
import { failureOf, scriptedClient } from "./support/clients.ts";
import { json } from "./support/scriptedTransport.ts";
import { seededRandom } from "./support/seededRandom.ts";

describe("an error answer", () => {
  for (const [title, answer] of [
    [
      "HTML of a proxy",
      new Response("<html>502</html>", { status: 502, headers: { "content-type": "text/html" } }),
    ],
    [
      "HTML that says it is JSON",
      new Response("<html>", { status: 500, headers: { "content-type": "application/json" } }),
    ],
    [
      "plain text",
      new Response("upstream error", { status: 503, headers: { "content-type": "text/plain" } }),
    ],
    ["no body", new Response(null, { status: 413 })],
    [
      "bad UTF-8",
      new Response(Uint8Array.of(0xff), { status: 400, headers: { "content-type": "application/json" } }),
    ],
    [
      "bottomless JSON",
      new Response("[".repeat(60_000), { status: 400, headers: { "content-type": "application/json" } }),
    ],
    [
      "half a JSON text",
      new Response('{"detail":"x', { status: 400, headers: { "content-type": "application/json" } }),
    ],
  ] as const) {
    it(`with ${title} keeps its status and has nothing to say`, async () => {
      const { client } = scriptedClient(() => answer, { limits: { attempts: 1 } });
      const error = await failureOf(client.contacts.retrieve("c"), ApiError);
      assert.equal(error.status, answer.status);
      assert.equal(error.detail, undefined);
      assert.deepEqual(error.fieldErrors, []);
      assert.equal(error.message, `The server answered ${answer.status} to GET contacts/{id}/.`);
    });
  }

  it("with random bytes keeps its status, 300 times over", async () => {
    const random = seededRandom(7);
    for (let run = 0; run < 300; run += 1) {
      const bytes = Uint8Array.from({ length: Math.floor(random() * 200) }, () => Math.floor(random() * 256));
      const { client } = scriptedClient(
        () => new Response(bytes, { status: 400, headers: { "content-type": "application/json" } }),
      );
      assert.equal((await failureOf(client.contacts.retrieve("c"), ApiError)).status, 400);
    }
  });

  for (const [status, name] of [
    [400, "BadRequestError"],
    [401, "AuthenticationError"],
    [403, "PermissionError"],
    [404, "NotFoundError"],
    [405, "ApiError"],
    [409, "ApiError"],
    [415, "ApiError"],
    [429, "RateLimitError"],
    [500, "ServerError"],
    [503, "ServerError"],
    [599, "ServerError"],
  ] as const) {
    it(`${status} is a ${name}, whose message does not quote the server`, async () => {
      const { client } = scriptedClient(() => json(status, { detail: "their words" }), {
        limits: { attempts: 1 },
      });
      const error = await failureOf(client.contacts.retrieve("c"), ApiError);
      assert.equal(error.name, name);
      assert.equal(error.detail, "their words");
      assert.doesNotMatch(error.message, /their words/u);
    });
  }
});
