/** The parts of faker's language data that the placeholders need. */
const CATEGORIES = [
  "color",
  "commerce",
  "company",
  "date",
  "internet",
  "location",
  "lorem",
  "metadata",
  "person",
];
/** Large lists within them that no placeholder draws from. */
const LEFT_OUT = [
  "adjective",
  "bio_part",
  "bio_pattern",
  "bio_supporter",
  "buzz_adjective",
  "buzz_noun",
  "buzz_verb",
  "continent",
  "country_code",
  "county",
  "descriptor",
  "direction",
  "emoji",
  "free_email",
  "gender",
  "http_status_code",
  "jwt_algorithm",
  "language",
  "middle_name",
  "noun",
  "product_description",
  "sex",
  "time_zone",
  "user_agent_pattern",
  "western_zodiac_sign",
  "zodiac_sign",
];

/**
 * A language of faker without what no placeholder needs: animals, songs and their kin are two thirds of it. The build
 * keeps only this; a unit test holds every placeholder against it.
 */
export function fakerParts(language: object): Record<string, Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(language)
      .filter(([category]) => CATEGORIES.includes(category))
      .map(([category, lists]: [string, object]) => [
        category,
        Object.fromEntries(Object.entries(lists).filter(([list]) => !LEFT_OUT.includes(list))),
      ]),
  );
}
