import type { Faker } from "@faker-js/faker";
import type { JSONPath } from "jsonc-parser";
import { NAME_LIMIT } from "../../../model/contactSchema.ts";
import { isFictionalPhone, isReservedEmail } from "./fictional.ts";
import type { Recipe } from "./recipe.ts";
import type { RecipeProblem, RecipeProblemCode } from "./recipeProblem.ts";
import { fillText, fillValue } from "./template.ts";

/** A contact as a recipe wants it. A field that is missing here is left alone on the server. */
export interface SeedContact {
  readonly sourceId: string;
  readonly name: string;
  readonly email?: string | null | undefined;
  readonly phoneNumber?: string | null | undefined;
  readonly avatar?: string | null | undefined;
  readonly queryMetadata?: unknown;
  /** Names or ids of inboxes, as the recipe has them. */
  readonly inboxes: readonly string[];
  /** Where in the recipe it stands. */
  readonly path: JSONPath;
}

/**
 * The contact at a place of a recipe, from 0: first those written out, then the generated. It depends on the recipe's
 * name, the seed and its own number only, so that order and concurrency cannot change it.
 *
 * @param faker - of the recipe's locale; is seeded anew here
 */
export function contactAt(recipe: Recipe, faker: Faker, place: number): SeedContact {
  const { contacts = [], generate, inboxes = [] } = recipe.file;
  const fixed = contacts[place];
  if (fixed) {
    const { sourceId, inboxes: own, name, ...fields } = fixed;
    return {
      ...fields,
      name: name.trim(),
      sourceId: sourceId?.trim() ?? `${recipe.name}-fixed-${place + 1}`,
      inboxes: own ?? inboxes,
      path: ["contacts", place],
    };
  }
  if (!generate || place >= recipe.count) {
    throw new RangeError(`The recipe has ${recipe.count} contacts.`);
  }
  const index = place - contacts.length + 1;
  faker.seed([recipe.seed, index]);
  const context = { index, recipe: recipe.name, seed: recipe.seed };
  const { template } = generate;
  // In a fixed order: each placeholder draws from one stream, and the order of keys in the file must not matter.
  const filled = (text: string) => fillText(text, faker, context).trim();
  const name = filled(template.name);
  const sourceId = filled(template.sourceId ?? "{{recipe}}-{{index}}");
  const optional = (text: string | null | undefined) => (typeof text === "string" ? filled(text) : text);
  const email = optional(template.email);
  const phoneNumber = optional(template.phoneNumber);
  const avatar = optional(template.avatar);
  const { queryMetadata } = template;
  return {
    sourceId,
    name,
    email,
    phoneNumber,
    avatar,
    queryMetadata: fillValue(queryMetadata, faker, context),
    inboxes: (template.inboxes ?? inboxes).map((inbox) => fillText(inbox, faker, context)),
    path: ["generate", "template"],
  };
}

/**
 * Generates contacts and looks at what came out: real-looking addresses, empty or long texts, one source id for two.
 * Stops at the first that is wrong, since a template makes every contact wrong at once.
 *
 * @param places - how many contacts are looked at; default all
 */
export function generatedProblem(
  recipe: Recipe,
  faker: Faker,
  places = recipe.count,
): RecipeProblem | undefined {
  const sourceIds = new Set<string>();
  for (let place = 0; place < Math.min(places, recipe.count); place++) {
    const contact = contactAt(recipe, faker, place);
    const problem = problemOf(contact, sourceIds.has(contact.sourceId));
    if (problem) {
      const [field, code, detail] = problem;
      return recipe.source.problem(code, [...contact.path, field], detail);
    }
    sourceIds.add(contact.sourceId);
  }
  return undefined;
}

function problemOf(
  { name, email, phoneNumber, sourceId }: SeedContact,
  isTaken: boolean,
): readonly [field: string, code: RecipeProblemCode, detail: string] | undefined {
  if (name === "") {
    return ["name", "tooShort", "1"];
  }
  if (name.length > NAME_LIMIT) {
    return ["name", "tooLong", String(NAME_LIMIT)];
  }
  if (email && !isReservedEmail(email)) {
    return ["email", "email", email];
  }
  if (phoneNumber && !isFictionalPhone(phoneNumber)) {
    return ["phoneNumber", "phone", phoneNumber];
  }
  if (sourceId === "") {
    return ["sourceId", "tooShort", "1"];
  }
  return isTaken ? ["sourceId", "duplicateSourceId", sourceId] : undefined;
}
