import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { normaliseErrorBody } from "../../../src/api/errorBody.ts";
import type { FieldError } from "../../../src/api/errors.ts";
import { ERROR_SHAPES } from "./support/errorShapes.ts";
import type { Flat } from "./support/errorShapes.ts";
import { seededRandom } from "./support/seededRandom.ts";

const flat = (errors: readonly FieldError[]): Flat =>
  errors.map(({ path, messages }) => [path.join("."), ...messages]);

describe("normaliseErrorBody", () => {
  for (const [title, body, detail, fields] of ERROR_SHAPES) {
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
    const random = seededRandom(20260101);
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
