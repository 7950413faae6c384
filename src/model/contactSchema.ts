import * as z from "zod/mini";

/** Field limits of the API (vendor's public documents; DRF answers 400 beyond them). In code points, as the server counts. */
export const NAME_LIMIT = 255;
export const AVATAR_LIMIT = 511;

const text = () => z.optional(z.nullable(z.string()));

/** zod's own `maxLength` counts UTF-16 units and would refuse names with many emoji that the server takes. */
const limited = (limit: number) => {
  const schema = z.string().check(
    z.refine((value) => value.length <= limit || Array.from(value).length <= limit, {
      params: { limit },
    }),
  );
  // In JSON schema `maxLength` means code points.
  z.globalRegistry.add(schema, { maxLength: limit });
  return schema;
};
const id = () => z.string().check(z.minLength(1));

const inboxEntry = z.looseObject({ id: id(), name: text() });

/**
 * A contact document: what each known field may hold. Unknown keys may appear at any time and are kept. The checks
 * before a save are made from it, and the JSON schema of 'Reopen as Text' (`contactJsonSchema`).
 */
export const contactDocumentSchema = z.looseObject({
  id: z.optional(z.string()),
  name: limited(NAME_LIMIT),
  email: text(),
  phoneNumber: z.optional(z.nullable(z.union([z.string(), z.number()]))),
  sourceId: text(),
  avatar: z.optional(z.nullable(limited(AVATAR_LIMIT))),
  inboxes: z.optional(z.nullable(z.array(inboxEntry))),
  queryMetadata: z.optional(z.unknown()),
  createdAt: z.optional(z.union([z.string(), z.number()])),
  updatedAt: z.optional(z.union([z.string(), z.number()])),
});
