import * as z from "zod/mini";
import type { Contact } from "../api/schemas.ts";

/** Longest text that is kept, in UTF-16 units. */
export const MAXIMUM_TEXT = 255;
const MAXIMUM_INBOXES = 5;

const optionalText = z.optional(z.string().check(z.maxLength(MAXIMUM_TEXT)));
/** The kept form, as it is read back from storage. */
export const rememberedSchema = z.object({
  id: z.string().check(z.minLength(1), z.maxLength(100)),
  name: z.string().check(z.maxLength(MAXIMUM_TEXT)),
  email: optionalText,
  sourceId: optionalText,
  /** When it was last changed, as far as was seen, as on the wire. */
  updatedAt: z.optional(z.union([z.string().check(z.maxLength(40)), z.number()])),
  inboxes: z.optional(z.array(z.object({ id: z.string(), name: optionalText }))),
});

/** What is kept of a contact to show it without a request; no secret, no metadata. */
export type RememberedContact = z.infer<typeof rememberedSchema>;

/** What is kept of a contact that the server showed. */
export function remembered({ id, name, email, sourceId, inboxes, ...times }: Contact): RememberedContact {
  const updatedAt = times.updatedAt ?? times.createdAt;
  const known = (inboxes ?? []).slice(0, MAXIMUM_INBOXES);
  return {
    id,
    name: cut(name),
    ...(email ? { email: cut(email) } : {}),
    ...(sourceId ? { sourceId: cut(sourceId) } : {}),
    ...(updatedAt === undefined || updatedAt === null || String(updatedAt).length > 40 ? {} : { updatedAt }),
    ...(known.length > 0
      ? {
          inboxes: known.map((inbox) => ({ id: inbox.id, ...(inbox.name ? { name: cut(inbox.name) } : {}) })),
        }
      : {}),
  };
}

/** A text as it is kept: cut, without half a surrogate pair. */
export function cut(text: string): string {
  return text.slice(0, MAXIMUM_TEXT).toWellFormed();
}
