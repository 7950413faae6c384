import { isConnectionId, isContactId } from "./contactId.ts";

/** The extension as VS Code addresses it in a link: publisher and name of package.json. */
export const EXTENSION_ID = "maiagent-community.maiagent-contacts";
const PATH = "/contact";
const PARAMETERS = ["connection", "id"] as const;
/** Two ids and their names; nothing longer is ours. */
const MAXIMUM_QUERY = 400;

/** What a link to a contact says: which connection of the person who follows it, and which contact. */
export interface LinkedContact {
  readonly connectionId: string;
  readonly contactId: string;
}

/** Why a link is refused. `part` is text from the link: hostile. */
export interface LinkProblem {
  readonly problem:
    "path" | "length" | "encoding" | "parameter" | "repeated" | "missing" | "connection" | "id";
  readonly part: string;
}

/** The parts of a link's address as VS Code hands it over. */
export interface LinkAddress {
  readonly path: string;
  readonly query: string;
  readonly fragment: string;
}

/** A link that opens the contact in VS Code. @param scheme - the application's own, such as `vscode` */
export function contactLink(scheme: string, { connectionId, contactId }: LinkedContact): string {
  const query = new URLSearchParams({ connection: connectionId, id: contactId });
  return `${scheme}://${EXTENSION_ID}${PATH}?${query.toString()}`;
}

/**
 * Reads a link. It can name a connection that is set up here and a contact, and nothing else: no host, no key, no
 * command. Whatever is unknown is refused rather than ignored, so that a later version cannot give it a meaning.
 */
export function parseContactLink({ path, query, fragment }: LinkAddress): LinkedContact | LinkProblem {
  if (path !== PATH) {
    return { problem: "path", part: path };
  }
  if (query.length > MAXIMUM_QUERY) {
    return { problem: "length", part: "" };
  }
  if (fragment !== "") {
    return { problem: "parameter", part: `#${fragment}` };
  }
  const text = decodedQuery(query);
  if (text === undefined) {
    return { problem: "encoding", part: "" };
  }
  const values = new URLSearchParams(text);
  for (const name of values.keys()) {
    if (!PARAMETERS.some((known) => known === name)) {
      return { problem: "parameter", part: name };
    }
    if (values.getAll(name).length > 1) {
      return { problem: "repeated", part: name };
    }
  }
  const missing = PARAMETERS.find((name) => (values.get(name) ?? "") === "");
  if (missing) {
    return { problem: "missing", part: missing };
  }
  const connectionId = values.get("connection") ?? "";
  const contactId = values.get("id") ?? "";
  if (!isConnectionId(connectionId)) {
    return { problem: "connection", part: connectionId };
  }
  return isContactId(contactId) ? { connectionId, contactId } : { problem: "id", part: contactId };
}

/** VS Code hands the query over decoded or, by way of a browser, still encoded: then it has no `=`. */
function decodedQuery(query: string): string | undefined {
  if (query.includes("=")) {
    return query;
  }
  try {
    return decodeURIComponent(query);
  } catch (error) {
    if (error instanceof URIError) {
      return undefined;
    }
    throw error;
  }
}
