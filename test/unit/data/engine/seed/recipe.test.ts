import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { parseRecipe, recipeNameOf } from "../../../../../src/data/engine/seed/recipe.ts";

const FILE = "demo.maiagent-seed.json";

/** A recipe that is right, with some of it replaced. */
function recipeText(changes: Record<string, unknown> = {}): string {
  return JSON.stringify(
    {
      name: "demo",
      inboxes: ["LINE"],
      contacts: [{ name: "Ann", email: "ann@example.com", sourceId: "demo-ann" }],
      generate: {
        count: 3,
        seed: 7,
        locale: "zh_TW",
        template: { name: "{{person.fullName}}", email: "qa{{index}}@example.com" },
      },
      ...changes,
    },
    undefined,
    2,
  );
}

/** Complaints as `code line:column detail…`. */
function complaints(text: string): readonly string[] {
  return parseRecipe(text, FILE).problems.map(({ code, line, column, detail }) =>
    [code, `${line}:${column}`, ...detail].join(" "),
  );
}

const template = (fields: Record<string, unknown>, count = 3) =>
  recipeText({ generate: { count, template: { name: "x", ...fields } } });

describe("a recipe", () => {
  it("may have comments and a last comma", () => {
    const text = `// for QA
{
  "name": "demo", /* here too */
  "inboxes": ["LINE"],
  "contacts": [{ "name": "Ann" },],
}`;
    const { recipe } = parseRecipe(text, FILE);
    assert.equal(recipe?.name, "demo");
    assert.equal(recipe.count, 1);
  });

  it("counts its contacts and fills in what it leaves out", () => {
    const { recipe } = parseRecipe(recipeText({ generate: { count: 5, template: { name: "x" } } }), FILE);
    assert.deepEqual([recipe?.count, recipe?.seed, recipe?.locale], [6, 1, "en"]);
  });

  it("is named by its file when it has no name", () => {
    const { recipe } = parseRecipe(
      '{"inboxes":["a"],"contacts":[{"name":"x"}]}',
      "Café QA 測試.maiagent-seed.json",
    );
    assert.equal(recipe?.name, "cafe-qa");
    assert.equal(recipeNameOf("測試.maiagent-seed.json"), "seed");
  });

  it("may begin with a byte order mark", () => {
    assert.deepEqual(complaints(`\ufeff${recipeText()}`), []);
  });
});

