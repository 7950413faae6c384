import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  ContactSyntaxError,
  documentTextOf,
  fieldValue,
  inboxIdsOf,
  parseContactText,
  printJson,
} from "../../../src/model/contactText.ts";
import { jsonOf, pick, randomFields, randomJson, seededRandom } from "./randomContact.ts";

const fieldNames = (text: string) => [...parseContactText(text).fields.keys()];

describe("document text", () => {
  it("is laid out with two spaces, entries of lists on one line each, and ends with a line break", () => {
    const json =
      '{"id":"1","inboxes":[{"id":"a","name":"LINE"}],"tags":["x","y"],"queryMetadata":{"a":{"b":[]}},"e":{}}';
    assert.equal(
      documentTextOf(json),
      `{
  "id": "1",
  "inboxes": [
    { "id": "a", "name": "LINE" }
  ],
  "tags": ["x", "y"],
  "queryMetadata": {
    "a": {
      "b": []
    }
  },
  "e": {}
}
`,
    );
  });

  it("breaks an entry that is too long for one line", () => {
    const name = "n".repeat(100);
    const text = documentTextOf(`{"inboxes":[{"id":"a","name":"${name}"}]}`);
    assert.match(text, new RegExp(`^ {6}"id": "a",\n {6}"name": "${name}"$`, "mu"));
  });

  it("keeps every number token as the server wrote it", () => {
    for (const token of ["12345678901234567890", "1.0", "1e2", "-0", "0.1000", "1E400", "9007199254740993"]) {
      const text = documentTextOf(`{"queryMetadata":{"n":[${token}]},"top":${token}}`);
      assert.equal(parseContactText(text).fields.get("top")?.json, token);
      assert.ok(text.includes(`[${token}]`), text);
    }
  });

  it("keeps the server's key order, also of keys that look like numbers", () => {
    assert.deepEqual(fieldNames(documentTextOf('{"zeta":1,"10":2,"name":"A","2":3,"alpha":4}')), [
      "zeta",
      "10",
      "name",
      "2",
      "alpha",
    ]);
  });

  it("keeps unknown keys, __proto__ among them", () => {
    const text = documentTextOf('{"name":"A","__proto__":{"x":1},"constructor":2,"新欄位":[]}');
    assert.deepEqual(fieldNames(text), ["name", "__proto__", "constructor", "新欄位"]);
    assert.deepEqual(fieldValue(parseContactText(text), "constructor"), 2);
  });

  it("tells null, missing and empty text apart", () => {
    const document = parseContactText(documentTextOf('{"email":null,"sourceId":""}'));
    assert.equal(fieldValue(document, "email"), null);
    assert.equal(fieldValue(document, "sourceId"), "");
    assert.equal(fieldValue(document, "avatar"), undefined);
    assert.equal(document.fields.has("avatar"), false);
  });

  it("never shows mcpCredentials, under whatever spelling of the key", () => {
    const text = documentTextOf(
      String.raw`{"mcpCredentials":{"token":"canary"},"name":"A","\u006dcpCredentials":"canary"}`,
    );
    assert.equal(text, '{\n  "name": "A"\n}\n');
  });

  it("takes the last of two values of one key, as JSON.parse does", () => {
    assert.equal(
      documentTextOf('{"name":"first","email":"e","name":"last"}'),
      '{\n  "name": "last",\n  "email": "e"\n}\n',
    );
  });

  it("keeps what escaped strings mean", () => {
    const value = 'quote " backslash \\ slash / tab \t line \n é 王 😀 \u0000';
    const unitByUnit = Array.from(
      { length: value.length },
      (_, index) => String.raw`\u${value.charCodeAt(index).toString(16).padStart(4, "0")}`,
    ).join("");
    for (const source of [JSON.stringify(value), `"${unitByUnit}"`, String.raw`"\/\b\f\r"`]) {
      const text = documentTextOf(`{"name":${source}}`);
      assert.deepEqual(JSON.parse(text), { name: JSON.parse(source) as string });
    }
  });

  it("keeps half a surrogate pair escaped, so that no encoder replaces it", () => {
    const text = documentTextOf(String.raw`{"name":"\ud83d"}`);
    assert.ok(text.isWellFormed());
    assert.equal(fieldValue(parseContactText(text), "name"), "\ud83d");
  });

  it("has no line separator in it: VS Code would ask to remove them", () => {
    const text = documentTextOf('{"na\u2028me":"a\u2028b","q":["\u2029"]}');
    assert.doesNotMatch(text, /[\u2028\u2029]/u);
    assert.deepEqual(JSON.parse(text), { "na\u2028me": "a\u2028b", q: ["\u2029"] });
  });

  it("survives deep metadata", () => {
    const depth = 500;
    const json = `{"queryMetadata":${'{"a":['.repeat(depth)}1${"]}".repeat(depth)}}`;
    const text = documentTextOf(json);
    assert.deepEqual(JSON.parse(text), JSON.parse(json));
    assert.equal(documentTextOf(text), text);
  });

  it("is empty braces for an empty object", () => {
    assert.equal(documentTextOf(" {} "), "{}\n");
  });

  it("says the same as what it was made from, and comes out the same when made again", () => {
    const random = seededRandom(1);
    for (let round = 0; round < 300; round++) {
      const json = jsonOf(randomFields(random));
      const text = documentTextOf(json);
      assert.deepEqual(JSON.parse(text), JSON.parse(json));
      assert.deepEqual(numberTokens(text), numberTokens(json));
      assert.equal(documentTextOf(text), text);
    }
  });
});

