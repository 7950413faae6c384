import { getNodeValue, type Node, type ParseError, parseTree } from "jsonc-parser";
import { isConnectionId, isContactId } from "../../model/contactId.ts";
import { visibleJson } from "./hiddenCharacters.ts";

/** How files with fixtures are called. */
export const FIXTURE_SUFFIX = ".contacts.json";
/** The form that is written; a later one has another number. */
export const FIXTURE_VERSION = 1;
/** Contacts of one fixture. */
export const MAXIMUM_CONTACTS = 1000;

/** Why a text is no fixture that can be updated. */
export type FixtureProblem = "syntax" | "shape" | "version" | "connection" | "contacts" | "id" | "tooMany";

/** Thrown by {@link parseFixture}. `detail` is a piece of the text: hostile. */
export class FixtureError extends Error {
  readonly problem: FixtureProblem;
  readonly detail: string;
  constructor(problem: FixtureProblem, detail = "") {
    super("The file is not a fixture of contacts.");
    this.name = "FixtureError";
    this.problem = problem;
    this.detail = detail;
  }
}

/** A fixture that was read: which contacts, over which connection, and where they stand. */
export interface Fixture {
  readonly text: string;
  readonly connectionId: string;
  readonly savedAt: Node | undefined;
  readonly contacts: readonly { readonly id: string; readonly node: Node }[];
}

/**
 * The text of a fixture: where its contacts come from, when they were read, and the contacts as their documents show
 * them, so without credentials. What cannot be seen is escaped.
 * @param documents - the document text of each contact
 * @param savedAt - epoch milliseconds
 */
export function fixtureText(connectionId: string, documents: readonly string[], savedAt: number): string {
  const contacts = documents.map((document) => visibleJson(document.trimEnd()).replaceAll("\n", "\n    "));
  return [
    "{",
    `  "maiagentFixture": ${FIXTURE_VERSION},`,
    `  "connection": ${JSON.stringify(connectionId)},`,
    `  "savedAt": ${JSON.stringify(new Date(savedAt).toISOString())},`,
    `  "contacts": [\n    ${contacts.join(",\n    ")}\n  ]`,
    "}\n",
  ].join("\n");
}

/**
 * Reads a fixture, also with comments and last commas.
 * @throws FixtureError
 */
export function parseFixture(text: string): Fixture {
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { disallowComments: false, allowTrailingComma: true });
  if (!root || errors.length > 0) {
    throw new FixtureError("syntax");
  }
  const members = membersOf(root);
  if (root.type !== "object" || !members.has("contacts")) {
    throw new FixtureError("shape");
  }
  const version: unknown = members.get("maiagentFixture")?.value;
  if (version !== FIXTURE_VERSION) {
    throw new FixtureError("version");
  }
  const connection: unknown = members.get("connection")?.value;
  const connectionId = typeof connection === "string" ? connection.toLowerCase() : "";
  if (!isConnectionId(connectionId)) {
    throw new FixtureError("connection", connectionId);
  }
  const list = members.get("contacts");
  const nodes = list?.type === "array" ? (list.children ?? []) : [];
  if (nodes.length === 0) {
    throw new FixtureError("contacts");
  }
  if (nodes.length > MAXIMUM_CONTACTS) {
    throw new FixtureError("tooMany", String(nodes.length));
  }
  const contacts = nodes.map((node) => {
    const id: unknown = membersOf(node).get("id")?.value;
    if (typeof id !== "string" || !isContactId(id)) {
      throw new FixtureError("id", typeof id === "string" ? id : "");
    }
    return { id, node };
  });
  return { text, connectionId, savedAt: members.get("savedAt"), contacts };
}

/** Values by key; of a key that stands twice the last one counts. */
export function membersOf(node: Node): ReadonlyMap<string, Node> {
  const members = new Map<string, Node>();
  for (const property of node.type === "object" ? (node.children ?? []) : []) {
    const [key, value] = property.children ?? [];
    if (key && value) {
      members.set(String(getNodeValue(key)), value);
    }
  }
  return members;
}