describe("what is wrong with a recipe is said with line and column:", () => {
  const cases: readonly (readonly [title: string, text: string, ...expected: readonly string[]])[] = [
    ["an empty file", "", "empty 1:1"],
    ["a file of comments", "// nothing\n/* here */", "empty 1:1"],
    ["a text that is no JSON", '{\n  "name": demo\n}', "syntax 2:11 InvalidSymbol"],
    ["a list", "[]", "notObject 1:1"],
    ["a file of megabytes", `// ${"x".repeat(1024 * 1024)}\n{}`, "tooLarge 1:1"],
    ["brackets without end", "\n" + "[".repeat(100_000), "tooDeep 2:65"],
    ["nothing to seed", '{"inboxes":["a"]}', "nothingToSeed 1:1"],
    [
      "a wrong key",
      '{\n  "inboxes": ["a"],\n  "contact": [],\n  "contacts": [{ "name": "x" }]\n}',
      "unknownKey 3:3 contact",
    ],
    ["a missing name", '{"inboxes":["a"],\n"contacts":[{ "email": "a@example.com" }]}', "required 2:13 name"],
    ["a wrong type", '{"inboxes":["a"],\n"contacts":[{ "name": 7 }]}', "type 2:23 string"],
    [
      "a key that stands twice",
      '{"inboxes":["a"],\n"contacts":[{ "name": "a",\n"name": "b" }]}',
      "duplicateKey 3:1 name",
    ],
    [
      "a bad recipe name",
      '{"name": "My Recipe","inboxes":["a"],"contacts":[{"name":"x"}]}',
      "recipeName 1:10",
    ],
    ["an empty name", '{"inboxes":["a"],"contacts":[{"name":""}]}', "tooShort 1:38 1"],
    [
      "a number that would lose digits",
      '{"inboxes":["a"],"contacts":[{"name":"x","queryMetadata":{"a":\n9007199254740993}}]}',
      "bigNumber 2:1 9007199254740993",
    ],
  ];
  for (const [title, text, ...expected] of cases) {
    it(title, () => {
      assert.deepEqual(complaints(text), expected);
    });
  }

  it("an e-mail address or phone number that could be somebody's", () => {
    const contacts = [
      { name: "Ann", email: "ann@gmail.com" },
      { name: "Bob", phoneNumber: "+886912345678" },
    ];
    assert.deepEqual(complaints(recipeText({ contacts })), [
      "email 9:16 ann@gmail.com",
      "phone 13:22 +886912345678",
    ]);
  });

  it("a template whose addresses could be somebody's", () => {
    for (const email of [
      "{{person.firstName}}@gmail.com",
      "qa@{{lorem.word}}.com",
      "{{person.firstName}}",
      "a@b@x.com",
    ]) {
      assert.match(complaints(template({ email })).join(), /^email /u, email);
    }
    assert.match(complaints(template({ phoneNumber: "+886912345678" })).join(), /^phone /u);
    assert.deepEqual(
      complaints(template({ email: "{{internet.exampleEmail}}", phoneNumber: "{{phone.fictional}}" })),
      [],
    );
  });

  it("an unknown placeholder, with the one that was meant, at its own place", () => {
    assert.deepEqual(complaints(template({ name: "Dr {{person.fulName}}" })), [
      "unknownPlaceholder 16:19 person.fulName person.fullName",
    ]);
    assert.match(complaints(template({ email: "{{internet.email}}" })).join(), /internet\.exampleEmail/u);
    assert.match(complaints(template({ phoneNumber: "{{phone.number}}" })).join(), /phone\.fictional/u);
    assert.deepEqual(complaints(template({ queryMetadata: { a: [{ b: "{{nonsense.here}}" }] } })), [
      "unknownPlaceholder 20:19 nonsense.here",
    ]);
  });

  it("braces that never close", () => {
    assert.deepEqual(complaints(template({ name: "{{person.fullName" })), ["strayBraces 16:16"]);
  });

  it("one source id for two contacts", () => {
    const contacts = [
      { name: "Ann", sourceId: "a" },
      { name: "Bob", sourceId: "a" },
    ];
    assert.deepEqual(complaints(recipeText({ contacts })), ["duplicateSourceId 13:19 a"]);
    assert.match(complaints(template({ sourceId: "qa" })).join(), /^sourceIdNeedsIndex /u);
    assert.deepEqual(complaints(template({ sourceId: "qa" }, 1)), []);
  });

  it("a contact that goes nowhere", () => {
    assert.match(complaints(recipeText({ inboxes: undefined })).join(), /^noInbox 5:15,noInbox/u);
  });

  it("all mistakes at once, also where one part of the recipe cannot be read", () => {
    assert.deepEqual(
      complaints(
        recipeText({
          contacts: [{ name: "" }, { name: "Ann", email: "ann@gmail.com" }],
          generate: { count: -1, template: { name: "{{person.fulName}}" } },
        }),
      ).map((complaint) => complaint.split(" ")[0]),
      ["tooShort", "email", "tooSmall", "unknownPlaceholder"],
    );
  });

  it("a count, seed or locale that cannot be", () => {
    const generate = (fields: object) =>
      recipeText({ generate: { count: 1, template: { name: "x" }, ...fields } });
    assert.match(complaints(generate({ count: 0 })).join(), /^tooSmall .* 1$/u);
    assert.match(complaints(generate({ count: 10_001 })).join(), /^tooBig .* 10000$/u);
    assert.match(complaints(generate({ count: 1.5 })).join(), /^type .* int$/u);
    assert.match(complaints(generate({ seed: -1 })).join(), /^tooSmall /u);
    assert.match(complaints(generate({ locale: "de" })).join(), /^choice .* en, zh_TW, ja$/u);
  });
});
