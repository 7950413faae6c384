import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  differences,
  imageOf,
  imageOfDraft,
  matchesDraft,
  pendingFields,
} from "../../../../../src/data/engine/seed/contactImage.ts";
import { InboxResolution } from "../../../../../src/data/engine/seed/inboxResolution.ts";
import type { SeedContact } from "../../../../../src/data/engine/seed/seedContacts.ts";

const WANTED: SeedContact = {
  name: "Ann",
  sourceId: "demo-1",
  phoneNumber: "+12025550100",
  queryMetadata: { label_relations: { operator: "AND", conditions: [] } },
  inboxes: ["LINE"],
  path: [],
};
const THERE = {
  id: "c-1",
  name: "Ann",
  sourceId: "demo-1",
  phoneNumber: "+12025550100",
  queryMetadata: { label_relations: { operator: "AND", conditions: [] } },
  inboxes: [{ id: "I-1" }],
};

const pending = (changes: object) => pendingFields(WANTED, ["i-1"], { ...THERE, ...changes });

describe("a contact that is there is as the recipe wants it", () => {
  it("when only spelling differs that the server treats as equal", () => {
    assert.deepEqual(pending({}), []);
    assert.deepEqual(pending({ name: " Ann " }), []);
    assert.deepEqual(pending({ phoneNumber: 12025550100 }), ["phoneNumber"]);
    assert.deepEqual(pending({ queryMetadata: { labelRelations: { conditions: [], operator: "AND" } } }), []);
    assert.deepEqual(
      pending({ queryMetadata: '{"label_relations":{"operator":"AND","conditions":[]}}' }),
      [],
    );
    assert.deepEqual(pending({ inboxes: [{ id: "i-2" }, { id: "i-1" }] }), []);
  });

  it("when it differs only in what the recipe leaves out", () => {
    assert.deepEqual(pending({ email: "other@example.com", avatar: "https://example.com/a.png" }), []);
  });

  it("and not when a value or an inbox is missing", () => {
    assert.deepEqual(pending({ name: "Bob" }), ["name"]);
    assert.deepEqual(pending({ queryMetadata: null }), ["queryMetadata"]);
    assert.deepEqual(pending({ inboxes: [{ id: "i-2" }] }), ["inboxes"]);
    assert.deepEqual(pendingFields({ ...WANTED, email: null }, ["i-1"], { ...THERE, email: "" }), []);
  });
});

describe("the image of a contact", () => {
  it("shows which fields changed, and holds none of their values", () => {
    const before = imageOf({ ...THERE, email: "ann@example.com" });
    assert.ok(!JSON.stringify(before).includes("Ann"));
    assert.deepEqual(differences(before, imageOf({ ...THERE, name: "Bob" })), ["name", "email"]);
  });

  it("of what was sent fits the contact that the server made of it", () => {
    const sent = imageOfDraft(WANTED, ["I-1"]);
    assert.ok(matchesDraft({ ...THERE, email: "", avatar: null }, sent));
    assert.ok(!matchesDraft({ ...THERE, name: "Bob" }, sent));
  });
});

describe("an inbox of a recipe", () => {
  const ID = "a1e5f0c2-3b7d-4c1e-9f60-5d2b8c7e1a01";

  it("is found by id before it is found by name", () => {
    const inboxes = new InboxResolution(
      [
        { id: "1", name: "2" },
        { id: "2", name: "Café" },
      ],
      true,
    );
    assert.deepEqual(inboxes.resolve("2"), { id: "2" });
    assert.deepEqual(inboxes.resolve(" Cafe\u0301 "), { id: "2" });
    assert.deepEqual(inboxes.resolve("café"), { problem: "unknownInbox", ids: [] });
  });

  it("may be named by an id that is not listed, where the server lists no inboxes", () => {
    assert.deepEqual(new InboxResolution([], false).resolve(ID), { id: ID });
    assert.deepEqual(new InboxResolution([], true).resolve(ID), { problem: "unknownInbox", ids: [] });
    assert.deepEqual(new InboxResolution([], false).resolve("LINE"), { problem: "unknownInbox", ids: [] });
  });
});
