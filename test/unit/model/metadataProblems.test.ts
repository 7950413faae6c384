import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { findNodeAtLocation, parseTree } from "jsonc-parser";
import { readAccess } from "../../../src/model/knowledgeAccess.ts";
import { metadataProblems } from "../../../src/model/metadataProblems.ts";
import { seededRandom } from "./randomContact.ts";
import { inCamelCase, randomMetadata, randomRules } from "./randomMetadata.ts";

const ID = "1b4e28ba-2fa1-41d2-883f-0016d3cca427";
const OTHER = "6fa459ea-ee8a-4ca4-894e-db77e160355e";

function problemsIn(metadata: string) {
  const text = `{"name": "A", "queryMetadata": ${metadata}}`;
  const root = parseTree(text);
  const node = root && findNodeAtLocation(root, ["queryMetadata"]);
  assert.ok(node);
  return metadataProblems(node, text).map((problem) => ({
    ...problem,
    at: text.slice(problem.from, problem.to),
  }));
}

const brief = (metadata: unknown) =>
  problemsIn(typeof metadata === "string" ? metadata : JSON.stringify(metadata)).map(
    ({ code, at }) => `${code}: ${at}`,
  );
const base = (all: unknown, id: unknown = ID) => ({
  knowledge_bases: [{ knowledge_base_id: id, has_user_selected_all: all }],
});
const rule = (label_relations: unknown) => ({
  label_relations,
  knowledge_bases: [{ knowledge_base_id: ID }],
});

describe("the checks of query metadata", () => {
  it("want the texts True and False for booleans, at the value", () => {
    assert.deepEqual(brief(base("True")), []);
    assert.deepEqual(brief(base("False")), []);
    assert.deepEqual(brief(base(true)), ["booleanText: true"]);
    assert.deepEqual(brief(base("true")), ['booleanText: "true"']);
    assert.deepEqual(brief(base(null)), ["booleanText: null"]);
  });

  it("want AND or OR, at the operator or at the group that has none", () => {
    assert.deepEqual(brief(rule({ operator: "AND", conditions: [{ label_id: ID }] })), []);
    assert.deepEqual(brief(rule({ operator: "and", conditions: [{ label_id: ID }] })), ['operator: "and"']);
    assert.deepEqual(brief(rule({ operator: 1, conditions: [{ label_id: ID }] })), ["operator: 1"]);
    const [missing] = problemsIn(JSON.stringify(rule({ conditions: [{ label_id: ID }] })));
    assert.deepEqual(missing?.path, ["queryMetadata", "label_relations"]);
  });

  it("want conditions, and something in each", () => {
    assert.deepEqual(brief(rule({ operator: "OR", conditions: [] })), ["noConditions: []"]);
    assert.deepEqual(brief(rule({ operator: "OR" })), ['noConditions: {"operator":"OR"}']);
    assert.deepEqual(brief(rule({})), ["noConditions: {}"]);
    assert.deepEqual(brief(rule({ operator: "OR", conditions: [{}, { label_id: ID }] })), [
      "emptyCondition: {}",
    ]);
    const nested = { operator: "OR", conditions: [{ operator: "AND", conditions: [] }] };
    const [problem] = problemsIn(JSON.stringify(rule(nested)));
    assert.ok(problem);
    assert.equal(problem.code, "noConditions");
    assert.deepEqual(problem.path, ["queryMetadata", "label_relations", "conditions", 0, "conditions"]);
  });

  it("want UUIDs for knowledge bases, files, FAQs and labels", () => {
    assert.deepEqual(brief(base("True", "kb-product")), ['idForm: "kb-product"']);
    assert.deepEqual(brief(base("True", 5)), ["idForm: 5"]);
    assert.deepEqual(brief(base("True", ID.toUpperCase())), []);
    const listed = { knowledge_base_id: ID, chatbot_file_ids: ["f", OTHER], faq_ids: [null] };
    assert.deepEqual(brief({ knowledge_bases: [listed] }), ['idForm: "f"', "idForm: null"]);
    assert.deepEqual(brief(rule({ operator: "OR", conditions: [{ label_id: "" }] })), ['idForm: ""']);
    assert.deepEqual(brief({ knowledge_bases: [{ faq_ids: [] }] }), ['idMissing: {"faq_ids":[]}']);
  });

  it("warn of an empty object, which closes all access, and of an empty list", () => {
    assert.deepEqual(brief("{}"), ["noKnowledge: {}"]);
    assert.deepEqual(brief('{"knowledge_bases": [ ]}'), ["noKnowledge: [ ]"]);
  });

  it("warn of a knowledge base that is listed twice, at the second", () => {
    const twice = { knowledge_bases: [{ knowledge_base_id: ID }, { knowledge_base_id: ID.toUpperCase() }] };
    const problems = problemsIn(JSON.stringify(twice));
    assert.deepEqual(
      problems.map(({ code }) => code),
      ["duplicateBase"],
    );
    assert.deepEqual(problems[0]?.path, ["queryMetadata", "knowledge_bases", 1, "knowledge_base_id"]);
  });

  it("warn of the first key that is spelt otherwise than the keys before it", () => {
    assert.deepEqual(brief({ knowledge_bases: [{ knowledgeBaseId: ID, chatbotFileIds: [] }] }), [
      'mixedSpelling: "knowledgeBaseId"',
    ]);
    assert.deepEqual(
      brief({ labelRelations: { operator: "OR", conditions: [{ label_id: ID }] }, knowledgeBases: [] }),
      ["noKnowledge: []", 'mixedSpelling: "label_id"'],
    );
  });

  it("take both spellings of the keys alike", () => {
    const wrong = JSON.stringify({ ...base(true, "x"), ...rule({ operator: "XOR", conditions: [] }) });
    const codes = (json: string) => problemsIn(json).map(({ code }) => code);
    assert.ok(codes(wrong).length >= 2);
    assert.deepEqual(codes(inCamelCase(wrong)), codes(wrong));
  });

  it("leave another shape in peace", () => {
    for (const custom of [
      '"tier=gold"',
      '"{}"',
      "null",
      "[]",
      "[{}]",
      "7",
      '{"tier": true}',
      '{"has_user_selected_all": true}',
      '{"knowledge_bases": [{"knowledge_base_id": "x", "stranger": 1}]}',
      '{"knowledge_bases": {"a": 1}}',
      JSON.stringify(JSON.stringify(base(true))),
    ]) {
      assert.deepEqual(brief(custom), [], custom);
    }
    assert.deepEqual(brief({ ...base("True"), custom: { operator: "XOR", label_id: 1, labelId: 2 } }), []);
  });

  it("find nothing in right rules, 2,000 random ones, beside knowledge bases listed twice or not at all", () => {
    const random = seededRandom(81);
    for (let run = 0; run < 2000; run++) {
      const codes = problemsIn(JSON.stringify(randomRules(random))).map(({ code }) => code);
      assert.deepEqual(
        codes.filter((code) => code !== "duplicateBase" && code !== "noKnowledge"),
        [],
      );
    }
  });

  it("never throw, stay inside the metadata and speak of the known shape only, 5,000 random shapes", () => {
    const random = seededRandom(82);
    let found = 0;
    for (let run = 0; run < 5000; run++) {
      const metadata = randomMetadata(random);
      for (const { path, at, from, to } of problemsIn(metadata)) {
        found++;
        assert.equal(readAccess(metadata).kind, "rules", metadata);
        assert.equal(path[0], "queryMetadata");
        assert.ok(from < to && at.length > 0);
      }
    }
    assert.ok(found > 500, "the shapes had mistakes");
  });
});
