import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  changesBetween,
  collisions,
  duplicateBody,
  isReadOnlyField,
  patchBody,
  replaceBody,
  sendableChanges,
} from "../../../src/model/contactChanges.ts";
import { documentTextOf, parseContactText } from "../../../src/model/contactText.ts";

const changedFields = (from: string, to: string) =>
  changesBetween(parseContactText(from), parseContactText(to)).map(({ field }) => field);
const patchOf = (from: string, to: string) =>
  patchBody(changesBetween(parseContactText(from), parseContactText(to))).json;

describe("changes between two documents", () => {
  it("are none when only white space, key order and escapes differ", () => {
    const from = String.raw`{"name":"A","queryMetadata":{"a":[1,{"b":"\u00e9","c":2}],"d":null}}`;
    const to =
      String.raw`{ "queryMetadata": {"d": null, "a": [1, {"c": 2, "b": "é"}]},` + '\n"name" : "\\u0041" }';
    assert.deepEqual(changedFields(from, to), []);
  });

  it("notice the last digit of an integer that JavaScript cannot hold", () => {
    assert.deepEqual(
      changedFields(
        '{"queryMetadata":{"n":12345678901234567890}}',
        '{"queryMetadata":{"n":12345678901234567891}}',
      ),
      ["queryMetadata"],
    );
  });

  it("notice a number that is spelt otherwise, since a server may keep its text", () => {
    assert.deepEqual(changedFields('{"a":1e2,"b":1.0}', '{"a":100,"b":1.0}'), ["a"]);
  });

  it("tell null, missing and empty text apart", () => {
    const [nothing, empty, missing] = ['{"email":null}', '{"email":""}', "{}"];
    for (const [from, to] of [
      [nothing, empty],
      [empty, nothing],
      [nothing, missing],
      [missing, nothing],
      [empty, missing],
      [missing, empty],
    ] as const) {
      assert.deepEqual(changedFields(from, to), ["email"], `${from} to ${to}`);
    }
    assert.deepEqual(changedFields(nothing, '{ "email" : null }'), []);
  });

  it("tell values of different types apart", () => {
    assert.deepEqual(
      changedFields('{"a":"1","b":"null","c":{},"d":"true"}', '{"a":1,"b":null,"c":[],"d":true}'),
      ["a", "b", "c", "d"],
    );
  });

  it("count the order of a list, though not that of keys", () => {
    assert.deepEqual(changedFields('{"a":[1,2],"b":{"x":1,"y":2}}', '{"a":[2,1],"b":{"y":2,"x":1}}'), ["a"]);
  });

  it("come in the order of the newer document, then what only the older one has", () => {
    assert.deepEqual(changedFields('{"gone":1,"b":1,"a":1}', '{"a":2,"new":1,"b":2}'), [
      "a",
      "new",
      "b",
      "gone",
    ]);
  });

  it("use the last value of a key that stands twice", () => {
    assert.deepEqual(changedFields('{"name":"A"}', '{"name":"B","name":"A"}'), []);
    assert.deepEqual(changedFields('{"name":"A"}', '{"name":"A","name":"B"}'), ["name"]);
    assert.deepEqual(changedFields('{"q":{"a":1}}', '{"q":{"a":2,"a":1}}'), []);
  });

  it("reach the bottom of deep metadata", () => {
    const deep = (value: number) => `{"queryMetadata":${'{"a":['.repeat(300)}${value}${"]}".repeat(300)}}`;
    assert.deepEqual(changedFields(deep(1), deep(1)), []);
    assert.deepEqual(changedFields(deep(1), deep(2)), ["queryMetadata"]);
  });

  it("carry both sides, undefined where the key is missing", () => {
    const [change] = changesBetween(parseContactText('{"a":1}'), parseContactText("{}"));
    assert.equal(change?.from?.json, "1");
    assert.equal(change.to, undefined);
  });
});

describe("inboxes", () => {
  const one = '{"inboxes":[{"id":"a","name":"LINE"},{"id":"b","name":"Web"}]}';

  it("are equal when their ids are, in any order and under any name", () => {
    assert.deepEqual(changedFields(one, '{"inboxes":[{"id":"b"},{"name":"renamed","id":"a"}]}'), []);
  });

  it("differ when one is added, removed, exchanged or listed twice", () => {
    for (const inboxes of [
      '[{"id":"a"}]',
      '[{"id":"a"},{"id":"c"}]',
      '[{"id":"a"},{"id":"b"},{"id":"c"}]',
      "[]",
      "null",
    ]) {
      assert.deepEqual(changedFields(one, `{"inboxes":${inboxes}}`), ["inboxes"], inboxes);
    }
    assert.deepEqual(changedFields('{"inboxes":[{"id":"a"}]}', '{"inboxes":[{"id":"a"},{"id":"a"}]}'), [
      "inboxes",
    ]);
  });

  it("differ when two ids only look like one", () => {
    assert.deepEqual(changedFields('{"inboxes":[{"id":"a,b"}]}', '{"inboxes":[{"id":"a"},{"id":"b"}]}'), [
      "inboxes",
    ]);
  });

  it("differ when an entry without an id is added or removed", () => {
    assert.deepEqual(changedFields('{"inboxes":[{"id":"a"}]}', '{"inboxes":[{"id":"a"},{"id":7}]}'), [
      "inboxes",
    ]);
    assert.deepEqual(changedFields('{"inboxes":[{"id":"a"},{"id":7}]}', '{"inboxes":[{"id":"a"}]}'), [
      "inboxes",
    ]);
  });

  it("are unchanged when nobody touched them, whatever the server put there", () => {
    const odd = '{"inboxes":[{"id":7,"name":"numeric"},null]}';
    assert.deepEqual(changedFields(odd, documentTextOf(odd)), []);
  });

  it("are sent by id only", () => {
    assert.equal(
      patchOf('{"inboxes":[]}', '{"inboxes":[{"id":"b","name":"Web","channelType":"web"},{"id":"a"}]}'),
      '{"inboxes":[{"id":"b"},{"id":"a"}]}',
    );
  });
});

