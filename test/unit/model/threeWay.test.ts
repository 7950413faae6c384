import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { changesBetween, collisions, patchBody, sendableChanges } from "../../../src/model/contactChanges.ts";
import { type ContactText, documentTextOf, parseContactText } from "../../../src/model/contactText.ts";
import { jsonOf, randomFields, randomInboxes, randomJson, seededRandom, shuffled } from "./randomContact.ts";

const ROUNDS = 500;
const READ_ONLY = ["id", "updatedAt"];

type Fields = ReadonlyMap<string, string>;

/** The fields with some of them changed, and which: values that stand nowhere else, so that every change is one. */
function edited(
  random: () => number,
  fields: Fields,
  names: readonly string[],
): { fields: Fields; touched: Set<string> } {
  const touched = new Set(names.filter(() => random() < 0.4));
  const next = new Map(fields);
  for (const name of touched) {
    next.set(
      name,
      name === "inboxes" ? otherInboxes(random, fields) : `[${random()}, ${randomJson(random)}]`,
    );
  }
  return { fields: new Map(shuffled(random, [...next])), touched };
}

function otherInboxes(random: () => number, fields: Fields): string {
  const before = fields.get("inboxes") ?? "[]";
  return before.length === 2
    ? '[{"id":"z"}]'
    : `${before.slice(0, -1)}, {"id": "z${Math.floor(random() * 1e6)}"}]`;
}

const documentOf = (fields: Fields): ContactText => parseContactText(documentTextOf(jsonOf(fields)));

/** What a server does with a PATCH: members of the body replace the contact's. */
function patched(contact: Fields, body: string): Fields {
  const { fields } = parseContactText(body);
  return new Map([
    ...contact,
    ...[...fields.values()].map(({ name, json }): [string, string] => [name, json]),
  ]);
}

const ids = (inboxes: string | undefined) =>
  (JSON.parse(inboxes ?? "[]") as { id: string }[]).map(({ id }) => id).sort();

describe("random documents", () => {
  it("never put an untouched field into a PATCH, and every touched one verbatim", () => {
    const random = seededRandom(11);
    for (let round = 0; round < ROUNDS; round++) {
      const base = randomFields(random);
      const writable = [...base.keys(), "added"].filter((name) => !READ_ONLY.includes(name));
      const mine = edited(random, base, writable);
      const body = patchBody(changesBetween(documentOf(base), parseContactText(jsonOf(mine.fields)))).json;
      const sent = parseContactText(body).fields;
      assert.deepEqual(new Set(sent.keys()), mine.touched);
      for (const name of mine.touched) {
        if (name !== "inboxes") {
          assert.equal(sent.get(name)?.json, mine.fields.get(name));
        }
      }
    }
  });

  it("lose nothing when disjoint edits of two people are merged", () => {
    const random = seededRandom(12);
    for (let round = 0; round < ROUNDS; round++) {
      const base = randomFields(random);
      const names = shuffled(
        random,
        [...base.keys(), "added"].filter((name) => !READ_ONLY.includes(name)),
      );
      const half = Math.floor(names.length / 2);
      const mine = edited(random, base, names.slice(0, half));
      const theirs = edited(random, base, names.slice(half));
      const [baseText, mineText, theirText] = [
        documentOf(base),
        documentOf(mine.fields),
        documentOf(theirs.fields),
      ];
      assert.deepEqual(collisions(baseText, mineText, theirText), []);
      const merged = patched(theirs.fields, patchBody(changesBetween(baseText, mineText)).json);
      for (const name of [...base.keys(), "added"]) {
        const expected = (mine.touched.has(name) ? mine.fields : theirs.fields).get(name);
        if (name === "inboxes") {
          assert.deepEqual(ids(merged.get(name)), ids(expected));
        } else {
          assert.equal(canonical(merged.get(name)), canonical(expected), name);
        }
      }
    }
  });

  it("collide in exactly the fields that both touched", () => {
    const random = seededRandom(13);
    let collided = 0;
    for (let round = 0; round < ROUNDS; round++) {
      const base = randomFields(random);
      const names = [...base.keys(), "added"].filter(
        (name) => !READ_ONLY.includes(name) && name !== "inboxes",
      );
      const [mine, theirs] = [edited(random, base, names), edited(random, base, names)];
      const found = collisions(documentOf(base), documentOf(mine.fields), documentOf(theirs.fields));
      const both = names.filter((name) => mine.touched.has(name) && theirs.touched.has(name));
      assert.deepEqual([...found].sort(), [...both].sort());
      collided += both.length;
    }
    assert.ok(collided > 100, `${collided} collisions were made`);
  });

  it("are unchanged by the order of their inboxes and keys", () => {
    const random = seededRandom(14);
    for (let round = 0; round < ROUNDS; round++) {
      const base = new Map([...randomFields(random), ["inboxes", randomInboxes(random)]]);
      const entries = JSON.parse(base.get("inboxes") ?? "[]") as unknown[];
      const mixed = new Map(shuffled(random, [...base])).set(
        "inboxes",
        JSON.stringify(shuffled(random, entries)),
      );
      const changes = changesBetween(documentOf(base), documentOf(mixed));
      assert.deepEqual(sendableChanges(changes), []);
      assert.equal(changes.length, 0);
    }
  });
});

/** One spelling for equal JSON, number tokens untouched: the layout of a document. */
function canonical(json: string | undefined): string | undefined {
  return json === undefined ? undefined : documentTextOf(`{"value":${json}}`);
}
