import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { parseApiKey } from "../../../src/api/apiKey.ts";
import { DEFAULT_BASE_URL, originOf, parseBaseUrl } from "../../../src/api/baseUrl.ts";
import { InvalidInputError } from "../../../src/api/errors.ts";
import { pathIdOf } from "../../../src/api/pathId.ts";

function problemOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    assert.ok(error instanceof InvalidInputError);
    return error.problem;
  }
  return "none";
}

describe("parseBaseUrl", () => {
  for (const [text, expected] of [
    [DEFAULT_BASE_URL, DEFAULT_BASE_URL],
    ["  https://API.MaiAgent.ai/api/// ", "https://api.maiagent.ai/api"],
    ["https://host.test:443", "https://host.test"],
    ["https://host.test:8443/x/y/", "https://host.test:8443/x/y"],
    ["HTTP://localhost:8000/api/", "http://localhost:8000/api"],
    ["http://127.0.0.1:1/api", "http://127.0.0.1:1/api"],
    ["http://127.8.9.10/api", "http://127.8.9.10/api"],
    ["http://[::1]:3000", "http://[::1]:3000"],
  ] as const) {
    it(`takes ${JSON.stringify(text)}`, () => assert.equal(parseBaseUrl(text), expected));
  }

  for (const [text, problem] of [
    ["", "empty"],
    ["  \n", "empty"],
    ["api.maiagent.ai/api", "notUrl"],
    ["https://", "notUrl"],
    ["https:///api.maiagent.ai", "notUrl"],
    ["https:api.maiagent.ai", "notUrl"],
    ["https://good.test\\@evil.test", "notUrl"],
    ["http://api.maiagent.ai/api", "scheme"],
    ["http://127.0.0.1.evil.test", "scheme"],
    ["http://localhost.evil.test", "scheme"],
    ["http://128.0.0.1", "scheme"],
    ["http://0.0.0.0", "scheme"],
    ["ftp://localhost/api", "scheme"],
    ["javascript:alert(1)", "scheme"],
    ["localhost:3000/api", "scheme"],
    ["https://user@host.test", "userInfo"],
    ["https://user:password@host.test/api", "userInfo"],
    ["https://@host.test", "userInfo"],
    ["https://host.test/api?x=1", "query"],
    ["https://host.test/api?", "query"],
    ["https://host.test/api#x", "fragment"],
    ["https://host.test/api#", "fragment"],
    ["https://host.test/a pi", "whitespace"],
    ["https://ho\tst.test", "whitespace"],
    ["https://host.test/\u0000", "controlCharacter"],
    ["https://ho\u200Bst.test", "controlCharacter"],
  ] as const) {
    it(`refuses ${JSON.stringify(text)} as ${problem}`, () =>
      assert.equal(
        problemOf(() => parseBaseUrl(text)),
        problem,
      ));
  }

  it("does not put the value in the error", () => {
    assert.throws(
      () => parseBaseUrl("https://user:hunter2@host.test"),
      (error) => error instanceof InvalidInputError && !error.message.includes("hunter2"),
    );
  });
});

describe("originOf", () => {
  it("gives scheme, host and port", () => {
    assert.equal(originOf("https://Host.test:8443/api"), "https://host.test:8443");
    assert.equal(originOf(DEFAULT_BASE_URL), "https://api.maiagent.ai");
  });
});

describe("parseApiKey", () => {
  for (const text of [
    "abc.DEF-1",
    " abc.DEF-1\n",
    "Api-Key abc.DEF-1",
    "api-key   abc.DEF-1",
    "Authorization: Api-Key abc.DEF-1",
  ]) {
    it(`reads ${JSON.stringify(text)}`, () => assert.equal(parseApiKey(text), "abc.DEF-1"));
  }

  for (const [text, problem] of [
    ["", "empty"],
    ["   ", "empty"],
    ["Api-Key ", "empty"],
    ["Authorization: Api-Key", "empty"],
    ["abc def", "whitespace"],
    ["abc\r\nX-Evil: 1", "whitespace"],
    ["abc\u00A0def", "whitespace"],
    ["abc\u0000def", "controlCharacter"],
    ["abc\u007Fdef", "controlCharacter"],
    ["abc\u200Bdef", "nonLatin"],
    ["密鑰", "nonLatin"],
  ] as const) {
    it(`refuses ${JSON.stringify(text)} as ${problem}, without quoting it`, () => {
      assert.equal(
        problemOf(() => parseApiKey(text)),
        problem,
      );
      assert.throws(
        () => parseApiKey(text),
        (error) => error instanceof InvalidInputError && !error.message.includes("abc"),
      );
    });
  }
});

describe("pathIdOf", () => {
  for (const [id, segment] of [
    ["550e8400-e29b-41d4-a716-446655440000", "550e8400-e29b-41d4-a716-446655440000"],
    ["user1_uuid", "user1_uuid"],
    ["a b?c#d%2e", "a%20b%3Fc%23d%252e"],
    ["名", "%E5%90%8D"],
  ] as const) {
    it(`encodes ${JSON.stringify(id)} as one segment`, () => assert.equal(pathIdOf(id), segment));
  }

  for (const id of [
    "",
    ".",
    "..",
    "a/b",
    "a\\b",
    "../inboxes",
    "a..b",
    "a\nb",
    "a\u0000",
    "\u0085",
    "\uD800",
  ]) {
    it(`refuses ${JSON.stringify(id)}`, () => assert.throws(() => pathIdOf(id), InvalidInputError));
  }
});
