import * as z from "zod/mini";
import { contactDocumentSchema } from "./contactSchema.ts";
import { CONTACT_HELP, type FieldHelp, type HelpSnippet, INBOX_HELP, METADATA_HELP } from "./fieldHelp.ts";
import { metadataSchema } from "./metadataSchema.ts";
import { camelCased, METADATA_KEYS, metadataKeyOf } from "./metadataSpelling.ts";

type JsonSchema = z.core.JSONSchema.JSONSchema;

/** In which spelling of the keys and in which language a part is written. */
interface Writing {
  readonly spell: (key: string) => string;
  readonly translate: (text: string) => string;
}

/**
 * The JSON schema of contact documents for VS Code's JSON service and the editor's JSON pane: made from the zod
 * schemas when the extension is built, in one language. `queryMetadata` is described in both spellings of its keys
 * but never judged: another shape than the known one is somebody's own, and the known one has its own checks.
 */
export function contactJsonSchema(translate: (text: string) => string): JsonSchema {
  const snakeCase: Writing = { spell: (key) => key, translate };
  const camelCase: Writing = { spell: camelCased, translate };
  const contact = schemaOf(contactDocumentSchema);
  const metadata = schemaOf(metadataSchema);
  const properties = withHelp(contact.properties ?? {}, CONTACT_HELP, snakeCase);
  const definitions = [snakeCase, camelCase].flatMap((writing) =>
    Object.entries(definitionsOf(metadata)).map(
      ([name, schema]) => [definitionName(name, writing), unjudged(schema, writing)] as const,
    ),
  );
  return {
    ...contact,
    title: "MaiAgent contact",
    properties: {
      ...properties,
      inboxes: { ...properties["inboxes"], ...inboxEntries(properties["inboxes"] ?? {}, snakeCase) },
      queryMetadata: {
        ...properties["queryMetadata"],
        properties: {
          ...unjudged(metadata, snakeCase).properties,
          ...unjudged(metadata, camelCase).properties,
        },
      },
    },
    definitions: Object.fromEntries(definitions),
  };
}

function schemaOf(schema: z.core.$ZodType): JsonSchema {
  return z.toJSONSchema(schema, { target: "draft-7", unrepresentable: "any" });
}

/** Keys, entries and help of a part of `queryMetadata`, without what would make the JSON service complain. */
function unjudged(schema: JsonSchema, writing: Writing): JsonSchema {
  const branches = branchesOf(schema);
  const properties = branches.flatMap((branch) => Object.entries(branch.properties ?? {}));
  const items = branches.map((branch) => branch.items).find((found) => found !== undefined);
  const ref = branches.map((branch) => branch.$ref).find((found) => found !== undefined);
  return {
    ...(ref !== undefined && { $ref: `#/definitions/${definitionName(ref, writing)}` }),
    ...(items !== undefined && { items: unjudged(objectOf(items), writing) }),
    ...(properties.length > 0 && {
      properties: Object.fromEntries(
        properties.map(([key, member]) => {
          const known = metadataKeyOf(key);
          const open = unjudged(objectOf(member), writing);
          return [writing.spell(key), known ? helped(open, METADATA_HELP[known], writing) : open];
        }),
      ),
    }),
  };
}

/** The schema itself and all the alternatives in it. */
function branchesOf(schema: JsonSchema): readonly JsonSchema[] {
  const inner = [...(schema.anyOf ?? []), ...(schema.allOf ?? [])];
  return [schema, ...inner.flatMap((branch) => branchesOf(objectOf(branch)))];
}

function inboxEntries(schema: JsonSchema, writing: Writing): JsonSchema {
  return {
    anyOf: (schema.anyOf ?? []).map((branch): JsonSchema => {
      const entry = objectOf(branch).items;
      return typeof entry === "object" && !Array.isArray(entry)
        ? {
            ...objectOf(branch),
            items: { ...entry, properties: withHelp(entry.properties ?? {}, INBOX_HELP, writing) },
          }
        : objectOf(branch);
    }),
  };
}

function withHelp(
  properties: Readonly<Record<string, JsonSchema | boolean>>,
  help: Readonly<Record<string, FieldHelp>>,
  writing: Writing,
): Record<string, JsonSchema> {
  return Object.fromEntries(
    Object.entries(properties).map(([key, schema]) => {
      const own = help[key];
      return [key, own ? helped(objectOf(schema), own, writing) : objectOf(schema)];
    }),
  );
}

function helped(schema: JsonSchema, help: FieldHelp, writing: Writing): JsonSchema {
  const text = respelt(writing.translate(help.text), writing);
  return {
    ...schema,
    ...(help.entries &&
      schema.items !== undefined && {
        items: { ...objectOf(schema.items), defaultSnippets: snippets(help.entries, writing) },
      }),
    description: text.replaceAll("`", ""),
    markdownDescription: text,
    ...(help.snippets && { defaultSnippets: snippets(help.snippets, writing) }),
  };
}

function snippets(list: readonly HelpSnippet[], writing: Writing): readonly object[] {
  return list.map(({ label, description, body }) => ({
    label: writing.translate(label),
    description: writing.translate(description),
    body: JSON.parse(respelt(JSON.stringify(body), writing)) as unknown,
  }));
}

/** Names of keys inside a text, in the spelling of the part that the text stands in. */
function respelt(text: string, { spell }: Writing): string {
  return METADATA_KEYS.filter((key) => key.includes("_")).reduce(
    (written, key) => written.replaceAll(key, spell(key)),
    text,
  );
}

function definitionName(name: string, { spell }: Writing): string {
  return spell(`label_condition${name.replace(/^.*?(\d*)$/u, "$1")}`);
}

/** Zod's own name for them is `definitions` in draft 7; its type has `$defs` only. */
function definitionsOf(schema: JsonSchema): Readonly<Record<string, JsonSchema>> {
  return (schema["definitions"] ?? {}) as Record<string, JsonSchema>;
}

/** A schema may also be `true` or `false`, or a list of them; zod makes none of those here. */
function objectOf(schema: JsonSchema["items"]): JsonSchema {
  return typeof schema === "object" && !Array.isArray(schema) ? schema : {};
}
