import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { AVATAR_LIMIT, contactDocumentSchema, NAME_LIMIT } from "../../../src/model/contactSchema.ts";

const isValid = (value: unknown) => contactDocumentSchema.safeParse(value).success;

describe("the schema of a contact document", () => {
  it("accepts every optional field as missing, null or empty text", () => {
    assert.ok(isValid({ name: "A" }));
    for (const field of ["email", "phoneNumber", "sourceId", "avatar"]) {
      assert.ok(isValid({ name: "A", [field]: null }), field);
      assert.ok(isValid({ name: "A", [field]: "" }), field);
    }
  });

  it("accepts a phone number and timestamps as text and as numbers", () => {
    assert.ok(isValid({ name: "A", phoneNumber: 886, createdAt: 1, updatedAt: 2 }));
    assert.ok(isValid({ name: "A", phoneNumber: "886", createdAt: "1", updatedAt: "2" }));
  });

  it("keeps unknown keys, of the contact and of its inboxes", () => {
    const contact = { name: "A", tier: { gold: true }, inboxes: [{ id: "a", channelType: "line" }] };
    assert.deepEqual(contactDocumentSchema.parse(contact), contact);
  });

  it("requires a name of at most 255 characters, a short avatar and ids in inboxes", () => {
    assert.ok(!isValid({}));
    assert.ok(isValid({ name: "n".repeat(NAME_LIMIT) }));
    assert.ok(!isValid({ name: "n".repeat(NAME_LIMIT + 1) }));
    assert.ok(isValid({ name: "A", avatar: "a".repeat(AVATAR_LIMIT) }));
    assert.ok(!isValid({ name: "A", avatar: "a".repeat(AVATAR_LIMIT + 1) }));
    assert.ok(!isValid({ name: "A", inboxes: [{ name: "no id" }] }));
    assert.ok(!isValid({ name: "A", inboxes: [{ id: "" }] }));
  });
});
