import { JAVASCRIPT } from "./literal.ts";
import { mergedShape, shapeOf, type ValueShape } from "./valueShape.ts";

/** Fields of the API whose type is wider than any one contact shows (reference page and its samples). */
const KNOWN: Readonly<Record<string, string>> = {
  id: "z.string()",
  name: "z.string()",
  avatar: "z.string().nullish()",
  phoneNumber: "z.union([z.string(), z.number()]).nullish()",
  email: "z.string().nullish()",
  sourceId: "z.string().nullish()",
  createdAt: "z.union([z.string(), z.number()]).nullish()",
  updatedAt: "z.union([z.string(), z.number()]).nullish()",
};

/**
 * A TypeScript module with a zod schema, for zod 3 and 4, that takes the given contacts, and its type. Of the API's
 * own fields it knows what else they can be; all others are as these contacts have them.
 *
 * @param contacts - parsed, without MCP credentials; at least one
 */
export function zodModule(contacts: readonly unknown[]): string {
  const shape = contacts.map(shapeOf).reduce(mergedShape);
  return [
    'import { z } from "zod";',
    "",
    `export const contactSchema = ${schemaOf(shape, "", KNOWN)};`,
    "",
    "export type Contact = z.infer<typeof contactSchema>;",
    "",
  ].join("\n");
}

function schemaOf(shape: ValueShape, start: string, known: Readonly<Record<string, string>> = {}): string {
  const { scalars, members, element } = shape;
  const kinds = [
    ...(["string", "number", "boolean"] as const)
      .filter((kind) => scalars.has(kind))
      .map((kind) => `z.${kind}()`),
    ...(members ? [objectSchema(members, start, known)] : []),
    ...(element ? [`z.array(${schemaOf(element, start)})`] : []),
  ];
  const [only] = kinds;
  if (only === undefined) {
    // null alone, or nothing, says little about what else can be there.
    return "z.unknown()";
  }
  const schema = kinds.length === 1 ? only : `z.union([${kinds.join(", ")}])`;
  return scalars.has("null") ? `${schema}.nullable()` : schema;
}

function objectSchema(
  members: NonNullable<ValueShape["members"]>,
  start: string,
  known: Readonly<Record<string, string>>,
): string {
  // zod leaves that name out of objects for safety, so no schema could ask for it.
  if (members.has("__proto__")) {
    return "z.record(z.string(), z.unknown())";
  }
  const lines = [...members].map(([name, { shape, isOptional }]) => {
    const fixed = Object.hasOwn(known, name) ? known[name] : undefined;
    const schema = fixed ?? schemaOf(shape, `${start}  `);
    const isNullish = fixed?.endsWith(".nullish()") ?? false;
    return `${start}  ${JAVASCRIPT.key(name)}: ${schema}${isOptional && !isNullish ? ".optional()" : ""},\n`;
  });
  return lines.length === 0 ? "z.object({})" : `z.object({\n${lines.join("")}${start}})`;
}
