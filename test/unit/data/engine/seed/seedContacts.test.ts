import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { allLocales, Faker } from "@faker-js/faker";
import { loadFaker } from "../../../../../src/data/engine/seed/fakerLocale.ts";
import { isFictionalPhone, isReservedEmail } from "../../../../../src/data/engine/seed/fictional.ts";
import { fillPlaceholder, PLACEHOLDERS } from "../../../../../src/data/engine/seed/placeholders.ts";
import { localeSchema } from "../../../../../src/data/engine/seed/recipeSchema.ts";
import { contactAt, generatedProblem } from "../../../../../src/data/engine/seed/seedContacts.ts";
import { fakerParts } from "../../../../../src/data/engine/seed/fakerParts.ts";
import { recipeOf } from "./recipes.ts";

const LOCALES = localeSchema.options;

describe("generated contacts", () => {
  for (const locale of LOCALES) {
    it(`in ${locale} depend on seed and number only, not on order or on what was generated before`, async () => {
      const faker = await loadFaker(locale);
      const recipe = recipeOf({ count: 40, seed: 42, locale });
      const forwards = Array.from({ length: 40 }, (_, place) => contactAt(recipe, faker, place));
      const backwards = Array.from({ length: 40 }, (_, place) =>
        contactAt(recipe, faker, 39 - place),
      ).reverse();
      assert.deepEqual(backwards, forwards);
      const longer = recipeOf({ count: 400, seed: 42, locale });
      assert.deepEqual(contactAt(longer, faker, 17), forwards[17]);
      assert.notDeepEqual(contactAt(recipeOf({ count: 40, seed: 43, locale }), faker, 17), forwards[17]);
    });
  }

  it("are the same on every machine", async () => {
    const names = await Promise.all(
      LOCALES.map(async (locale) => {
        const faker = await loadFaker(locale);
        const recipe = recipeOf({ count: 3, seed: 42, locale });
        return Array.from({ length: 3 }, (_, place) => contactAt(recipe, faker, place).name);
      }),
    );
    assert.deepEqual(names, EXPECTED);
  });

  it("have source ids of recipe and number unless told otherwise", async () => {
    const faker = await loadFaker("en");
    const recipe = recipeOf({ count: 2, contacts: [{ name: "Ann" }, { name: "Bob", sourceId: "bob" }] });
    assert.deepEqual(
      [0, 1, 2, 3].map((place) => contactAt(recipe, faker, place).sourceId),
      ["demo-fixed-1", "bob", "demo-1", "demo-2"],
    );
  });

  it("never have an address or a number that could be somebody's, for any placeholder", async () => {
    for (const locale of LOCALES) {
      const faker = await loadFaker(locale);
      for (let index = 1; index <= 300; index++) {
        const context = { index, recipe: "demo", seed: 3 };
        faker.seed([3, index]);
        assert.ok(isReservedEmail(fillPlaceholder("internet.exampleEmail", faker, context)));
        assert.ok(isFictionalPhone(fillPlaceholder("phone.fictional", faker, context)));
        for (const name of PLACEHOLDERS) {
          const text = fillPlaceholder(name, faker, context);
          assert.notEqual(text.trim(), "", `${name} in ${locale}`);
        }
      }
    }
  });

  it("share no phone number up to the largest count", async () => {
    const faker = await loadFaker("en");
    const phones = Array.from({ length: 10_000 }, (_, place) =>
      fillPlaceholder("phone.fictional", faker, { index: place + 1, recipe: "demo", seed: 799 }),
    );
    assert.equal(new Set(phones).size, 10_000);
    assert.ok(phones.every(isFictionalPhone));
  });

  it("need only the parts of faker that the bundle keeps", async () => {
    for (const locale of LOCALES) {
      const whole = await loadFaker(locale);
      const parts = locale === "en" ? (["en", "base"] as const) : ([locale, "en", "base"] as const);
      const trimmed = new Faker({
        locale: parts.map((name) => fakerParts(allLocales[name])),
      });
      for (let index = 1; index <= 100; index++) {
        for (const name of PLACEHOLDERS) {
          const context = { index, recipe: "demo", seed: 9 };
          const texts = [whole, trimmed].map((faker) => {
            faker.seed([9, index]);
            return fillPlaceholder(name, faker, context);
          });
          assert.equal(texts[1], texts[0], `${name} in ${locale}`);
        }
      }
    }
  });
});

describe("a template is tried before anything is sent:", () => {
  it("texts that come out too long or empty, one source id for two", async () => {
    const faker = await loadFaker("en");
    const problem = (template: Record<string, unknown>) =>
      generatedProblem(recipeOf({ count: 30, template: { name: "x", ...template } }), faker)?.code;
    assert.equal(problem({ name: "{{lorem.sentence}}".repeat(12) }), "tooLong");
    assert.equal(problem({ email: "{{person.fullName}}@example.com" }), "email");
    assert.equal(problem({ phoneNumber: "+1 202 555 01{{index}}" }), "phone");
    assert.equal(problem({ email: "qa{{index}}@example.com" }), undefined);
  });

  it("a generated source id that a written contact has", async () => {
    const recipe = recipeOf({ count: 3, contacts: [{ name: "Ann", sourceId: "demo-2" }] });
    assert.equal(generatedProblem(recipe, await loadFaker("en"))?.code, "duplicateSourceId");
  });
});

const EXPECTED = [
  ["Clovis Pfannerstill DVM", "Adella Leuschke-Nienow", "Garrison Huels"],
  ["姚擎宇", "龍煜祺", "崔燁偉"],
  ["片岡 博之", "松岡 きみ", "岩本 悠斗"],
];
