import { createHash } from "node:crypto";
import type { Contact } from "../../../api/schemas.ts";
import type { SeedContact } from "./seedContacts.ts";

/** The fields of a contact that a recipe can set, and with which the ledger remembers a contact. */
export const SEEDED_FIELDS = [
  "name",
  "email",
  "phoneNumber",
  "avatar",
  "sourceId",
  "queryMetadata",
  "inboxes",
] as const;
export type SeededField = (typeof SEEDED_FIELDS)[number];

/** What a contact looked like, by a hash of each field: the ledger holds no personal data. */
export type ContactImage = Readonly<Record<SeededField, string>>;

/** The image of a contact as the server has it. */
export function imageOf(contact: Contact): ContactImage {
  return hashed({ ...contact, inboxes: inboxIdsOf(contact) });
}

/** The image of what a create will send; a field that is not sent is missing. */
export function imageOfDraft(contact: SeedContact, inboxIds: readonly string[]): Partial<ContactImage> {
  const image = hashed({ ...contact, inboxes: inboxIds });
  return Object.fromEntries(
    SEEDED_FIELDS.filter((field) => contact[field] !== undefined).map((field) => [field, image[field]]),
  );
}

/** Whether a contact is still what a create sent. */
export function matchesDraft(contact: Contact, draft: Partial<ContactImage>): boolean {
  const image = imageOf(contact);
  return SEEDED_FIELDS.every((field) => draft[field] === undefined || draft[field] === image[field]);
}

/** The fields in which two images differ. */
export function differences(left: ContactImage, right: ContactImage): readonly SeededField[] {
  return SEEDED_FIELDS.filter((field) => left[field] !== right[field]);
}

/** The ids of a contact's inboxes; the deprecated `inbox` counts where `inboxes` is missing. */
export function inboxIdsOf({ inboxes, inbox }: Contact): readonly string[] {
  return (inboxes ?? (inbox ? [inbox] : [])).map(({ id }) => id);
}

/**
 * The fields of a contact that are not yet as the recipe wants them. What the recipe leaves out does not count, and
 * neither do further inboxes: somebody may have added the contact to one for a test.
 */
export function pendingFields(
  wanted: SeedContact,
  inboxIds: readonly string[],
  contact: Contact,
): readonly SeededField[] {
  const has = new Set(inboxIdsOf(contact).map((id) => id.toLowerCase()));
  return SEEDED_FIELDS.filter((field) => {
    if (field === "inboxes") {
      return inboxIds.some((id) => !has.has(id.toLowerCase()));
    }
    return (
      wanted[field] !== undefined && comparable(field, wanted[field]) !== comparable(field, contact[field])
    );
  });
}

function hashed(contact: Readonly<Partial<Record<SeededField, unknown>>>): ContactImage {
  const hash = (field: SeededField) =>
    createHash("sha256").update(comparable(field, contact[field])).digest("base64url").slice(0, 12);
  return {
    name: hash("name"),
    email: hash("email"),
    phoneNumber: hash("phoneNumber"),
    avatar: hash("avatar"),
    sourceId: hash("sourceId"),
    queryMetadata: hash("queryMetadata"),
    inboxes: hash("inboxes"),
  };
}

/** A value as text that is equal for what the server treats as equal: null, "" and missing; 1 and "1". */
function comparable(field: SeededField, value: unknown): string {
  if (field === "inboxes" && Array.isArray(value)) {
    return JSON.stringify(value.map((id: unknown) => String(id).toLowerCase()).sort());
  }
  if (field === "queryMetadata") {
    return JSON.stringify(canonical(parsedIfText(value)));
  }
  // Django REST Framework trims strings before it stores them.
  return typeof value === "string" || typeof value === "number" ? String(value).trim() : "";
}

/** `queryMetadata` may come back as JSON text. */
function parsedIfText(value: unknown): unknown {
  if (typeof value !== "string") {
    return value ?? null;
  }
  try {
    return JSON.parse(value) as unknown;
  } catch {
    return value.trim() === "" ? null : value;
  }
}

/** Sorted keys, in camel case: the server's camelCase layer may rename the keys that were sent. */
function canonical(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(canonical);
  }
  if (typeof value !== "object" || value === null) {
    return value;
  }
  return Object.fromEntries(
    Object.entries(value)
      .map(([key, member]: [string, unknown]) => [camelCase(key), canonical(member)] as const)
      .sort(([left], [right]) => (left < right ? -1 : 1)),
  );
}

function camelCase(key: string): string {
  return key.replaceAll(/_+([a-z0-9])/gu, (_, letter: string) => letter.toUpperCase());
}
