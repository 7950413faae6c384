import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { normaliseErrorBody } from "../../../src/api/errorBody.ts";
import { ApiError } from "../../../src/api/errors.ts";
import type { FieldError } from "../../../src/api/errors.ts";
import { failureOf, scriptedClient } from "./support/clients.ts";
import { json } from "./support/scriptedTransport.ts";

type Flat = readonly (readonly [path: string, ...messages: string[]])[];

const flat = (errors: readonly FieldError[]): Flat =>
  errors.map(({ path, messages }) => [path.join("."), ...messages]);

const shapes: readonly (readonly [title: string, body: unknown, detail: string | undefined, fields: Flat])[] =
  [
    [
      "a field with messages",
      { email: ["Not valid.", "Too long."] },
      undefined,
      [["email", "Not valid.", "Too long."]],
    ],
    [
      "several fields",
      { name: ["a"], email: ["b"] },
      undefined,
      [
        ["name", "a"],
        ["email", "b"],
      ],
    ],
    ["a field with one string", { name: "Required." }, undefined, [["name", "Required."]]],
    [
      "a list of objects, {} where nothing is wrong",
      { inboxes: [{}, { id: ["Unknown."] }] },
      undefined,
      [["inboxes.1.id", "Unknown."]],
    ],
    [
      "a list field, items named by index",
      { inboxes: { "1": ["Not a valid UUID."] } },
      undefined,
      [["inboxes.1", "Not a valid UUID."]],
    ],
    ["a nested object", { inbox: { id: ["Required."] } }, undefined, [["inbox.id", "Required."]]],
    [
      "deep nesting",
      { queryMetadata: { knowledge_bases: [{ faq_ids: ["x"] }] } },
      undefined,
      [["queryMetadata.knowledge_bases.0.faq_ids", "x"]],
    ],
    [
      "messages beside objects in one list",
      { inboxes: ["May not be empty.", { id: ["x"] }] },
      undefined,
      [
        ["inboxes", "May not be empty."],
        ["inboxes.1.id", "x"],
      ],
    ],
    ["non_field_errors", { non_field_errors: ["a"] }, undefined, [["", "a"]]],
    ["nonFieldErrors, as the camelCase layer renames it", { nonFieldErrors: ["a"] }, undefined, [["", "a"]]],
    ["__all__ of a Django form", { __all__: ["a"] }, undefined, [["", "a"]]],
    [
      "non_field_errors inside an object",
      { inbox: { non_field_errors: ["a"] } },
      undefined,
      [["inbox", "a"]],
    ],
    [
      "non_field_errors inside a list",
      { inboxes: [{ non_field_errors: ["a"] }] },
      undefined,
      [["inboxes.0", "a"]],
    ],
    ["a bare list of messages", ["a", "b"], undefined, [["", "a", "b"]]],
    ["a bare list of objects (many=True)", [{}, { name: ["x"] }], undefined, [["1.name", "x"]]],
    ["a bare string", "No.", "No.", []],
    ["detail", { detail: "Not found." }, "Not found.", []],
    [
      "detail with a code (simplejwt)",
      { detail: "Bad token.", code: "token_not_valid", messages: [] },
      "Bad token.",
      [],
    ],
    ["detail in Chinese", { detail: "認證失敗" }, "認證失敗", []],
    ["detail as a list", { detail: ["a", "b"] }, undefined, [["", "a", "b"]]],
    ["detail as an object of fields", { detail: { name: ["x"] } }, undefined, [["name", "x"]]],
    ["detail beside fields", { detail: "Invalid.", name: ["x"] }, "Invalid.", [["name", "x"]]],
    [
      "full details of DRF",
      { name: [{ message: "Required.", code: "required" }] },
      undefined,
      [["name", "Required."]],
    ],
    ["full details at the top", { message: "Not found.", code: "not_found" }, "Not found.", []],
    ["Django's 500 handler", { error: "Server Error (500)" }, "Server Error (500)", []],
    ["Django's 400 handler", { error: "Bad Request (400)" }, "Bad Request (400)", []],
    ["error as an object", { error: { code: 7, message: "No." } }, "No.", []],
    ["message", { message: "No.", status: 400 }, "No.", []],
    [
      "drf-standardized-errors",
      {
        type: "validation_error",
        errors: [
          { code: "required", detail: "Required.", attr: "name" },
          { code: "x", detail: "Bad.", attr: "inboxes.0.id" },
        ],
      },
      undefined,
      [
        ["name", "Required."],
        ["inboxes.0.id", "Bad."],
      ],
    ],
    [
      "drf-standardized-errors for the whole object",
      { type: "client_error", errors: [{ code: "c", detail: "No.", attr: null }] },
      undefined,
      [["", "No."]],
    ],
    [
      "drf-standardized-errors, non_field_errors",
      { type: "v", errors: [{ code: "c", detail: "No.", attr: "non_field_errors" }] },
      undefined,
      [["", "No."]],
    ],
    [
      "drf-exceptions-hog",
      { type: "validation_error", code: "required", detail: "Required.", attr: "name" },
      "Required.",
      [["name", "Required."]],
    ],
    [
      "problem+json",
      { type: "about:blank", title: "Bad Request", status: 400, detail: "No.", instance: "/x" },
      "No.",
      [],
    ],
    [
      "problem+json with a title only",
      { type: "about:blank", title: "Bad Request", status: 400 },
      "Bad Request",
      [],
    ],
    ["errors by field", { title: "Invalid", errors: { name: ["x"] } }, "Invalid", [["name", "x"]]],
    ["errors as messages", { errors: ["a", "b"] }, undefined, [["", "a", "b"]]],
    [
      "JSON:API",
      { errors: [{ status: "400", source: { pointer: "/data/attributes/name" }, detail: "x" }] },
      undefined,
      [["name", "x"]],
    ],
    [
      "pydantic",
      { detail: [{ loc: ["body", "inboxes", 0, "id"], msg: "field required", type: "missing" }] },
      undefined,
      [["inboxes.0.id", "field required"]],
    ],
    ["graphene-like errors", { errors: [{ message: "x", field: "name" }] }, undefined, [["name", "x"]]],
    [
      "numbers and booleans as messages",
      { name: [7, true] },
      undefined,
      [
        ["name.0", "7"],
        ["name.1", "true"],
      ],
    ],
    [
      "keys of Object.prototype",
      JSON.parse('{"__proto__":["a"],"constructor":["b"],"toString":["c"]}'),
      undefined,
      [
        ["__proto__", "a"],
        ["constructor", "b"],
        ["toString", "c"],
      ],
    ],
    ["nothing", {}, undefined, []],
    ["an empty list", [], undefined, []],
    ["null", null, undefined, []],
    ["no body", undefined, undefined, []],
    ["a number", 400, undefined, []],
    ["empty texts", { detail: "", name: [""], email: [" "] }, undefined, []],
    ["nulls", { detail: null, name: null, inboxes: [null] }, undefined, []],
  ];

