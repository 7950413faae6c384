import { parseRecipe, type Recipe } from "../../../../../src/data/engine/seed/recipe.ts";

/** What a test's recipe is made of; the rest is left as in a good recipe. */
export interface RecipeParts {
  readonly name?: string;
  readonly inboxes?: readonly string[];
  readonly contacts?: readonly object[];
  readonly count?: number;
  readonly seed?: number;
  readonly locale?: string;
  readonly template?: object;
}

/** The text of a recipe named `demo`. */
export function recipeTextOf(parts: RecipeParts): string {
  const { name = "demo", inboxes = ["LINE 官方帳號"], contacts, count, seed, locale, template } = parts;
  return JSON.stringify({
    name,
    inboxes,
    contacts,
    ...(count === undefined
      ? {}
      : {
          generate: {
            count,
            seed,
            locale,
            template: template ?? {
              name: "{{person.fullName}}",
              email: "qa{{index}}@example.com",
              phoneNumber: "{{phone.fictional}}",
              queryMetadata: {
                label_relations: { operator: "AND", conditions: [{ label_id: "{{string.uuid}}" }] },
              },
            },
          },
        }),
  });
}

/** A recipe that is right. */
export function recipeOf(parts: RecipeParts): Recipe {
  const { recipe, problems } = parseRecipe(recipeTextOf(parts), "demo.maiagent-seed.json");
  if (!recipe) {
    throw new Error(`The test's recipe is wrong: ${JSON.stringify(problems)}`);
  }
  return recipe;
}
