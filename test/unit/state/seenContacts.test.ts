import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Contact } from "../../../src/api/schemas.ts";
import { MAXIMUM_SEEN, SeenContacts } from "../../../src/state/seenContacts.ts";

const contact = (id: string, name: string, more: Partial<Contact> = {}): Contact => ({ id, name, ...more });

function world() {
  let [now, changes] = [1000, 0];
  const seen = new SeenContacts(
    () => now,
    () => changes++,
  );
  return { seen, pass: (milliseconds: number) => (now += milliseconds), changes: () => changes };
}

describe("the contacts that were seen", () => {
  it("are found by id over every connection that showed them, whatever the case of letters", () => {
    const { seen } = world();
    seen.saw("tw", [contact("AbC", "Ann"), contact("2", "Ben")]);
    seen.saw("jp", [contact("abc", "アン")]);
    assert.deepEqual(
      seen.find("ABC").map(({ connectionId, contact: { name } }) => [connectionId, name]),
      [
        ["tw", "Ann"],
        ["jp", "アン"],
      ],
    );
    assert.deepEqual(seen.find("3"), []);
  });

  it("are kept without metadata, telephone number or secret", () => {
    const { seen } = world();
    const shown = contact("1", "Ann", {
      phoneNumber: "0900-000-001",
      queryMetadata: { secret: true },
      mcpCredentials: { token: "t" },
    });
    seen.saw("tw", [shown]);
    assert.doesNotMatch(JSON.stringify(seen.find("1")), /0900|secret|token/u);
  });

  it("tell a change once for a page, and none when a page says what is known", () => {
    const { seen, pass, changes } = world();
    const page = [contact("1", "Ann"), contact("2", "Ben")];
    seen.saw("tw", page);
    assert.equal(changes(), 1);
    pass(10);
    seen.saw("tw", page);
    assert.equal(changes(), 1);
    assert.equal(seen.find("1")[0]?.seenAt, 1010);
    seen.saw("tw", [contact("1", "Anne")]);
    assert.equal(changes(), 2);
  });

  it("go with the contact and with the connection", () => {
    const { seen, changes } = world();
    seen.saw("tw", [contact("1", "Ann"), contact("2", "Ben")]);
    seen.saw("jp", [contact("1", "Ann")]);
    seen.forget({ connectionId: "tw", contactId: "1" });
    assert.deepEqual(
      seen.find("1").map(({ connectionId }) => connectionId),
      ["jp"],
    );
    seen.forgetConnection("tw");
    assert.deepEqual(seen.find("2"), []);
    assert.equal(changes(), 4);
    seen.forget({ connectionId: "tw", contactId: "1" });
    seen.forgetConnection("tw");
    assert.equal(changes(), 4);
  });

  it("are bounded: those seen longest ago give way", () => {
    const { seen } = world();
    const page = (from: number) =>
      Array.from({ length: 100 }, (_, index) => contact(String(from + index), "x"));
    for (let from = 0; from < MAXIMUM_SEEN; from += 100) {
      seen.saw("tw", page(from));
    }
    seen.saw("tw", [contact("0", "x")]);
    seen.saw("tw", page(MAXIMUM_SEEN));
    assert.equal(seen.find("0").length, 1);
    assert.deepEqual(seen.find("1"), []);
    assert.deepEqual(seen.find("100"), []);
    assert.equal(seen.find("101").length, 1);
  });
});