describe("normaliseErrorBody", () => {
  for (const [title, body, detail, fields] of shapes) {
    it(`reads ${title}`, () => {
      const read = normaliseErrorBody(body);
      assert.equal(read.detail, detail);
      assert.deepEqual(flat(read.fieldErrors), fields);
    });
  }

  it("keeps indices as numbers, names as text", () => {
    const [error] = normaliseErrorBody({ inboxes: [{}, { id: ["x"] }] }).fieldErrors;
    assert.deepEqual(error?.path, ["inboxes", 1, "id"]);
  });

  it("bounds the number and length of messages", () => {
    const { detail, fieldErrors } = normaliseErrorBody({
      detail: "x".repeat(100_000),
      ...Object.fromEntries(Array.from({ length: 5_000 }, (_, index) => [`f${index}`, ["y".repeat(5_000)]])),
    });
    assert.ok((detail?.length ?? 0) <= 1_001);
    assert.equal(fieldErrors.length, 500);
    assert.ok(fieldErrors.every(({ messages }) => messages.every(({ length }) => length <= 1_001)));
  });

  it("survives nesting that would overflow the stack", () => {
    let deep: unknown = ["x"];
    let same: unknown = ["x"];
    for (let level = 0; level < 100_000; level += 1) {
      deep = level % 2 === 0 ? [deep] : { a: deep };
      same = { non_field_errors: same };
    }
    assert.deepEqual(normaliseErrorBody({ a: deep, b: same }).fieldErrors, []);
  });

  it("never throws and never says 'undefined', for 10,000 random bodies", () => {
    const random = mulberry32(20260101);
    const pick = <T>(items: readonly [T, ...T[]]): T =>
      items[Math.floor(random() * items.length)] ?? items[0];
    const keys = [
      "detail",
      "errors",
      "error",
      "message",
      "title",
      "type",
      "code",
      "attr",
      "field",
      "loc",
      "source",
      "pointer",
      "status",
      "non_field_errors",
      "name",
      "inboxes",
      "0",
      "",
      "__proto__",
      "constructor",
      "hasOwnProperty",
    ] as const;
    const value = (depth: number): unknown => {
      const kind = Math.floor(random() * (depth > 5 ? 6 : 9));
      switch (kind) {
        case 0:
          return pick(["", " ", "x", "\uD800", "a.b.0", "/data/attributes/name", "<script>", "𠮷"]);
        case 1:
          return pick([0, -1, 1e308, 12345678901234567890]);
        case 2:
          return random() < 0.5;
        case 3:
        case 4:
          return null;
        case 5:
          return "message";
        case 6:
          return Array.from({ length: Math.floor(random() * 4) }, () => value(depth + 1));
        default: {
          const entries = Array.from(
            { length: Math.floor(random() * 5) },
            () => [pick(keys), value(depth + 1)] as const,
          );
          // By text, so that __proto__ becomes a key of its own as on the wire.
          return JSON.parse(
            `{${entries.map(([key, inner]) => `${JSON.stringify(key)}:${JSON.stringify(inner)}`).join(",")}}`,
          ) as unknown;
        }
      }
    };
    for (let run = 0; run < 10_000; run += 1) {
      const body = value(0);
      const { detail, fieldErrors } = normaliseErrorBody(body);
      for (const text of [
        detail ?? "",
        ...fieldErrors.flatMap(({ path, messages }) => [...path, ...messages]),
      ]) {
        assert.ok(typeof text === "string" || Number.isInteger(text));
        assert.ok(
          !String(text).includes("undefined") && !String(text).includes("[object"),
          JSON.stringify(body),
        );
      }
      assert.ok(fieldErrors.every(({ messages }) => messages.length > 0));
    }
  });
});

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
    const random = mulberry32(7);
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

/** A seeded generator, so that a failing run can be repeated. */
function mulberry32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
