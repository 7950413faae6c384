import * as z from "zod/mini";
import { AVATAR_MAX_LENGTH, NAME_MAX_LENGTH } from "../../../api/schemas.ts";
import type { ToolName } from "./toolName.ts";

/** Rows that one search gives a model at most. */
export const MOST_FOUND = 20;
/** The longest value that a tool writes, in characters: a confirmation has to show all of it. */
const LONGEST_VALUE = 2_000;

const text = (description: string, longest = 255) =>
  z.string().check(z.minLength(1), z.maxLength(longest), z.describe(description));
const connection = z.optional(
  text("Id of the connection, as maiagent_listInboxes names them. Default: the connection in use."),
);
const contactId = text("The contact's id.");
const clearable = (description: string, longest = 255) =>
  z.optional(z.nullable(z.string().check(z.maxLength(longest), z.describe(description))));

const fields = {
  email: clearable("E-mail address; null clears it."),
  phoneNumber: clearable("Phone number; null clears it."),
  sourceId: clearable("The customer's own id for the contact, unique within an inbox; null clears it."),
  avatar: clearable("URL of a picture; null clears it.", AVATAR_MAX_LENGTH),
  queryMetadata: z.optional(
    z
      .nullable(z.record(z.string(), z.unknown()))
      .check(
        z.describe("Decides which knowledge the contact's assistant may read. Replaces the whole value."),
      ),
  ),
};
const name = z
  .string()
  .check(z.minLength(1), z.maxLength(NAME_MAX_LENGTH), z.describe("The contact's name."));
const inboxes = z
  .array(z.string().check(z.minLength(1), z.maxLength(255)))
  .check(z.minLength(1), z.maxLength(20), z.describe("Ids of all inboxes that the contact belongs to."));

function inputOf<T extends object>(
  schema: z.ZodMiniType<T>,
): { readonly schema: z.ZodMiniType<T>; readonly read: (input: unknown) => T } {
  return { schema, read: (input) => readInput(schema, input) };
}

/** What each tool takes. package.json has the same schemas as JSON; `read` throws a {@link ToolInputError}. */
export const TOOL_INPUTS = {
  maiagent_listInboxes: inputOf(z.strictObject({ connection })),
  maiagent_findContacts: inputOf(
    z.strictObject({
      text: z
        .string()
        .check(
          z.maxLength(255),
          z.describe("What to look for: a name, source id, e-mail or phone. Empty lists the first contacts."),
        ),
      inbox: z.optional(text("Id of an inbox to look in. Default: all.")),
      limit: z.optional(
        z
          .number()
          .check(z.int(), z.minimum(1), z.maximum(MOST_FOUND), z.describe("How many to give. Default 10.")),
      ),
      page: z.optional(
        z.number().check(z.int(), z.minimum(1), z.maximum(1_000), z.describe("Which page, from 1.")),
      ),
      connection,
    }),
  ),
  maiagent_getContact: inputOf(z.strictObject({ id: contactId, connection })),
  maiagent_createContact: inputOf(z.strictObject({ name, inboxes, ...fields, connection })),
  maiagent_updateContact: inputOf(
    z.strictObject({
      id: contactId,
      changes: z
        .strictObject({ name: z.optional(name), inboxes: z.optional(inboxes), ...fields })
        .check(z.describe("The fields to change, and no others.")),
      connection,
    }),
  ),
  maiagent_deleteContact: inputOf(z.strictObject({ id: contactId, connection })),
  maiagent_seedContacts: inputOf(
    z.strictObject({
      recipe: text("Path of a *.maiagent-seed.json file, relative to the workspace folder.", 1_000),
    }),
  ),
} as const satisfies Record<ToolName, unknown>;

/** A model gave a tool what it does not take; the message says which field, in English, since models read it. */
export class ToolInputError extends Error {
  override readonly name = "ToolInputError";
}

/** @throws ToolInputError that names the first field that is wrong */
function readInput<T extends object>(schema: z.ZodMiniType<T>, input: unknown): T {
  const parsed = schema.safeParse(input);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new ToolInputError(`Wrong input: ${issue ? describeIssue(issue) : "it is not an object"}.`);
  }
  if (!isShowable(parsed.data)) {
    throw new ToolInputError(
      `Wrong input: a value is longer than ${LONGEST_VALUE} characters. A confirmation has to show all of it; ask the user to change the contact in the editor.`,
    );
  }
  return parsed.data;
}

function describeIssue(issue: z.core.$ZodIssue): string {
  const field = issue.path.length === 0 ? "the input" : `"${issue.path.map(String).join(".")}"`;
  switch (issue.code) {
    case "invalid_type":
      return `${field} has to be ${issue.expected}`;
    case "too_small":
      return `${field} is too short or small (at least ${issue.minimum})`;
    case "too_big":
      return `${field} is too long or large (at most ${issue.maximum})`;
    case "unrecognized_keys":
      return `${field} has no ${issue.keys.map((key) => JSON.stringify(key.slice(0, 60))).join(", ")}`;
    default:
      return `${field} is not valid`;
  }
}

/** The fields of a change are shown one by one. */
function isShowable(input: object): boolean {
  return Object.entries(input).every(([name, value]: [string, unknown]) =>
    name === "changes" && typeof value === "object" && value !== null
      ? isShowable(value)
      : JSON.stringify(value ?? null).length <= LONGEST_VALUE,
  );
}
