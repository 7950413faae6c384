import { pythonTypeName } from "./readBody.ts";
import { inboxExists } from "./sampleInboxes.ts";

type InboxErrors = Readonly<Record<string, readonly string[]>>;

/** Checks `inboxes: [{id}]`. Errors of items stand at the items' places, `{}` where there is nothing to say. */
export function validateInboxes(value: unknown): { ids: readonly string[] } | { errors: unknown } {
  if (value === null) return { errors: ["This field may not be null."] };
  if (!Array.isArray(value)) {
    return {
      errors: { non_field_errors: [`Expected a list of items but got type "${pythonTypeName(value)}".`] },
    };
  }
  if (value.length === 0) return { errors: { non_field_errors: ["This list may not be empty."] } };
  const results = value.map(validateInbox);
  if (results.some((result) => "errors" in result)) {
    return { errors: results.map((result) => ("errors" in result ? result.errors : {})) };
  }
  return { ids: [...new Set(results.flatMap((result) => ("id" in result ? [result.id] : [])))] };
}

/** Checks one `{id}`; its other keys (`name`) are read-only and ignored. */
export function validateInbox(value: unknown): { id: string } | { errors: InboxErrors } {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    const message = `Invalid data. Expected a dictionary, but got ${pythonTypeName(value)}.`;
    return { errors: { non_field_errors: [message] } };
  }
  if (!("id" in value)) return idError("This field is required.");
  const { id } = value;
  if (id === null) return idError("This field may not be null.");
  const text = typeof id === "string" ? id : JSON.stringify(id);
  const uuid = typeof id === "string" ? parseUuid(id) : undefined;
  if (uuid === undefined) return idError(`“${text}” is not a valid UUID.`);
  return inboxExists(uuid) ? { id: uuid } : idError(`Invalid pk "${text}" - object does not exist.`);
}

function idError(message: string): { errors: InboxErrors } {
  return { errors: { id: [message] } };
}

/** A UUID in the forms Python's `uuid.UUID` takes in practice, as lower case with hyphens; undefined when it is none. */
export function parseUuid(text: string): string | undefined {
  const digits = text.replaceAll("-", "").toLowerCase();
  if (!/^[0-9a-f]{32}$/.test(digits)) return undefined;
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}