describe("parsing a document", () => {
  it("accepts exactly what JSON.parse accepts as an object", () => {
    const random = seededRandom(2);
    const noise = [
      "",
      ",",
      "{",
      "}",
      "[",
      "]",
      '"',
      ":",
      "//",
      "0",
      "-",
      ".",
      "e",
      "\\",
      "\t",
      "\n",
      "\u0001",
      "\u00a0",
      "\ufeff",
      "NaN",
      "'",
    ] as const;
    let refused = 0;
    for (let round = 0; round < 3000; round++) {
      const valid = jsonOf(
        new Map([
          ["name", randomJson(random)],
          ["q", randomJson(random)],
        ]),
      );
      const at = Math.floor(random() * (valid.length + 1));
      const text = valid.slice(0, at) + pick(random, noise) + valid.slice(at + Math.floor(random() * 2));
      const isObject = acceptsAsObject(text);
      refused += isObject ? 0 : 1;
      if (isObject) {
        assert.doesNotThrow(() => parseContactText(text), text);
      } else {
        assert.throws(() => parseContactText(text), ContactSyntaxError, text);
      }
    }
    assert.ok(refused > 500 && refused < 2900, `${refused} texts were broken`);
  });

  it("refuses what is JSON but no object", () => {
    for (const text of ["[]", "null", '"{}"', "1", ""]) {
      assert.throws(() => parseContactText(text), ContactSyntaxError, text);
    }
  });

  it("gives each field its exact source and place", () => {
    const text = '{ "a" : [ 1.0,2 ] ,\r\n"b":"x"}';
    const { fields } = parseContactText(text);
    assert.equal(fields.get("a")?.json, "[ 1.0,2 ]");
    const property = fields.get("a")?.property;
    assert.ok(property);
    assert.equal(text.slice(property.offset, property.offset + property.length), '"a" : [ 1.0,2 ]');
  });
});

describe("inbox ids of a document", () => {
  const idsIn = (inboxes: string) =>
    inboxIdsOf(parseContactText(`{"inboxes":${inboxes}}`).fields.get("inboxes"));

  it("are the text ids in their order", () => {
    assert.deepEqual(idsIn('[{"id":"b"},{"name":"x","id":"a"}]'), ["b", "a"]);
  });

  it("leave out entries without a text id", () => {
    assert.deepEqual(idsIn('[{"id":1},null,"a",{"name":"x"},{"__proto__":{"id":"p"}},{"id":"c"}]'), ["c"]);
  });

  it("are none when the field is missing or no list", () => {
    assert.deepEqual(inboxIdsOf(undefined), []);
    assert.deepEqual(idsIn("null"), []);
    assert.deepEqual(idsIn('{"id":"a"}'), []);
  });
});

describe("printing a value", () => {
  it("indents what follows the first line from where that line begins", () => {
    assert.equal(printJson('{"a":{"b":1.0}}', "    "), '{\n      "a": {\n        "b": 1.0\n      }\n    }');
  });
});

function numberTokens(json: string): readonly string[] {
  return json.replaceAll(/"(?:[^"\\]|\\.)*"/gu, "").match(/-?\d[\d.eE+-]*/gu) ?? [];
}

function acceptsAsObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}
