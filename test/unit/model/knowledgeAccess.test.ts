import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { type AccessReading, type KnowledgeAccess, readAccess } from "../../../src/model/knowledgeAccess.ts";
import { seededRandom } from "./randomContact.ts";
import { inCamelCase, randomMetadata, randomRules } from "./randomMetadata.ts";

const read = (value: unknown) => readAccess(JSON.stringify(value));

function rulesOf(reading: AccessReading): KnowledgeAccess {
  assert.equal(reading.kind, "rules");
  return reading.access;
}

describe("reading knowledge access", () => {
  it("understands knowledge bases and nested label rules", () => {
    const access = rulesOf(
      read({
        label_relations: {
          operator: "OR",
          conditions: [
            { label_id: "A" },
            { operator: "AND", conditions: [{ label_id: "B" }, { label_id: "C" }] },
          ],
        },
        knowledge_bases: [
          { knowledge_base_id: "k1", chatbot_file_ids: [], faq_ids: [], has_user_selected_all: "True" },
          { knowledge_base_id: "k2", chatbot_file_ids: ["f1", "f2"], faq_ids: ["q"] },
        ],
      }),
    );
    assert.deepEqual(access, {
      knowledgeBases: [
        { id: "k1", extent: "all", fileIds: [], faqIds: [] },
        { id: "k2", extent: "chosen", fileIds: ["f1", "f2"], faqIds: ["q"] },
      ],
      labelRule: {
        kind: "group",
        operator: "OR",
        conditions: [
          { kind: "label", id: "A" },
          {
            kind: "group",
            operator: "AND",
            conditions: [
              { kind: "label", id: "B" },
              { kind: "label", id: "C" },
            ],
          },
        ],
      },
      otherKeys: [],
    });
  });

  it("takes a truth value, or a text in another case, as unclear and not as everything", () => {
    for (const value of [true, "true", "TRUE", 1, null, "yes"]) {
      const access = rulesOf(
        read({ knowledge_bases: [{ knowledge_base_id: "k", has_user_selected_all: value }] }),
      );
      assert.equal(access.knowledgeBases[0]?.extent, "unclear", String(value));
    }
  });

  it("adds up entries of the same knowledge base, whatever the case of its id", () => {
    const access = rulesOf(
      read({
        knowledge_bases: [
          { knowledge_base_id: "ABC", chatbot_file_ids: ["f1"], has_user_selected_all: "False" },
          { knowledge_base_id: "abc", chatbot_file_ids: ["F1", "f2"], has_user_selected_all: "False" },
        ],
      }),
    );
    assert.equal(access.knowledgeBases.length, 1);
    assert.equal(access.knowledgeBases[0]?.fileIds.length, 2);
  });

  it("tells nothing set, an empty object and metadata of another shape apart", () => {
    assert.equal(readAccess(undefined).kind, "unset");
    assert.equal(read(null).kind, "unset");
    assert.equal(read("").kind, "unset");
    assert.deepEqual(rulesOf(read({})).knowledgeBases, []);
    for (const custom of [
      "tier=gold",
      "{}",
      "[1]",
      7,
      true,
      [],
      [{ knowledge_bases: [] }],
      { tier: "gold" },
      { knowledge_bases: "all" },
      { knowledge_bases: [{ knowledge_base_id: "k", note: "stranger" }] },
      { label_relations: { operator: "OR", conditions: [{ label_id: "a", operator: "OR" }] } },
      { label_relations: [] },
    ]) {
      assert.equal(read(custom).kind, "custom", JSON.stringify(custom));
    }
  });

  it("names others' keys beside the known ones and reads the rest", () => {
    const reading = readAccess(
      '{"points": 12345678901234567890, "knowledge_bases": [], "x": {"operator": 5}}',
    );
    assert.deepEqual(rulesOf(reading).otherKeys, ["points", "x"]);
  });

  it("reads the known shape inside a text", () => {
    const reading = read(JSON.stringify({ knowledge_bases: [{ knowledge_base_id: "k" }] }));
    assert.equal(reading.kind === "rules" && reading.isText, true);
    assert.equal(rulesOf(reading).knowledgeBases.length, 1);
  });

  it("takes what is nested too deep, or hides in a prototype, as custom", () => {
    const deep = '{"operator":"OR","conditions":['.repeat(5000) + "]}".repeat(5000);
    assert.equal(readAccess(`{"label_relations":${deep}}`).kind, "custom");
    assert.equal(readAccess('{"__proto__":{"knowledge_bases":[]}}').kind, "custom");
  });

  it("reads both spellings of the keys as the same, 2,000 random rules", () => {
    const random = seededRandom(61);
    for (let run = 0; run < 2000; run++) {
      const json = JSON.stringify(randomRules(random));
      assert.deepEqual(readAccess(inCamelCase(json)), readAccess(json), json);
    }
  });

  it("never throws, 5,000 random shapes", () => {
    const random = seededRandom(62);
    const kinds = new Map<string, number>();
    for (let run = 0; run < 5000; run++) {
      const { kind } = readAccess(randomMetadata(random));
      kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
    }
    for (const kind of ["unset", "rules", "custom"]) {
      assert.ok((kinds.get(kind) ?? 0) > 50, `${kind} is among them`);
    }
    for (const broken of ["", "{", "tru", "\u0000"]) {
      assert.doesNotThrow(() => readAccess(broken));
    }
  });
});
