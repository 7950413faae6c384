import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  FixtureError,
  fixtureText,
  MAXIMUM_CONTACTS,
  parseFixture,
} from "../../../src/assist/engine/fixture.ts";
import { fixtureUpdate, withPieces } from "../../../src/assist/engine/fixtureUpdate.ts";
import { documentTextOf } from "../../../src/model/contactText.ts";
import { randomFields, randomJson, seededRandom } from "../model/randomContact.ts";

const NOW = Date.parse("2026-01-02T03:04:05Z");
const ANN = documentTextOf(
  '{"id":"1","name":"Ann","big":12345678901234567890,"inboxes":[{"id":"i","name":"LINE"}],"mcpCredentials":{"token":"secret"}}',
);
const BEN = documentTextOf('{"id":"2","name":"Ben","email":null}');

const problemOf = (text: string): string => {
  try {
    parseFixture(text);
    return "none";
  } catch (error) {
    assert.ok(error instanceof FixtureError);
    return error.problem;
  }
};

const jsonOf = (fields: ReadonlyMap<string, string>) =>
  `{${[...fields].map(([name, json]) => `${JSON.stringify(name)}: ${json}`).join(", ")}}`;

describe("a fixture", () => {
  it("says where its contacts come from and when, and has them to the last digit, without credentials", () => {
    const text = fixtureText("staging", [ANN, BEN], NOW);
    assert.deepEqual(JSON.parse(text), {
      maiagentFixture: 1,
      connection: "staging",
      savedAt: "2026-01-02T03:04:05.000Z",
      contacts: [
        { id: "1", name: "Ann", big: 12345678901234567000, inboxes: [{ id: "i", name: "LINE" }] },
        { id: "2", name: "Ben", email: null },
      ],
    });
    assert.match(text, /12345678901234567890/);
    assert.doesNotMatch(text, /secret|mcp/iu);
    assert.match(text, /^ {6}"name": "Ann",$/mu);
  });

  it("is read back with its contacts, also with comments and a last comma", () => {
    const text = fixtureText("staging", [ANN, BEN], NOW).replace("  ]\n", "  ], // mine\n");
    const fixture = parseFixture(text);
    assert.equal(fixture.connectionId, "staging");
    assert.deepEqual(
      fixture.contacts.map(({ id }) => id),
      ["1", "2"],
    );
  });

  it("is refused with a reason when it is something else", () => {
    assert.equal(problemOf("{"), "syntax");
    assert.equal(problemOf(""), "syntax");
    assert.equal(problemOf("[]"), "shape");
    assert.equal(problemOf('{"contacts": [{"id": "1"}]}'), "version");
    assert.equal(problemOf('{"maiagentFixture": 1, "contacts": [{"id": "1"}]}'), "connection");
    const withContacts = (contacts: string) =>
      problemOf(`{"maiagentFixture": 1, "connection": "a", "contacts": ${contacts}}`);
    assert.equal(withContacts("[]"), "contacts");
    assert.equal(withContacts('[{"id": "../x"}]'), "id");
    assert.equal(withContacts('["1"]'), "id");
    assert.equal(withContacts(JSON.stringify(Array(MAXIMUM_CONTACTS + 1).fill({ id: "1" }))), "tooMany");
    assert.equal(
      problemOf('{"maiagentFixture": 1, "connection": "https://evil.test", "contacts": [{"id": "1"}]}'),
      "connection",
    );
  });
});

describe("an update of a fixture", () => {
  const later = NOW + 1000;

  it("changes nothing when nothing changed", () => {
    const fixture = parseFixture(fixtureText("staging", [ANN, BEN], NOW));
    const documents = new Map([
      ["1", ANN],
      ["2", BEN],
    ]);
    assert.deepEqual(fixtureUpdate(fixture, documents, later).pieces, []);
  });

  it("replaces what differs where it stands; comments, order, own keys and what was cut away stay", () => {
    const text = `{
  // for the login test
  "maiagentFixture": 1, "connection": "staging", "savedAt": "2020-01-01T00:00:00.000Z",
  "contacts": [
    { "note": "mine", "name": "Old", /* who */ "id": "2" },
    { "id": "3", "name": "Gone" },
  ],
}`;
    const update = fixtureUpdate(
      parseFixture(text),
      new Map([
        ["2", BEN],
        ["3", undefined],
      ]),
      later,
    );
    assert.equal(
      withPieces(text, update.pieces),
      text.replace('"Old"', '"Ben"').replace("2020-01-01T00:00:00.000Z", "2026-01-02T03:04:06.000Z"),
    );
    assert.equal(update.changedContacts, 1);
    assert.deepEqual(update.missing, ["3"]);
    assert.deepEqual(update.leftOut, ["email"]);
  });

  it("makes of any fixture the one that would be saved now, for 300 random contacts", () => {
    for (let seed = 1; seed <= 300; seed++) {
      const random = seededRandom(seed);
      const before = new Map(randomFields(random));
      const after = new Map(
        [...before].map(([name, json]) => [
          name,
          name === "id" || random() < 0.5 ? json : randomJson(random),
        ]),
      );
      const [old, now] = [before, after].map((fields) => documentTextOf(jsonOf(fields)));
      const text = fixtureText("staging", [old ?? ""], NOW);
      const { pieces } = fixtureUpdate(parseFixture(text), new Map([["c-1", now ?? ""]]), later);
      const updated = withPieces(text, pieces);
      const again = fixtureUpdate(parseFixture(updated), new Map([["c-1", now ?? ""]]), later);
      assert.deepEqual(again.pieces, [], `seed ${seed}`);
      const [contact] = (JSON.parse(updated) as { readonly contacts: readonly unknown[] }).contacts;
      assert.deepEqual(contact, JSON.parse(now ?? ""), `seed ${seed}`);
    }
  });
});
