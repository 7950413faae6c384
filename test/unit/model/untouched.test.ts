import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { changesBetween, isReadOnlyField, patchBody } from "../../../src/model/contactChanges.ts";
import { type ContactText, documentTextOf, parseContactText } from "../../../src/model/contactText.ts";
import { changeBetween, rebaseTyping, withValueAt } from "../../../src/model/textChange.ts";
import { ThreeWay } from "../../../src/model/threeWay.ts";
import { jsonOf, pick, randomFields, randomJson, seededRandom } from "./randomContact.ts";

const ROUNDS = 5000;

const documentOf = (fields: ReadonlyMap<string, string>) => documentTextOf(jsonOf(fields));
const jsonByName = ({ fields }: ContactText) =>
  new Map([...fields.values()].map(({ name, json }) => [name, json]));

/** Every field but `except` says the same, to the byte, and all stand in the same order. */
function assertUntouched(before: string, after: string, except: readonly string[]): void {
  const [old, now] = [jsonByName(parseContactText(before)), jsonByName(parseContactText(after))];
  const kept = ([name]: readonly [string, string]) => !except.includes(name);
  assert.deepEqual([...now].filter(kept), [...old].filter(kept));
}

/** A value as a person types it, which stands nowhere else. */
const typedValue = (random: () => number): unknown =>
  pick(random, [`typed ${random()}`, { typed: random() }, ["typed", random()], random(), `"${random()}"`]);

function writable(random: () => number, text: string, except: readonly string[] = []): string {
  const names = [...parseContactText(text).fields.keys()].filter(
    (name) => !isReadOnlyField(name) && !except.includes(name) && name !== "inboxes",
  );
  const [first = "email", ...rest] = names;
  return pick(random, [first, ...rest, ...(except.includes("added") ? [] : ["added"])]);
}

describe("what nobody touched, in 5,000 random documents", () => {
  it("stays to the byte when another field is edited, in the form and in the JSON pane at once", () => {
    const random = seededRandom(41);
    for (let round = 0; round < ROUNDS; round++) {
      const text = documentOf(randomFields(random));
      const inForm = writable(random, text);
      const inJson = writable(random, text, [inForm]);
      const formText = withValueAt(text, [inForm], typedValue(random));
      assertUntouched(text, formText, [inForm]);
      const jsonText = withValueAt(text, [inJson], typedValue(random));
      // The JSON pane's typing arrives after the form's: it was typed on the text before.
      const both = rebaseTyping(text, jsonText, formText);
      // Two new fields at one place are one change to a text comparison; the one typed last wins.
      if (parses(both) && areApart(text, formText, jsonText)) {
        assertUntouched(text, both, [inForm, inJson]);
      }
      const sent = patchBody(changesBetween(parseContactText(text), parseContactText(formText))).json;
      assert.deepEqual([...parseContactText(sent).fields.keys()], [inForm]);
    }
  });

  it("stays to the byte around an edit inside queryMetadata, and goes over the wire as it came", () => {
    const random = seededRandom(42);
    for (let round = 0; round < ROUNDS; round++) {
      const members = Array.from({ length: 1 + Math.floor(random() * 5) }, () => randomJson(random));
      const metadata = `{${members.map((json, index) => `"k${index}":${json}`).join()}}`;
      const text = documentOf(new Map([...randomFields(random), ["queryMetadata", metadata]]));
      const key = `k${Math.floor(random() * members.length)}`;
      const edited = withValueAt(text, ["queryMetadata", key], typedValue(random));
      assertUntouched(text, edited, ["queryMetadata"]);
      const body = patchBody(changesBetween(parseContactText(text), parseContactText(edited))).json;
      const sent = parseContactText(parseContactText(body).fields.get("queryMetadata")?.json ?? "");
      const had = parseContactText(parseContactText(text).fields.get("queryMetadata")?.json ?? "");
      assertUntouched(had.text, sent.text, [key]);
    }
  });

  it("stays to the byte when theirs is taken over, and is never part of the PATCH after it", async () => {
    const random = seededRandom(43);
    for (let round = 0; round < ROUNDS; round++) {
      const base = randomFields(random);
      const text = documentOf(base);
      const both = writable(random, text, ["added"]);
      const mineOnly = writable(random, text, [both]);
      const free = writable(random, text, [both, mineOnly, "added"]);
      const theirsOnly = free === mineOnly ? "addedByThem" : free;
      const theirValue = `["theirs", ${random()}, ${randomJson(random)}]`;
      const theirs = documentOf(new Map([...base, [both, theirValue], [theirsOnly, randomJson(random)]]));
      const mine = withValueAt(withValueAt(text, [both], typedValue(random)), [mineOnly], typedValue(random));

      const sides = new ThreeWay();
      sides.lastRead = text;
      sides.documentIs(text, false);
      sides.documentIs(mine, true);
      sides.begin();
      sides.looked(parseContactText(mine), parseContactText(theirs));
      assert.deepEqual(
        sides.collisions.map(({ field }) => field),
        [both],
      );
      const taken = sides.withTheirs(mine, [both]);
      assertUntouched(mine, taken, [both]);
      assert.equal(
        compact(parseContactText(taken).fields.get(both)?.json),
        compact(parseContactText(theirs).fields.get(both)?.json),
      );
      sides.decide([both]);
      sides.documentIs(taken, true);
      sides.begin();
      const sent: string[] = [];
      await sides.save(
        taken,
        {
          read: () => Promise.resolve(theirs),
          update: ({ json }) => {
            sent.push(...parseContactText(json).fields.keys());
            return Promise.resolve(theirs);
          },
        },
        () => Promise.resolve("unasked"),
      );
      assert.deepEqual(sent, [mineOnly]);
    }
  });
});

function parses(text: string): boolean {
  try {
    parseContactText(text);
    return true;
  } catch {
    return false;
  }
}

/** Whether two edits of one text touch places apart from each other. */
function areApart(text: string, left: string, right: string): boolean {
  const [one, other] = [changeBetween(text, left), changeBetween(text, right)];
  return !one || !other || one.to <= other.from || other.to <= one.from;
}

/** The layout follows the place; tokens do not. */
function compact(json: string | undefined): string | undefined {
  return json === undefined ? undefined : documentTextOf(`{"value":${json}}`);
}
