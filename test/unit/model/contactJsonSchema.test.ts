import assert from "node:assert/strict";
import { describe, it } from "node:test";
import * as z from "zod/mini";
import { contactSchema } from "../../../src/api/schemas.ts";
import { contactJsonSchema } from "../../../src/model/contactJsonSchema.ts";
import { AVATAR_LIMIT, NAME_LIMIT } from "../../../src/model/contactSchema.ts";
import { CONTACT_HELP } from "../../../src/model/fieldHelp.ts";
import { camelCased, METADATA_KEYS } from "../../../src/model/metadataSpelling.ts";
import { helpFor } from "../../../src/webview/jsonHelpAt.ts";
import { jsonHelpSchema } from "../../../src/shared/jsonHelp.ts";
import { readText } from "../sourceTree.ts";

const textsSchema = z.record(z.string(), z.string());
const schema = contactJsonSchema((text) => text);
const help = jsonHelpSchema.parse(schema);

/** Every value of a key, anywhere in the schema. */
function valuesOf(key: string, value: unknown): readonly unknown[] {
  if (Array.isArray(value)) {
    return value.flatMap((entry: unknown) => valuesOf(key, entry));
  }
  return typeof value === "object" && value !== null
    ? Object.entries(value).flatMap(([name, member]: [string, unknown]) =>
        name === key && typeof member !== "object" ? [member] : valuesOf(key, member),
      )
    : [];
}

describe("the JSON schema of contact documents", () => {
  it("describes every field the API names, and wants a name only", () => {
    assert.deepEqual(schema.required, ["name"]);
    // `inbox` is the deprecated form of `inboxes`: known, but nothing to complete.
    const named = Object.keys(contactSchema.def.shape).filter((field) => field !== "inbox");
    assert.deepEqual(Object.keys(help.properties ?? {}).sort(), named.sort());
    for (const [field, { markdownDescription }] of Object.entries(help.properties ?? {})) {
      assert.ok(markdownDescription, `${field} has no description`);
    }
    assert.ok(helpFor(["inboxes", 0, "id"], help).some(({ description }) => description));
  });

  it("tells the same limits as the checks", () => {
    assert.ok(CONTACT_HELP.name.text.includes(String(NAME_LIMIT)));
    assert.ok(CONTACT_HELP.avatar.text.includes(String(AVATAR_LIMIT)));
  });

  for (const spell of [(key: string) => key, camelCased]) {
    it(`knows the shape of query metadata as ${spell("knowledge_bases")}, however deep`, () => {
      const root = ["queryMetadata"];
      const conditions = [...root, spell("label_relations"), "conditions", 0, "conditions", 3];
      const base = [...root, spell("knowledge_bases"), 1];
      const paths = [
        [...root, spell("label_relations")],
        [...root, spell("knowledge_bases")],
        [...conditions, spell("label_id")],
        [...conditions, "operator"],
        [...conditions, "conditions"],
        ...["knowledge_base_id", "chatbot_file_ids", "faq_ids", "has_user_selected_all"].map((key) => [
          ...base,
          spell(key),
        ]),
      ];
      assert.equal(new Set(paths.map((path) => path.at(-1))).size, METADATA_KEYS.length);
      for (const path of paths) {
        assert.ok(
          helpFor(path, help).some(({ markdownDescription }) => markdownDescription),
          path.join("."),
        );
      }
      const bodies = JSON.stringify(helpFor(base, help).flatMap(({ defaultSnippets }) => defaultSnippets));
      assert.ok(bodies.includes(`"${spell("has_user_selected_all")}":"True"`));
    });
  }

  it("judges nothing inside query metadata, so that other shapes are left in peace", () => {
    const parts = [schema.properties?.["queryMetadata"], schema["definitions"]];
    const judging = [
      "type",
      "required",
      "enum",
      "const",
      "additionalProperties",
      "anyOf",
      "minLength",
      "pattern",
    ];
    for (const key of judging) {
      assert.ok(!JSON.stringify(parts).includes(`"${key}":`), key);
    }
  });

  for (const language of ["zh-tw", "ja"]) {
    it(`is wholly translated into ${language}`, () => {
      const bundle = textsSchema.parse(JSON.parse(readText(`l10n/bundle.l10n.${language}.json`)));
      const translated = contactJsonSchema((text) => bundle[text] ?? text);
      const english = new Set(["description", "markdownDescription"].flatMap((key) => valuesOf(key, schema)));
      const left = ["description", "markdownDescription"]
        .flatMap((key) => valuesOf(key, translated))
        .filter((text) => english.has(text));
      assert.ok(english.size > 20);
      assert.deepEqual(left, []);
      assert.deepEqual(
        valuesOf("label", translated).filter(
          (label) => !String(label).startsWith('"') && !(String(label) in bundle),
        ).length,
        valuesOf("label", schema).filter((label) => !String(label).startsWith('"')).length,
      );
    });
  }
});
