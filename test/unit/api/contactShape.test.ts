import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { isPlainContact } from "../../../src/api/contactShape.ts";
import { contactSchema } from "../../../src/api/schemas.ts";

const FIELDS = Object.keys(contactSchema.shape);
const inbox = { id: "i", name: "n" };
const VALUES: readonly unknown[] = [
  ...[
    undefined,
    null,
    "",
    "text",
    0,
    7.5,
    true,
    {},
    [],
    inbox,
    { id: 7 },
    { id: "i", name: null },
    { id: "i", name: 7 },
  ],
  ...[[inbox], [inbox, {}], [null], ["x"], [[inbox]], [{ ...inbox, extra: 1 }], { ...inbox, inboxes: [] }],
  JSON.parse('{"id":"i","__proto__":{"a":1}}'),
  JSON.parse('[{"id":"i","__proto__":{"a":1}}]'),
];

/** Taken means: taken by the schema too, and given back unchanged. */
function assertAgrees(value: unknown): void {
  const parsed = contactSchema.safeParse(value);
  if (isPlainContact(value)) {
    assert.ok(parsed.success, JSON.stringify(value));
    assert.deepEqual(parsed.data, value);
  } else {
    const unchanged = parsed.success && JSON.stringify(parsed.data) === JSON.stringify(value);
    assert.ok(!unchanged, `left to the schema without need: ${JSON.stringify(value)}`);
  }
}

describe("isPlainContact agrees with contactSchema", () => {
  for (const field of FIELDS) {
    it(`on every kind of ${field}`, () => {
      for (const value of VALUES) {
        assertAgrees({ id: "c", name: "n", [field]: value });
      }
    });
  }

  it("on what is no object", () => {
    for (const value of VALUES) {
      assertAgrees(value);
    }
  });

  it("on missing id or name, unknown keys and __proto__", () => {
    for (const text of [
      '{"id":"c"}',
      '{"name":"n"}',
      '{"id":"c","name":"n","x":{"y":[1]}}',
      '{"id":"c","name":"n","__proto__":{"z":1}}',
    ]) {
      assertAgrees(JSON.parse(text));
    }
  });
});
