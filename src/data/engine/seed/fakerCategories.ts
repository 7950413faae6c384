/**
 * The parts of faker's language data that the placeholders need. The build leaves the others out: animals, songs
 * and their kin are two thirds of it. A unit test holds every placeholder against this list.
 */
export const FAKER_CATEGORIES: readonly string[] = [
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
