import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { contactJsonSchema } from "../../../src/model/contactJsonSchema.ts";
import { jsonHelpSchema } from "../../../src/shared/jsonHelp.ts";
import { meaningAt, optionsAt } from "../../../src/webview/jsonHelpAt.ts";
import { seededRandom } from "../model/randomContact.ts";
import { randomMetadata } from "../model/randomMetadata.ts";

const help = jsonHelpSchema.parse(contactJsonSchema((text) => text));

/** What is offered at the bar in the text. */
function offered(marked: string) {
  const offset = marked.indexOf("|");
  const text = marked.replace("|", "");
  const found = optionsAt(text, offset, help);
  return found && { ...found, replaced: text.slice(found.from, found.to) };
}
const labels = (marked: string) => offered(marked)?.options.map(({ label }) => label);
const meaning = (marked: string) => meaningAt(marked.replace("|", ""), marked.indexOf("|"), help);

describe("what the JSON pane offers", () => {
  it("is the contact's missing fields in a new key, with their quotation marks", () => {
    const found = offered('{"name": "A", "|"}');
    assert.ok(found);
    assert.equal(found.replaced, '""');
    assert.ok(found.options.some(({ match }) => match === '"email"'));
    assert.ok(!found.options.some(({ label }) => label === "name"));
    assert.equal(found.options.find(({ label }) => label === "email")?.template, '"email": "${1}"');
  });

  it("is the keys of the known shape, in both spellings until one is used", () => {
    assert.deepEqual(labels('{"queryMetadata": {"|"}}'), [
      "label_relations",
      "knowledge_bases",
      "labelRelations",
      "knowledgeBases",
    ]);
    assert.deepEqual(labels('{"queryMetadata": {"knowledgeBases": [], "|"}}'), ["labelRelations"]);
    assert.deepEqual(labels('{"queryMetadata": {"label_relations": {}, "|"}}'), ["knowledge_bases"]);
    assert.deepEqual(labels('{"queryMetadata": {"knowledgeBases": [{"knowledgeBaseId": "x", |}]}}'), [
      "chatbotFileIds",
      "faqIds",
      "hasUserSelectedAll",
    ]);
  });

  it("adds a comma where a key follows, and no value where one stands", () => {
    const before = offered('{"queryMetadata": {"label_relations": {"op|" "conditions": []}}}');
    assert.equal(before?.options.find(({ label }) => label === "operator")?.template, '"operator": ${1},');
    const renamed = offered('{"queryMetadata": {"knowledge_bases": [{"fa|": []}]}}');
    assert.equal(renamed?.options.find(({ label }) => label === "faq_ids")?.template, '"faq_ids"');
  });

  it("is the values that a key may have, in place of what stands there", () => {
    const found = offered('{"queryMetadata": {"knowledge_bases": [{"has_user_selected_all": tr|ue}]}}');
    assert.ok(found);
    assert.equal(found.replaced, "true");
    assert.deepEqual(
      found.options.map(({ template }) => template),
      ['"True"', '"False"'],
    );
    const nested =
      '{"queryMetadata":{"label_relations":{"conditions":[{"conditions":[{"operator": "|"}]}]}}}';
    assert.deepEqual(labels(nested), ['"AND"', '"OR"']);
  });

  it("is snippets for whole entries, with places for the cursor", () => {
    const [whole] = offered('{"queryMetadata": {"knowledge_bases": [|]}}')?.options ?? [];
    assert.ok(whole);
    assert.equal(whole.kind, "snippet");
    assert.ok(whole.template.includes('\t"knowledge_base_id": "${1}"'));
    assert.ok(labels('{"queryMetadata": |}')?.includes("Access to one knowledge base"));
    assert.ok(labels('{"queryMetadata": {"labelRelations": |}}')?.includes("Any of these labels"));
  });

  it("parts a new entry from the one behind it", () => {
    const [whole] = offered('{"queryMetadata": {"knowledge_bases": [|{}]}}')?.options ?? [];
    assert.ok(whole?.template.endsWith("},"));
  });

  it("is nothing in other people's keys, inside texts and behind a value", () => {
    assert.equal(offered('{"queryMetadata": {"custom": {"|"}}}'), undefined);
    assert.equal(offered('{"name": "A|"}'), undefined);
    assert.equal(offered('{"queryMetadata": {"label_relations": {"operator": "OR" | }}}'), undefined);
    assert.equal(offered('{"__proto__": {"|"}}'), undefined);
  });
});

describe("what the JSON pane says", () => {
  it("is the meaning of a key and of its value", () => {
    const key = meaning('{"queryMetadata": {"knowledge_bases": [{"has_user_se|lected_all": "True"}]}}');
    assert.match(key?.text ?? "", /not a boolean/u);
    const value = meaning('{"queryMetadata": {"knowledge_bases": [{"has_user_selected_all": "Tr|ue"}]}}');
    assert.match(value?.text ?? "", /Everything in the knowledge base may be read\./u);
    assert.match(meaning('{"sour|ceId": "x"}')?.text ?? "", /unique within one inbox/u);
    assert.match(meaning('{"inboxes": [{"i|d": "x"}]}')?.text ?? "", /save sends/u);
  });

  it("is nothing for what nobody knows", () => {
    assert.equal(meaning('{"queryMetadata": {"cus|tom": 1}}'), undefined);
    assert.equal(meaning('{ | "name": 1}'), undefined);
    assert.equal(meaning("|"), undefined);
  });
});

it("neither completion nor hover ever throws, at any place of 300 random documents, whole and cut off", () => {
  const random = seededRandom(91);
  for (let run = 0; run < 300; run++) {
    const whole = `{"name": "A", "queryMetadata": ${randomMetadata(random)}}`;
    const text = random() < 0.5 ? whole : whole.slice(0, Math.floor(random() * whole.length));
    for (let offset = 0; offset <= text.length; offset += 1 + Math.floor(random() * 5)) {
      const found = optionsAt(text, offset, help);
      assert.ok(!found || (found.from <= offset && offset <= found.to && found.to <= text.length));
      meaningAt(text, offset, help);
    }
  }
});
