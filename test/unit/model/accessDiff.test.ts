import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { type AccessChange, accessDiff } from "../../../src/model/accessDiff.ts";
import { readAccess } from "../../../src/model/knowledgeAccess.ts";
import { seededRandom, shuffled } from "./randomContact.ts";
import { randomMetadata } from "./randomMetadata.ts";

const diff = (before: unknown, after: unknown) =>
  accessDiff(readAccess(JSON.stringify(before)), readAccess(JSON.stringify(after)));
const brief = (changes: readonly AccessChange[]) => changes.map(({ kind, sign }) => `${sign} ${kind}`);

const base = (id: string, all: string, files: readonly string[] = [], faqs: readonly string[] = []) => ({
  knowledge_base_id: id,
  chatbot_file_ids: files,
  faq_ids: faqs,
  has_user_selected_all: all,
});
const bases = (...list: readonly object[]) => ({ knowledge_bases: list });
const rule = (operator: string, ...conditions: readonly object[]) => ({
  label_relations: { operator, conditions },
});

describe("the difference of knowledge access", () => {
  it("names a knowledge base gained, lost, and files and FAQs in one", () => {
    assert.deepEqual(brief(diff(bases(base("a", "True")), bases(base("b", "True")))), ["+ base", "− base"]);
    const changes = diff(
      bases(base("a", "False", ["f1"], ["q1"])),
      bases(base("a", "False", ["f2", "f3"], [])),
    );
    assert.deepEqual(changes, [
      { kind: "files", sign: "+", baseId: "a", ids: ["f2", "f3"] },
      { kind: "files", sign: "−", baseId: "a", ids: ["f1"] },
      { kind: "faqs", sign: "−", baseId: "a", ids: ["q1"] },
    ]);
  });

  it("says when a choice becomes everything and back, and leaves out what is of no effect then", () => {
    const [part, whole] = [bases(base("a", "False", ["f1"])), bases(base("a", "True"))];
    assert.deepEqual(brief(diff(part, whole)), ["+ whole"]);
    assert.deepEqual(brief(diff(whole, part)), ["− whole"]);
    assert.deepEqual(diff(whole, bases(base("a", "True", ["f9"]))), []);
  });

  it("says when it becomes unclear how much may be read", () => {
    const unclear = bases({ knowledge_base_id: "a", has_user_selected_all: true });
    assert.deepEqual(brief(diff(bases(base("a", "True")), unclear)), ["+ unclear"]);
  });

  it("takes a rule in another order, or in needless groups, as the same rule", () => {
    const [a, b] = [{ label_id: "a" }, { label_id: "b" }];
    assert.deepEqual(diff(rule("OR", a, b), rule("OR", b, a, a)), []);
    assert.deepEqual(diff(rule("OR", a), rule("AND", { operator: "OR", conditions: [a] })), []);
    assert.deepEqual(brief(diff(rule("OR", a, b), rule("AND", a, b))), ["+ labelRule", "− labelRule"]);
    assert.deepEqual(brief(diff(rule("OR", a, b), {})), ["− labelRule"]);
  });

  it("claims no gain where it is unknown what held before", () => {
    assert.deepEqual(brief(diff(null, bases(base("a", "True")))), ["+ rules"]);
    assert.deepEqual(brief(diff(bases(base("a", "True")), null)), ["− rules"]);
    assert.deepEqual(brief(diff({ tier: 1 }, { tier: 2 })), ["± custom"]);
    assert.deepEqual(brief(diff({ tier: 1 }, bases())), ["− custom", "+ rules"]);
    assert.deepEqual(brief(diff(null, "tier=gold")), ["+ custom"]);
  });

  it("is the same for rules as an object and as a text", () => {
    const rules = bases(base("a", "True"));
    assert.deepEqual(diff(rules, JSON.stringify(rules)), []);
  });

  it("is empty from anything to itself, 3,000 random shapes", () => {
    const random = seededRandom(71);
    for (let run = 0; run < 3000; run++) {
      const reading = readAccess(randomMetadata(random));
      assert.deepEqual(accessDiff(reading, reading), []);
    }
  });

  it("turned round, has every sign turned round, 5,000 random pairs", () => {
    const random = seededRandom(72);
    const turned = { "+": "−", "−": "+", "±": "±" } as const;
    const flipped = (changes: readonly AccessChange[]) =>
      changes.map((change) => ({ ...change, sign: turned[change.sign] }));
    let differing = 0;
    for (let run = 0; run < 5000; run++) {
      const [one, two] = [readAccess(randomMetadata(random)), readAccess(randomMetadata(random))];
      const [there, back] = [accessDiff(one, two), accessDiff(two, one)];
      differing += there.length > 0 ? 1 : 0;
      assert.deepEqual(sorted(flipped(there)), sorted(back));
    }
    assert.ok(differing > 1000, "most pairs differ");
  });

  it("does not depend on the order of knowledge bases and conditions, 1,000 random shuffles", () => {
    const random = seededRandom(73);
    const mixed = (value: unknown): unknown => {
      if (Array.isArray(value)) {
        return shuffled(
          random,
          value.map((entry: unknown) => mixed(entry)),
        );
      }
      return typeof value === "object" && value !== null
        ? Object.fromEntries(
            shuffled(random, Object.entries(value)).map(([key, entry]: [string, unknown]) => [
              key,
              mixed(entry),
            ]),
          )
        : value;
    };
    for (let run = 0; run < 1000; run++) {
      const source = randomMetadata(random);
      const reading = readAccess(source);
      if (reading.kind === "rules" && !reading.isText) {
        const other = readAccess(JSON.stringify(mixed(JSON.parse(source))));
        assert.deepEqual(accessDiff(reading, other), [], source);
      }
    }
  });
});

function sorted(changes: readonly object[]): readonly string[] {
  return changes.map((change) => JSON.stringify(change)).sort();
}
