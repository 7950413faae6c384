import * as z from "zod/mini";
import { contactDocumentSchema } from "../../model/contactSchema.ts";
import { l10n } from "../../model/translatable.ts";
import { FIXTURE_VERSION, MAXIMUM_CONTACTS } from "./fixture.ts";

type JsonSchema = z.core.JSONSchema.JSONSchema;

/** A fixture as its file says it; of a contact only the id has to be there. Further keys are somebody's own. */
const fixtureSchema = z.looseObject({
  maiagentFixture: z.literal(FIXTURE_VERSION),
  connection: z.string().check(z.minLength(1)),
  savedAt: z.optional(z.string()),
  contacts: z.array(z.looseObject({ id: z.string() })).check(z.minLength(1), z.maxLength(MAXIMUM_CONTACTS)),
});

const HELP: Readonly<Record<keyof typeof fixtureSchema.def.shape, string>> = {
  maiagentFixture: l10n.t("Marks the file as a fixture; 1 is the form of the file."),
  connection: l10n.t(
    "Connection that the contacts come from, by its id: 'Update Fixture from Server' asks there.",
  ),
  savedAt: l10n.t("When the contacts were read, as an ISO time."),
  contacts: l10n.t("The contacts. An update changes the fields that stand here and adds none."),
};

/**
 * The JSON schema of fixtures for VS Code's JSON service, in one language: made when the extension is built.
 * @param contactSchema - address of the schema of contact documents, which says what there is to say of their fields
 */
export function fixtureJsonSchema(translate: (text: string) => string, contactSchema: string): JsonSchema {
  const fixture = z.toJSONSchema(fixtureSchema, { target: "draft-7", unrepresentable: "any" });
  const fields = Object.keys(contactDocumentSchema.def.shape);
  const { contacts } = fixture.properties ?? {};
  const properties: Readonly<Record<string, JsonSchema | boolean>> = {
    ...fixture.properties,
    contacts: {
      ...objectOf(contacts),
      items: {
        type: "object",
        required: ["id"],
        properties: Object.fromEntries(
          fields.map((field) => [field, { $ref: `${contactSchema}#/properties/${field}` }]),
        ),
      },
    },
  };
  return {
    ...fixture,
    title: "MaiAgent fixture",
    allowComments: true,
    allowTrailingCommas: true,
    properties: Object.fromEntries(
      Object.entries(HELP).map(([key, text]) => [
        key,
        { ...objectOf(properties[key]), description: translate(text) },
      ]),
    ),
  };
}

function objectOf(schema: JsonSchema | boolean | undefined): JsonSchema {
  return typeof schema === "object" ? schema : {};
}
