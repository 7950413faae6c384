import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Contact } from "../../../../../src/api/schemas.ts";
import { DuplicateFinder } from "../../../../../src/data/engine/duplicates/findDuplicates.ts";

const contact = (id: string, fields: Partial<Contact> = {}): Contact => ({
  id,
  name: `name of ${id}`,
  inboxes: [{ id: "line" }],
  createdAt: "1764000000000",
  ...fields,
});

function found(...contacts: readonly Contact[]): readonly (readonly [string, string])[] {
  const finder = new DuplicateFinder();
  contacts.forEach((one) => finder.add(one));
  return finder
    .groups()
    .map(({ contacts: members, reasons }) => [members.map(({ id }) => id).join(), reasons.join()]);
}

describe("finding duplicates", () => {
  it("groups contacts by e-mail, phone and source id", () => {
    assert.deepEqual(
      found(
        contact("a", { email: "Ann@example.com" }),
        contact("b", { email: " ann@EXAMPLE.com" }),
        contact("c", { phoneNumber: "0912345678" }),
        contact("d", { phoneNumber: "+886 912 345 678" }),
        contact("e", { sourceId: "crm-1" }),
        contact("f", { sourceId: "crm-1 " }),
        contact("g", { email: "other@example.com", phoneNumber: "0922222333", sourceId: "crm-2" }),
      ),
      [
        ["e,f", "sourceId"],
        ["a,b", "email"],
        ["c,d", "phoneNumber"],
      ],
    );
  });

  it("makes one group of contacts that agree in several things", () => {
    const same = { email: "ann@example.com", phoneNumber: "0912345678", sourceId: "crm-1" };
    assert.deepEqual(found(contact("a", same), contact("b", same)), [["a,b", "sourceId,email,phoneNumber"]]);
  });

  it("does not take a source id in two inboxes for one person", () => {
    assert.deepEqual(
      found(
        contact("a", { sourceId: "7", inboxes: [{ id: "line" }] }),
        contact("b", { sourceId: "7", inboxes: [{ id: "web" }] }),
      ),
      [],
    );
  });

  it("does not chain: two that share a mailbox and two that share a phone stay two groups", () => {
    assert.deepEqual(
      found(
        contact("a", { email: "x@example.com" }),
        contact("b", { email: "x@example.com", phoneNumber: "0912345678" }),
        contact("c", { phoneNumber: "0912345678" }),
      ),
      [
        ["a,b", "email"],
        ["b,c", "phoneNumber"],
      ],
    );
  });

  it("never takes empty fields for agreement, nor a contact for its own duplicate", () => {
    const empty = { email: "", phoneNumber: null, sourceId: "" };
    const twice = contact("c", { email: "x@example.com", inboxes: [{ id: "line" }, { id: "web" }] });
    assert.deepEqual(found(contact("a", empty), contact("b", empty), twice, { ...twice }), []);
  });

  it("puts the oldest first, whichever way its date is written", () => {
    const email = "x@example.com";
    assert.deepEqual(
      found(
        contact("young", { email, createdAt: "2026-01-01T00:00:00Z" }),
        contact("unknown", { email, createdAt: null }),
        contact("old", { email, createdAt: 1_700_000_000_000 }),
        contact("middle", { email, createdAt: "1720000000000" }),
      ),
      [["old,middle,young,unknown", "email"]],
    );
  });

  it("looks through 20,000 contacts without comparing each with each", () => {
    const finder = new DuplicateFinder();
    for (let index = 0; index < 20_000; index++) {
      finder.add(contact(`c${index}`, { email: `p${index % 10_000}@example.com`, sourceId: `s${index}` }));
    }
    assert.equal(finder.groups().length, 10_000);
    assert.equal(finder.size, 20_000);
  });
});
