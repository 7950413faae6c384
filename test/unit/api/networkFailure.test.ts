import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { NetworkError } from "../../../src/api/errors.ts";
import { failureOf, scriptedClient, wireClient } from "./support/clients.ts";
import { json, networkFailure } from "./support/scriptedTransport.ts";
import { wireServer } from "./support/wireServer.ts";

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
