import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { changesBetween, sendableChanges } from "../../../src/model/contactChanges.ts";
import { parseContactText } from "../../../src/model/contactText.ts";
import { newsOf } from "../../../src/model/serverAnswer.ts";

const news = (base: string, mine: string, answer: string) => {
  const [before, after] = [parseContactText(base), parseContactText(mine)];
  return newsOf(before, sendableChanges(changesBetween(before, after)), parseContactText(answer));
};

describe("what a save brought", () => {
  it("is nothing when the answer says what was sent, however it is laid out", () => {
    assert.deepEqual(
      news(
        '{"name":"A","queryMetadata":null,"inboxes":[],"updatedAt":"1"}',
        '{"name":"B","queryMetadata":{"a":1,"b":[1.0]},"inboxes":[{"id":"x"},{"id":"y"}]}',
        '{"updatedAt":"2","name":"B","queryMetadata":{"b": [1.0], "a": 1},"inboxes":[{"id":"y","name":"Y"},{"id":"x"}]}',
      ),
      { merged: [], altered: [] },
    );
  });

  it("names the fields that only somebody else changed, also new and missing ones, not the server's own", () => {
    assert.deepEqual(
      news(
        '{"name":"A","email":"e","phoneNumber":"1","tier":1,"updatedAt":"1"}',
        '{"name":"B","email":"e","phoneNumber":"1","tier":1,"updatedAt":"1"}',
        '{"name":"B","email":"f","phoneNumber":"1","new":true,"updatedAt":"2"}',
      ).merged,
      ["email", "new", "tier"],
    );
  });

  it("tells a trimmed text", () => {
    assert.deepEqual(news('{"name":"A"}', '{"name":"  B "}', '{"name":"B"}').altered, [
      { field: "name", kind: "trimmed", sent: '"  B "', stored: '"B"', renamedKeys: [] },
    ]);
  });

  it("tells keys that were renamed at any depth, each once", () => {
    const [altered] = news(
      '{"queryMetadata":null}',
      '{"queryMetadata":{"knowledge_bases":[{"faq_ids":[]},{"faq_ids":[1]}],"same":12345678901234567890}}',
      '{"queryMetadata":{"same":12345678901234567890,"knowledgeBases":[{"faqIds":[]},{"faqIds":[1]}]}}',
    ).altered;
    assert.equal(altered?.kind, "renamed");
    assert.deepEqual(altered.renamedKeys, ["faq_ids → faqIds", "knowledge_bases → knowledgeBases"]);
  });

  it("does not call it renaming when a value changed as well", () => {
    const [altered] = news(
      '{"queryMetadata":null}',
      '{"queryMetadata":{"a_b":12345678901234567890}}',
      '{"queryMetadata":{"aB":12345678901234567000}}',
    ).altered;
    assert.equal(altered?.kind, "altered");
    assert.equal(altered.stored, '{"aB":12345678901234567000}');
  });

  it("tells a value that was dropped, as null or as a missing key", () => {
    for (const answer of ['{"email":null}', "{}"]) {
      assert.equal(news('{"email":"e"}', '{"email":"f"}', answer).altered[0]?.kind, "dropped", answer);
    }
  });

  it("tells a field that the server silently kept as it was", () => {
    assert.deepEqual(news('{"email":"e"}', '{"email":"f"}', '{"email":"e"}').altered, [
      { field: "email", kind: "altered", sent: '"f"', stored: '"e"', renamedKeys: [] },
    ]);
  });

  it("compares a phone number with the text that went over the wire", () => {
    assert.deepEqual(news("{}", '{"phoneNumber":886912}', '{"phoneNumber":"886912"}').altered, []);
    assert.equal(news("{}", '{"phoneNumber":"886 9"}', '{"phoneNumber":8869}').altered[0]?.kind, "altered");
  });
});
