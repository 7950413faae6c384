import type { JsonText } from "./schemas.ts";

/** Whether a body is already serialised. */
export function isJsonText(body: object): body is JsonText {
  return "json" in body && typeof body.json === "string" && Object.keys(body).length === 1;
}

/**
 * Serialises a body. A JsonText goes verbatim; in an object a numeric `phoneNumber` becomes the string that the
 * schema asks for, and `mcpCredentials`, a read-only secret, is left out.
 */
export function bodyTextOf(body: object): string {
  if (isJsonText(body)) {
    return body.json;
  }
  const fields: Record<string, unknown> = { ...body };
  delete fields["mcpCredentials"];
  if (typeof fields["phoneNumber"] === "number") {
    fields["phoneNumber"] = String(fields["phoneNumber"]);
  }
  return JSON.stringify(fields);
}

/** By what a contact can be found again after a create whose answer was lost. */
export interface ContactIdentity {
  readonly sourceId: string;
  readonly inboxIds: readonly string[];
}

const idOf = (value: unknown): string | undefined => {
  const id: unknown = typeof value === "object" && value !== null && "id" in value ? value.id : undefined;
  return typeof id === "string" && id !== "" ? id : undefined;
};

/** The identity in the text of a create's body; undefined if it names no source id or no inbox. */
export function identityOf(bodyText: string): ContactIdentity | undefined {
  let body: unknown;
  try {
    body = JSON.parse(bodyText);
  } catch {
    return undefined;
  }
  if (
    typeof body !== "object" ||
    body === null ||
    !("sourceId" in body) ||
    typeof body.sourceId !== "string"
  ) {
    return undefined;
  }
  // Django REST Framework trims strings before it stores them.
  const sourceId = body.sourceId.trim();
  const inboxes: unknown[] =
    "inboxes" in body && Array.isArray(body.inboxes) ? body.inboxes : "inbox" in body ? [body.inbox] : [];
  const inboxIds = inboxes.map(idOf).filter((id) => id !== undefined);
  return sourceId === "" || inboxIds.length === 0 ? undefined : { sourceId, inboxIds };
}
