import type { Faker } from "@faker-js/faker";

/** What a placeholder is filled from: the contact's number and the recipe it stands in. */
export interface FillContext {
  /** From 1. */
  readonly index: number;
  readonly recipe: string;
  readonly seed: number;
}

type Fill = (faker: Faker, context: FillContext) => string;

/** Area codes of the made-up numbers: 200 to 999. */
const AREA_CODES = 800;
const LINES = 100;

/**
 * The placeholders of a template. Names with a dot are those of `@faker-js/faker`, as far as they cannot hit a real
 * person: its e-mail and phone methods can, so they are missing here and have stand-ins.
 */
const FILLS = {
  index: (_faker, { index }) => String(index),
  recipe: (_faker, { recipe }) => recipe,
  seed: (_faker, { seed }) => String(seed),
  "person.fullName": (faker) => faker.person.fullName(),
  "person.firstName": (faker) => faker.person.firstName(),
  "person.lastName": (faker) => faker.person.lastName(),
  "person.jobTitle": (faker) => faker.person.jobTitle(),
  "internet.exampleEmail": (faker) => faker.internet.exampleEmail().toLowerCase(),
  "internet.username": (faker) => faker.internet.username(),
  "phone.fictional": (_faker, { index, seed }) => {
    // No two contacts of a recipe share a number: 80,000 of them follow each other.
    const number = (index - 1 + (Math.abs(seed) % AREA_CODES) * LINES) % (AREA_CODES * LINES);
    return `+1${200 + Math.floor(number / LINES)}55501${String(number % LINES).padStart(2, "0")}`;
  },
  "company.name": (faker) => faker.company.name(),
  "location.city": (faker) => faker.location.city(),
  "location.state": (faker) => faker.location.state(),
  "location.country": (faker) => faker.location.country(),
  "location.streetAddress": (faker) => faker.location.streetAddress(),
  "commerce.productName": (faker) => faker.commerce.productName(),
  "commerce.department": (faker) => faker.commerce.department(),
  "color.human": (faker) => faker.color.human(),
  "lorem.word": (faker) => faker.lorem.word(),
  "lorem.sentence": (faker) => faker.lorem.sentence(),
  "number.int": (faker) => String(faker.number.int({ max: 9999 })),
  "string.uuid": (faker) => faker.string.uuid(),
  "string.alphanumeric": (faker) => faker.string.alphanumeric(8),
  "date.month": (faker) => faker.date.month(),
} as const satisfies Readonly<Record<string, Fill>>;

/** Name of a placeholder, as it stands between `{{` and `}}`. */
export type Placeholder = keyof typeof FILLS;

/** Every placeholder, in the order in which completion shows them. */
export const PLACEHOLDERS = Object.keys(FILLS).filter(isPlaceholder);

/** Placeholders that need no faker: they can be checked without loading a locale. */
export const PLAIN_PLACEHOLDERS: readonly Placeholder[] = ["index", "recipe", "seed", "phone.fictional"];

export function isPlaceholder(name: string): name is Placeholder {
  return Object.hasOwn(FILLS, name);
}

export function fillPlaceholder(name: Placeholder, faker: Faker, context: FillContext): string {
  const fill: Fill = FILLS[name];
  return fill(faker, context);
}

/** The placeholder that somebody probably meant: the same method elsewhere, or one within three typing errors. */
export function nearestPlaceholder(name: string): Placeholder | undefined {
  const wanted = name.toLowerCase();
  if (/e-?mail/u.test(wanted)) {
    return "internet.exampleEmail";
  }
  if (/phone|mobile|\btel/u.test(wanted)) {
    return "phone.fictional";
  }
  const method = wanted.split(".").at(-1) ?? "";
  const ranked = PLACEHOLDERS.map((placeholder) => {
    const candidate = placeholder.toLowerCase();
    const own = candidate.split(".").at(-1) ?? "";
    return { placeholder, distance: Math.min(distance(wanted, candidate), own === method ? 0 : 9) };
  }).sort((a, b) => a.distance - b.distance);
  const [best] = ranked;
  return best && best.distance <= 3 ? best.placeholder : undefined;
}

/** Levenshtein's distance. */
function distance(left: string, right: string): number {
  let row = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let i = 1; i <= left.length; i++) {
    const next = [i];
    for (let j = 1; j <= right.length; j++) {
      const change = (row[j - 1] ?? 0) + (left[i - 1] === right[j - 1] ? 0 : 1);
      next.push(Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