describe("the body of a PATCH", () => {
  it("holds the changed top-level fields only, number tokens as they were typed", () => {
    const from = '{"id":"1","name":"A","email":"e","queryMetadata":{"n":1},"tier":1}';
    const to =
      '{"id":"1","name":"A","email":"e","queryMetadata":{"n":12345678901234567890,"m":[1.0, 1e2]},"tier":-0}';
    assert.equal(patchOf(from, to), '{"queryMetadata":{"n":12345678901234567890,"m":[1.0, 1e2]},"tier":-0}');
  });

  it("is an empty object when nothing changed", () => {
    assert.equal(patchOf('{"name":"A"}', '{ "name": "A" }'), "{}");
  });

  it("sends a phone number as text, digit by digit", () => {
    assert.equal(
      patchOf("{}", '{"phoneNumber":886912345678901234567}'),
      '{"phoneNumber":"886912345678901234567"}',
    );
    assert.equal(patchOf("{}", '{"phoneNumber":"+886 9"}'), '{"phoneNumber":"+886 9"}');
    assert.equal(patchOf('{"phoneNumber":"1"}', '{"phoneNumber":null}'), '{"phoneNumber":null}');
  });

  it("sends an unknown field that was changed, its name escaped as JSON wants it", () => {
    assert.equal(patchOf('{"新":1}', String.raw`{"新":2,"quo\"te":3}`), String.raw`{"新":2,"quo\"te":3}`);
  });

  it("says nothing of a removed key: PATCH leaves what is missing as it is", () => {
    assert.equal(patchOf('{"name":"A","email":"e"}', '{"name":"B"}'), '{"name":"B"}');
  });

  it("never carries a field that only the server writes", () => {
    const from = '{"id":"1","inbox":{"id":"a"},"createdAt":"1","updatedAt":"1","name":"A"}';
    const to = '{"id":"2","inbox":{"id":"b"},"createdAt":"2","updatedAt":"2","name":"B"}';
    assert.equal(patchOf(from, to), '{"name":"B"}');
    for (const field of ["id", "inbox", "createdAt", "updatedAt"]) {
      assert.ok(isReadOnlyField(field), field);
    }
    assert.ok(!isReadOnlyField("inboxes"));
  });

  it("carries exactly the changes that count as sendable", () => {
    const changes = changesBetween(
      parseContactText('{"id":"1","gone":1,"name":"A"}'),
      parseContactText('{"id":"2","name":"B","email":null}'),
    );
    assert.deepEqual(
      sendableChanges(changes).map(({ field }) => field),
      ["name", "email"],
    );
  });
});

describe("the body of a PUT", () => {
  it("holds every writable field that the document has, and no other", () => {
    const document = parseContactText(
      '{"id":"1","updatedAt":"2","tier":1,"queryMetadata":{"n":12345678901234567890},"phoneNumber":886,"name":"A","inboxes":[{"id":"a","name":"x"}],"email":null}',
    );
    assert.equal(
      replaceBody(document).json,
      '{"name":"A","inboxes":[{"id":"a"}],"phoneNumber":"886","email":null,"queryMetadata":{"n":12345678901234567890}}',
    );
  });
});

describe("the body of a duplicate", () => {
  it("takes the new name, leaves the source id behind and keeps the rest verbatim", () => {
    const document = parseContactText(
      '{"id":"1","name":"A","sourceId":"crm-1","email":"e","inboxes":[{"id":"a","name":"x"}],"queryMetadata":{"n":1.0}}',
    );
    assert.equal(
      duplicateBody(document, 'A "copy"').json,
      String.raw`{"name":"A \"copy\"","inboxes":[{"id":"a"}],"email":"e","queryMetadata":{"n":1.0}}`,
    );
  });

  it("is a name alone when the contact has nothing else", () => {
    assert.equal(duplicateBody(parseContactText('{"name":"A","sourceId":"s"}'), "B").json, '{"name":"B"}');
  });
});

describe("collisions", () => {
  const collide = (base: string, mine: string, theirs: string) =>
    collisions(parseContactText(base), parseContactText(mine), parseContactText(theirs));

  it("are the fields that both sides changed to different values", () => {
    assert.deepEqual(
      collide(
        '{"name":"A","email":"e","x":1}',
        '{"name":"B","email":"f","x":1}',
        '{"name":"C","email":"e","x":2}',
      ),
      ["name"],
    );
  });

  it("are none when both sides made the same change", () => {
    assert.deepEqual(collide('{"q":{"a":1}}', '{"q":{"b":2,"c":3}}', '{"q": {"c":3, "b":2}}'), []);
    assert.deepEqual(
      collide(
        '{"inboxes":[]}',
        '{"inboxes":[{"id":"a"},{"id":"b"}]}',
        '{"inboxes":[{"id":"b","name":"x"},{"id":"a"}]}',
      ),
      [],
    );
  });

  it("include a field that the server dropped and the user changed", () => {
    assert.deepEqual(collide('{"email":"e"}', '{"email":"f"}', "{}"), ["email"]);
  });

  it("include a field that both sides added with different values", () => {
    assert.deepEqual(collide("{}", '{"email":"f"}', '{"email":"g"}'), ["email"]);
  });

  it("leave out what a save would not send: removed keys and fields of the server", () => {
    assert.deepEqual(
      collide('{"email":"e","updatedAt":"1"}', '{"updatedAt":"2"}', '{"email":"f","updatedAt":"3"}'),
      [],
    );
  });
});
