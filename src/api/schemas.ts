import * as z from "zod/mini";

// Schemas are loose throughout: unknown keys may appear at any time and are kept. Optional fields may be missing,
// null or "" (shared/api/README.md), so reading accepts all three.

const text = z.optional(z.nullable(z.string()));
/** Samples show epoch milliseconds as a string; numbers and ISO 8601 have been seen. Kept verbatim. */
const timestamp = z.optional(z.nullable(z.union([z.string(), z.number()])));

/** An inbox as a contact names it. */
export const inboxRefSchema = z.looseObject({ id: z.string(), name: text });

/** A contact as the API answers it (reference page, plus what the page's own samples contradict). */
export const contactSchema = z.looseObject({
  id: z.string(),
  name: z.string(),
  inboxes: z.optional(z.nullable(z.array(inboxRefSchema))),
  /** Old form, ignored by the server when `inboxes` is given. */
  inbox: z.optional(z.nullable(inboxRefSchema)),
  avatar: text,
  /** A string in the schema, a number in the samples. */
  phoneNumber: z.optional(z.nullable(z.union([z.string(), z.number()]))),
  email: text,
  /** The customer's own user id, unique within one inbox. */
  sourceId: text,
  /** Object, string or null. */
  queryMetadata: z.optional(z.unknown()),
  createdAt: timestamp,
  updatedAt: timestamp,
});

/** A contact, read. It never carries `mcpCredentials`: those are dropped right after parsing. */
export type Contact = z.infer<typeof contactSchema>;

/** An inbox as `GET inboxes/` answers it: the flat form and the newer one with a `channel`. */
export const inboxSchema = z.looseObject({
  id: z.string(),
  name: text,
  channel: z.optional(z.nullable(z.looseObject({ name: text }))),
  // Unknown on purpose: line, telegram, web and messenger are known, more may come in any form.
  channelType: z.optional(z.unknown()),
  unreadConversationsCount: z.optional(z.unknown()),
});

/** An inbox, in one form whichever the server used. */
export interface Inbox {
  readonly id: string;
  /** Its name; the id if the server gave none. */
  readonly name: string;
  /** `line`, `telegram`, `web`, `messenger` or anything newer. */
  readonly channelType?: string;
  readonly unreadConversationsCount?: number;
}

/** One page of any list; `results` is an array, or an array of arrays in the page's own sample. */
export const pageSchema = z.looseObject({
  count: z.number().check(z.nonnegative()),
  next: z.optional(z.nullable(z.string())),
  results: z.array(z.unknown()),
});

/** Longest `name` the server takes, in characters (vendor's public documents). */
export const NAME_MAX_LENGTH = 255;
/** Longest `avatar` the server takes, in characters (vendor's public documents). */
export const AVATAR_MAX_LENGTH = 511;

const writable = {
  avatar: z.optional(
    z.nullable(z.string().check(z.maxLength(AVATAR_MAX_LENGTH), z.describe("URL of the contact's picture."))),
  ),
  phoneNumber: z.optional(
    z.nullable(z.union([z.string(), z.number()]).check(z.describe("Sent as a string."))),
  ),
  email: z.optional(z.nullable(z.string())),
  sourceId: z.optional(
    z.nullable(z.string().check(z.describe("Your own user id for this contact, unique within one inbox."))),
  ),
  queryMetadata: z.optional(
    z
      .nullable(z.union([z.string(), z.record(z.string(), z.unknown())]))
      .check(z.describe("Decides which knowledge the contact's assistant may read.")),
  ),
};
const writtenName = z
  .string()
  .check(z.minLength(1), z.maxLength(NAME_MAX_LENGTH), z.describe("The contact's name."));
const writtenInboxes = z
  .array(z.looseObject({ id: z.string().check(z.minLength(1)) }))
  .check(z.describe("The inboxes that the contact belongs to."));

/** The body of an update: every field may be left out. */
export const contactWriteSchema = z.looseObject({
  name: z.optional(writtenName),
  inboxes: z.optional(writtenInboxes),
  ...writable,
});

/** The body of a create: `name` and `inboxes` are required (vendor's public documents). */
export const contactDraftSchema = z.looseObject({
  name: writtenName,
  inboxes: writtenInboxes.check(z.minLength(1)),
  ...writable,
});

/** A contact to create. */
export interface ContactDraft {
  readonly name: string;
  readonly inboxes: readonly { readonly id: string }[];
  readonly avatar?: string | null;
  readonly phoneNumber?: string | null;
  readonly email?: string | null;
  readonly sourceId?: string | null;
  readonly queryMetadata?: unknown;
}

/** A body already serialised, sent verbatim, so that numbers beyond 2^53 and key order survive. */
export interface JsonText {
  readonly json: string;
}
