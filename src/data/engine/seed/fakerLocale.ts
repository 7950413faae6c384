import type { Faker } from "@faker-js/faker";
import type { RecipeLocale } from "./recipeSchema.ts";

/** Loads the names of one language; each is a chunk of its own that nothing else needs. */
export async function loadFaker(locale: RecipeLocale): Promise<Faker> {
  switch (locale) {
    case "en":
      return (await import("@faker-js/faker/locale/en")).faker;
    case "zh_TW":
      return (await import("@faker-js/faker/locale/zh_TW")).faker;
    case "ja":
      return (await import("@faker-js/faker/locale/ja")).faker;
  }
}
