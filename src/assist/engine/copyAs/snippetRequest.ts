import { pathIdOf } from "../../../api/pathId.ts";
import type { JsonText } from "../../../api/schemas.ts";
import { patchBody, replaceBody, type FieldChange } from "../../../model/contactChanges.ts";
import type { ContactText } from "../../../model/contactText.ts";

/** The environment variable that every snippet takes the key from; its value is never known here. */
export const KEY_VARIABLE = "MAIAGENT_API_KEY";

/** A request that a snippet sends. It has no key: the languages read {@link KEY_VARIABLE} when they run. */
export interface SnippetRequest {
  readonly method: "GET" | "PATCH" | "POST";
  readonly url: string;
  /** JSON text, sent as it is: number tokens count to the letter. */
  readonly body?: string;
}

/** `baseUrl` is that of a connection or client: normalised, without a trailing slash. */
export function readRequest(baseUrl: string, contactId: string): SnippetRequest {
  return { method: "GET", url: contactUrl(baseUrl, contactId) };
}

/** The PATCH that a save of these changes would send. */
export function changeRequest(
  baseUrl: string,
  contactId: string,
  changes: readonly FieldChange[],
): SnippetRequest {
  return { method: "PATCH", url: contactUrl(baseUrl, contactId), body: jsonOf(patchBody(changes)) };
}

/** The POST that creates a contact with the same writable fields. MCP credentials are none of them. */
export function createRequest(baseUrl: string, contact: ContactText): SnippetRequest {
  return { method: "POST", url: `${baseUrl}/contacts/`, body: jsonOf(replaceBody(contact)) };
}

function contactUrl(baseUrl: string, contactId: string): string {
  return `${baseUrl}/contacts/${pathIdOf(contactId)}/`;
}

function jsonOf({ json }: JsonText): string {
  return json;
}
