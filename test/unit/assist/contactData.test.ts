import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { describe, it } from "node:test";
import { compileFunction } from "node:vm";
import ts from "typescript";
import * as z from "zod";
import { jsonFixture } from "../../../src/assist/engine/copyAs/jsonFixture.ts";
import { zodModule } from "../../../src/assist/engine/copyAs/zodModule.ts";
import { get, openSandbox, results } from "../sandbox/sandboxClient.ts";
import { HOSTILE_VALUES } from "./support/hostileBodies.ts";

/** The schema of a copied module, evaluated. */
function schemaOf(module: string): z.ZodType {
  const { outputText, diagnostics } = ts.transpileModule(module, {
    reportDiagnostics: true,
    compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 },
  });
  assert.deepEqual(diagnostics, []);
  const exported: Record<string, unknown> = {};
  const evaluate = compileFunction(outputText, ["require", "exports"]);
  Reflect.apply(evaluate, undefined, [createRequire(import.meta.url), exported]);
  const schema = exported["contactSchema"];
  assert.ok(schema instanceof z.ZodType);
  return schema;
}

const ugly = Object.fromEntries(
  HOSTILE_VALUES.map((value, index) => [value, index % 3 === 0 ? null : value]),
);

describe("A contact copied as TypeScript", () => {
  it("has a schema that takes the contact as it is, and its type", async (t) => {
    const { call } = await openSandbox(t);
    const contacts = results((await call("GET", "contacts/?pageSize=100")).json);
    for (const contact of contacts.slice(0, 20)) {
      const module = zodModule([contact]);
      assert.match(module, /^import \{ z \} from "zod";\n/u);
      assert.match(module, /\nexport type Contact = z\.infer<typeof contactSchema>;\n$/u);
      assert.deepEqual(schemaOf(module).parse(contact), contact);
    }
  });

  it("takes every one of several contacts", async (t) => {
    const { call } = await openSandbox(t);
    const contacts = results((await call("GET", "contacts/?pageSize=100")).json);
    const odd = { id: "x", name: "y", tags: ["a", 1, null, { b: [] }], queryMetadata: "text" };
    const schema = schemaOf(zodModule([...contacts, odd]));
    for (const contact of [...contacts, odd]) {
      assert.deepEqual(schema.parse(contact), contact);
    }
  });

  it("refuses what these contacts are not, and knows what the API's own fields can be", () => {
    const schema = schemaOf(zodModule([{ id: "1", name: "Ann", email: null, phoneNumber: 5, score: 7 }]));
    const contact = { id: "1", name: "Ann", score: 7 };
    assert.ok(schema.safeParse({ ...contact, email: "a@b.test", phoneNumber: "5" }).success);
    assert.ok(!schema.safeParse({ ...contact, score: "7" }).success);
    assert.ok(!schema.safeParse({ ...contact, name: null }).success);
  });

  it("takes hostile names and values", () => {
    const contact = { id: "1", name: "Ann", queryMetadata: ugly, [`"]: z.any(), x`]: [ugly, {}] };
    assert.deepEqual(schemaOf(zodModule([contact])).parse(contact), contact);
    const prototype = JSON.parse(
      '{"id":"1","name":"x","queryMetadata":{"__proto__":{"a":1},"b":2}}',
    ) as unknown;
    assert.ok(schemaOf(zodModule([prototype])).safeParse(prototype).success);
  });
});

describe("Contacts copied as a fixture", () => {
  const json =
    '{"id":"1","name":"Ann\\u202e","n":12345678901234567890,"mcpCredentials":[{"token":"s3cret"}]}';

  it("are JSON with the server's number tokens, without credentials, all of it visible", () => {
    const one = jsonFixture([json]);
    assert.equal(one, '{\n  "id": "1",\n  "name": "Ann\\u202e",\n  "n": 12345678901234567890\n}\n');
    const several = jsonFixture([json, one, json]);
    assert.ok(several.includes('\n    "n": 12345678901234567890\n  },\n  {\n'));
    const parsed: unknown = JSON.parse(several);
    assert.ok(Array.isArray(parsed) && parsed.length === 3);
    assert.equal(get(parsed, 0, "name"), "Ann\u202e");
    assert.ok(!several.includes("s3cret"));
  });

  it("keep every value", () => {
    const contact = { id: "1", name: "x", queryMetadata: ugly };
    assert.deepEqual(JSON.parse(jsonFixture([JSON.stringify(contact)])), contact);
    assert.deepEqual(JSON.parse(jsonFixture([JSON.stringify(contact), JSON.stringify(contact)])), [
      contact,
      contact,
    ]);
  });
});
