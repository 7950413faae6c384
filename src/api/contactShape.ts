import type { RequestSummary } from "./errors.ts";
import { contactSchema } from "./schemas.ts";
import type { Contact } from "./schemas.ts";
import { assertShape } from "./shape.ts";

type Fields = Partial<Record<keyof typeof contactSchema.shape, unknown>>;

const isMissing = (value: unknown): boolean => value === undefined || value === null;
const isText = (value: unknown): boolean => typeof value === "string" || isMissing(value);
const isTextOrNumber = (value: unknown): boolean => typeof value === "number" || isText(value);
const isObject = (value: unknown): value is object =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function isInboxRef(value: unknown): boolean {
  return (
    isObject(value) &&
    typeof (value as Fields).id === "string" &&
    isText((value as Fields).name) &&
    !Object.hasOwn(value, "__proto__")
  );
}

/**
 * Whether `contactSchema` would take a value and give it back unchanged. Without the JIT, which zod/mini does not
 * have, the schema costs as much as JSON.parse; this costs next to nothing. What it does not know, the schema decides.
 */
export function isPlainContact(value: unknown): value is Contact {
  if (!isObject(value) || Object.hasOwn(value, "__proto__")) {
    return false;
  }
  const { id, name, inboxes, inbox, avatar, phoneNumber, email, sourceId, createdAt, updatedAt } =
    value as Fields;
  return (
    typeof id === "string" &&
    typeof name === "string" &&
    (isMissing(inboxes) || (Array.isArray(inboxes) && inboxes.every(isInboxRef))) &&
    (isMissing(inbox) || isInboxRef(inbox)) &&
    isText(avatar) &&
    isTextOrNumber(phoneNumber) &&
    isText(email) &&
    isText(sourceId) &&
    isTextOrNumber(createdAt) &&
    isTextOrNumber(updatedAt)
  );
}

/** Both spellings: the second is what shows where the server's camelCase layer is off. */
const SECRETS = ["mcpCredentials", "mcp_credentials"] as const;

/**
 * Reads a contact and drops its MCP credentials, which must not reach lists, caches or screens.
 *
 * @param at - where in the answer it stands
 * @throws ResponseShapeError `schema`
 */
export function readContact(value: unknown, request: RequestSummary, at?: string): Contact {
  if (typeof value === "object" && value !== null) {
    for (const secret of SECRETS) {
      // Looked for first: deleting, even what is not there, makes V8 turn the object into a slow one.
      if (Object.hasOwn(value, secret)) {
        Reflect.deleteProperty(value, secret);
      }
    }
  }
  return isPlainContact(value) ? value : assertShape(contactSchema, value, request, at);
}
