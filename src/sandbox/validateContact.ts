import type { ContactFields } from "./contactStore.ts";
import type { BodyMembers } from "./readBody.ts";
import { textField, type TextRules } from "./textField.ts";
import { validateInbox, validateInboxes } from "./validateInboxes.ts";

/** The fields of a write that passed, or DRF's `{"field": [...]}` object. */
export type Validation =
  { readonly fields: Partial<ContactFields> } | { readonly errors: Readonly<Record<string, unknown>> };

/** Django's EmailValidator in short; a dot belongs to no part, so there is one way to match and no backtracking. */
const email =
  /^[^\s@"(),:;<>[\\\].]+(?:\.[^\s@"(),:;<>[\\\].]+)*@(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?\.)+[\p{L}\p{N}-]{2,63}$/u;

/** Lengths of name and avatar are the vendor's (api/README.md); the others are the usual column widths. */
const textRules = {
  name: { maxLength: 255, blank: false, nullable: false },
  avatar: optional(511, { fits: isUrl, message: "Enter a valid URL." }),
  phoneNumber: optional(50),
  email: optional(254, { fits: (text) => email.test(text), message: "Enter a valid email address." }),
  sourceId: optional(255),
} as const satisfies Record<string, TextRules>;

const optionalTexts = ["avatar", "phoneNumber", "email", "sourceId"] as const;

/**
 * Checks a write's body field by field, as the vendor's serializer would. Unknown and read-only keys are ignored,
 * as DRF does. `required` (create) demands name and inboxes; the reference page makes both optional for PUT and PATCH.
 */
export function validateContact(body: BodyMembers, required: boolean): Validation {
  const errors: Record<string, unknown> = {};
  const fields: { -readonly [Key in keyof ContactFields]?: ContactFields[Key] } = {};

  const inboxes = body.get("inboxes");
  const inbox = body.get("inbox");
  if (inboxes !== undefined) {
    const result = validateInboxes(inboxes.value);
    if ("ids" in result) fields.inboxIds = result.ids;
    else errors["inboxes"] = result.errors;
  } else if (inbox !== undefined && inbox.value !== null) {
    // The old form, "ignored if inboxes is also provided".
    const result = validateInbox(inbox.value);
    if ("id" in result) fields.inboxIds = [result.id];
    else errors["inbox"] = result.errors;
  } else if (required) {
    errors["inboxes"] = ["This field is required."];
  }

  const name = body.get("name");
  if (name !== undefined) {
    const result = textField(name, textRules.name);
    if ("errors" in result) errors["name"] = result.errors;
    else fields.name = result.value ?? "";
  } else if (required) {
    errors["name"] = ["This field is required."];
  }

  for (const key of optionalTexts) {
    const member = body.get(key);
    if (member === undefined) continue;
    const result = textField(member, textRules[key]);
    if ("errors" in result) errors[key] = result.errors;
    else fields[key] = result.value;
  }

  const queryMetadata = body.get("queryMetadata");
  if (queryMetadata !== undefined) fields.queryMetadata = queryMetadata.text;
  return Object.keys(errors).length > 0 ? { errors } : { fields };
}

function optional(maxLength: number, form?: TextRules["form"]): TextRules {
  return { maxLength, blank: true, nullable: true, ...(form === undefined ? {} : { form }) };
}

/** Django's URLValidator in short: a known scheme and a host that could be one. */
function isUrl(text: string): boolean {
  if (!/^(?:https?|ftps?):\/\/[^\s/?#]+\S*$/i.test(text) || !URL.canParse(text)) return false;
  const { hostname } = new URL(text);
  return hostname === "localhost" || hostname.startsWith("[") || /[^.]\.[^.]/.test(hostname);
}
