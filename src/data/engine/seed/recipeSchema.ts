import * as z from "zod/mini";
import { AVATAR_LIMIT, NAME_LIMIT } from "../../../model/contactSchema.ts";

/** How many contacts one recipe may make. */
export const LARGEST_COUNT = 10_000;
/** Largest recipe file, in bytes. */
export const LARGEST_RECIPE = 1024 * 1024;
export const RECIPE_SUFFIX = ".maiagent-seed.json";

const described = <T extends z.core.$ZodType>(schema: T, description: string, more: object = {}): T => {
  z.globalRegistry.add(schema, { description, ...more });
  return schema;
};

const text = (description: string, more: object = {}) =>
  described(z.optional(z.nullable(z.string())), description, more);

const inboxes = () => z.array(z.string().check(z.minLength(1))).check(z.minLength(1));

/** Languages of the invented names. */
export const localeSchema = z.enum(["en", "zh_TW", "ja"]);
export type RecipeLocale = z.infer<typeof localeSchema>;

const fields = {
  email: text(
    "E-mail address in a reserved domain: example.com, example.org, example.net, .example, .test or .invalid.",
    {
      examples: ["qa1@example.com"],
    },
  ),
  phoneNumber: text(
    "Phone number kept for fiction: +1 AAA 555 0100 to 0199, +44 7700 900000 to 900999 or +44 20 7946 0000 to 0999.",
    { examples: ["+1 202 555 0100"] },
  ),
  avatar: described(
    z.optional(z.nullable(z.string().check(z.maxLength(AVATAR_LIMIT)))),
    `URL of a picture, at most ${AVATAR_LIMIT} characters.`,
  ),
  inboxes: described(
    z.optional(inboxes()),
    "Inboxes of this contact, by name or id, in place of the recipe's.",
  ),
  queryMetadata: described(
    z.optional(z.nullable(z.record(z.string(), z.unknown()))),
    "What the contact's assistant may read, sent as it is; placeholders in its texts are filled.",
  ),
};

/** A contact that is written out. */
export const fixedContactSchema = z.strictObject({
  name: described(
    z.string().check(z.minLength(1), z.maxLength(NAME_LIMIT)),
    `Name of the contact: 1 to ${NAME_LIMIT} characters.`,
  ),
  sourceId: described(
    z.optional(z.string().check(z.minLength(1), z.maxLength(255))),
    "By this the contact is found again. Left out: the recipe's name, `-fixed-` and the place in this list.",
  ),
  ...fields,
});

/** How the generated contacts look. */
export const templateSchema = z.strictObject({
  name: described(
    z.string().check(z.minLength(1), z.maxLength(NAME_LIMIT)),
    "Name of each contact, with placeholders such as {{person.fullName}}.",
    { examples: ["{{person.fullName}}"] },
  ),
  sourceId: described(
    z.optional(z.string().check(z.minLength(1), z.maxLength(255))),
    "By this each contact is found again; it needs {{index}}. Left out: the recipe's name, `-` and the index.",
    { examples: ["{{recipe}}-{{index}}"] },
  ),
  ...fields,
});

/** A recipe file. The JSON schema of the editor and the checks before a run are both made from it. */
export const recipeSchema = z.strictObject({
  $schema: described(z.optional(z.string()), "Not used; the editor finds the schema by the file's name."),
  name: described(
    z.optional(z.string().check(z.regex(/^[a-z0-9][a-z0-9._-]{0,63}$/))),
    "Name of the recipe: lower-case letters, digits, dot, dash and underscore. Source IDs begin with it. Left out: the file's name.",
  ),
  connection: described(
    z.optional(z.string().check(z.minLength(1))),
    "Connection to seed, by its id or name. Left out: the current connection.",
  ),
  inboxes: described(
    z.optional(inboxes()),
    "Inboxes that every contact goes into, by name or id, unless the contact names its own.",
  ),
  contacts: described(
    z.optional(z.array(fixedContactSchema).check(z.maxLength(LARGEST_COUNT))),
    "Contacts that are written out one by one.",
    {
      defaultSnippets: [
        {
          label: "contact",
          description: "A contact that is written out",
          body: [{ name: "${1:Ann Example}", email: "${2:ann@example.com}", sourceId: "${3:qa-ann}" }],
        },
      ],
    },
  ),
  generate: described(
    z.optional(
      z.strictObject({
        count: described(
          z.int().check(z.minimum(1), z.maximum(LARGEST_COUNT)),
          `How many contacts are generated: 1 to ${LARGEST_COUNT}.`,
        ),
        seed: described(
          z.optional(z.int().check(z.minimum(0), z.maximum(2 ** 31 - 1))),
          "The same seed gives the same contacts on every machine. Left out: 1.",
        ),
        locale: described(
          z.optional(localeSchema),
          "Language of invented names and places: en, zh_TW or ja. Left out: en.",
        ),
        template: described(templateSchema, "How each generated contact looks."),
      }),
    ),
    "Contacts that are generated from a template.",
    {
      defaultSnippets: [
        {
          label: "generate",
          description: "Contacts from a template",
          body: {
            count: "^${1:25}",
            seed: "^${2:1}",
            locale: "${3|en,zh_TW,ja|}",
            template: {
              name: "{{person.fullName}}",
              email: "qa{{index}}@example.com",
              phoneNumber: "{{phone.fictional}}",
            },
          },
        },
      ],
    },
  ),
});

/** A recipe as its file says it. */
export type RecipeFile = z.infer<typeof recipeSchema>;
export type FixedContact = z.infer<typeof fixedContactSchema>;
export type ContactTemplate = z.infer<typeof templateSchema>;
