import * as z from "zod/mini";

/** Field limits of the API (vendor's public documents; DRF answers 400 beyond them). In code points, as the server counts. */
export const NAME_LIMIT = 255;
export const AVATAR_LIMIT = 511;

const described = <T extends z.core.$ZodType>(schema: T, description: string): T => {
  z.globalRegistry.add(schema, { ...z.globalRegistry.get(schema), description });
  return schema;
};

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

const inboxEntry = z.looseObject({
  id: described(id(), "Id of the inbox. This is what a save sends."),
  name: described(z.optional(z.nullable(z.string())), "Name of the inbox, set by the server."),
});

/**
 * A contact document: what each known field may hold. Unknown keys may appear at any time and are kept.
 * The JSON schema of 'Reopen as Text' and the checks before a save are both made from it.
 */
export const contactDocumentSchema = z.looseObject({
  id: described(z.optional(z.string()), "Id of the contact, set by the server."),
  name: described(limited(NAME_LIMIT), `Name of the contact: 1 to ${NAME_LIMIT} characters.`),
  email: described(text(), "E-mail address, empty text or null."),
  phoneNumber: described(
    z.optional(z.nullable(z.union([z.string(), z.number()]))),
    "Phone number as text, for example +886912345678.",
  ),
  sourceId: described(text(), "The customer's own id of this person, unique within one inbox."),
  avatar: described(
    z.optional(z.nullable(limited(AVATAR_LIMIT))),
    `URL of a picture, at most ${AVATAR_LIMIT} characters. Loaded only when it is asked for.`,
  ),
  inboxes: described(
    z.optional(z.nullable(z.array(inboxEntry))),
    "Inboxes that the contact is in. A save sends their ids.",
  ),
  queryMetadata: described(
    z.optional(z.unknown()),
    "Decides what knowledge the assistant may read for this contact: an object, a text or null.",
  ),
  createdAt: described(
    z.optional(z.union([z.string(), z.number()])),
    "When the contact was created, set by the server.",
  ),
  updatedAt: described(
    z.optional(z.union([z.string(), z.number()])),
    "When the contact was last changed, set by the server.",
  ),
});
