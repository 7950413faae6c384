import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { FixtureError, fixtureText, parseFixture } from "../../../src/assist/engine/fixture.ts";
import { fixtureJsonSchema } from "../../../src/assist/engine/fixtureJsonSchema.ts";
import { contactJsonSchema } from "../../../src/model/contactJsonSchema.ts";

const schema = fixtureJsonSchema((text) => text, "contact.schema.json");

describe("the JSON schema of fixtures", () => {
  it("wants what an update needs, and describes each key", () => {
    const fixture = fixtureText("tw", ['{ "id": "550e8400-e29b-41d4-a716-446655440000" }'], 0);
    assert.deepEqual(
      Object.keys(schema.properties ?? {}).sort(),
      Object.keys(JSON.parse(fixture) as object).sort(),
    );
    for (const [key, property] of Object.entries(schema.properties ?? {})) {
      assert.ok(typeof property === "object" && property.description, key);
    }
    for (const key of schema.required ?? []) {
      const members = Object.entries(JSON.parse(fixture) as object).filter(([name]) => name !== key);
      assert.throws(() => parseFixture(JSON.stringify(Object.fromEntries(members))), FixtureError, key);
    }
  });

  it("leaves a contact's fields to the schema of contacts, and wants of them the id only", () => {
    const { contacts } = schema.properties ?? {};
    assert.ok(typeof contacts === "object" && typeof contacts.items === "object");
    assert.ok(!Array.isArray(contacts.items));
    const { required, properties = {} } = contacts.items;
    assert.deepEqual(required, ["id"]);
    const known = contactJsonSchema((text) => text).properties ?? {};
    assert.deepEqual(Object.keys(properties), Object.keys(known));
    for (const [field, property] of Object.entries(properties)) {
      assert.deepEqual(property, { $ref: `contact.schema.json#/properties/${field}` });
    }
  });
});
