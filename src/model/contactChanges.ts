import type { JsonText } from "../api/schemas.ts";
import {
  type ContactField,
  type ContactText,
  inboxIdsOf,
  READ_ONLY_FIELDS,
  SECRET_FIELDS,
  sameJson,
} from "./contactText.ts";

/** A top-level field that differs between two documents; `undefined` = the key is missing there. */
export interface FieldChange {
  readonly field: string;
  readonly from: ContactField | undefined;
  readonly to: ContactField | undefined;
}

/** The fields the API writes (reference page); PUT sends all of those that the document has. */
export const WRITABLE_FIELDS = [
  "name",
  "inboxes",
  "avatar",
  "phoneNumber",
  "email",
  "sourceId",
  "queryMetadata",
] as const;

/**
 * Compares two documents field by field. Inboxes are equal when their ids are, in any order: names of inboxes
 * are the server's. Order: that of `to`, then the keys that only `from` has.
 */
export function changesBetween(from: ContactText, to: ContactText): readonly FieldChange[] {
  const names = new Set([...to.fields.keys(), ...from.fields.keys()]);
  return [...names].flatMap((field) => {
    const [before, after] = [from.fields.get(field), to.fields.get(field)];
    return isSameField(field, before, from.text, after, to.text) ? [] : [{ field, from: before, to: after }];
  });
}

/**
 * Whether a field says the same in two documents; `undefined` = the key is missing there. The texts are those of
 * the documents that the fields stand in.
 */
export function isSameField(
  name: string,
  before: ContactField | undefined,
  beforeText: string,
  after: ContactField | undefined,
  afterText: string,
): boolean {
  if (!before || !after) {
    return before === after;
  }
  if (name === "inboxes" && before.node.type === "array" && after.node.type === "array") {
    const [left, right] = [sortedIds(before), sortedIds(after)];
    if (left.length === before.node.children?.length && right.length === after.node.children?.length) {
      return JSON.stringify(left) === JSON.stringify(right);
    }
  }
  return sameJson(before, beforeText, after, afterText);
}

function sortedIds(field: ContactField): readonly string[] {
  return [...inboxIdsOf(field)].sort();
}

/** Whether only the server writes this field. */
export function isReadOnlyField(name: string): boolean {
  return [...READ_ONLY_FIELDS, ...SECRET_FIELDS].some((field) => field === name);
}

/**
 * The changes that a PATCH can carry: a removed key says nothing to the server (PATCH leaves what is missing as
 * it is) and a read-only field is refused before a save.
 */
export function sendableChanges(changes: readonly FieldChange[]): readonly FieldChange[] {
  return changes.filter(({ field, to }) => to !== undefined && !isReadOnlyField(field));
}

/** The body of the PATCH: the changed fields only, values as they stand in the text. */
export function patchBody(changes: readonly FieldChange[]): JsonText {
  return body(sendableChanges(changes).flatMap(({ to }) => (to ? [to] : [])));
}

/** The body of a PUT: every writable field that the document has. */
export function replaceBody(document: ContactText): JsonText {
  return body(
    WRITABLE_FIELDS.flatMap((name) => {
      const field = document.fields.get(name);
      return field ? [field] : [];
    }),
  );
}

/**
 * The body of a POST that copies a contact under another name. Without `sourceId`, which is unique within an
 * inbox.
 */
export function duplicateBody(document: ContactText, name: string): JsonText {
  const others = WRITABLE_FIELDS.filter((field) => field !== "name" && field !== "sourceId").flatMap(
    (field) => {
      const found = document.fields.get(field);
      return found ? [found] : [];
    },
  );
  const { json } = body(others);
  return { json: `{"name":${JSON.stringify(name)}${others.length === 0 ? "}" : `,${json.slice(1)}`}` };
}

/**
 * Fields that the server and the user both changed since the base, to different values: the ones a save would
 * overwrite. `theirs` and `mine` are documents, `base` what both started from.
 */
export function collisions(base: ContactText, mine: ContactText, theirs: ContactText): readonly string[] {
  const theirChanges = new Map(changesBetween(base, theirs).map((change) => [change.field, change]));
  return sendableChanges(changesBetween(base, mine)).flatMap(({ field, to }) => {
    const their = theirChanges.get(field);
    return their && !isSameField(field, their.to, theirs.text, to, mine.text) ? [field] : [];
  });
}

function body(fields: readonly ContactField[]): JsonText {
  return { json: `{${fields.map((field) => `${JSON.stringify(field.name)}:${wireValue(field)}`).join()}}` };
}

/** The field as the API wants it: inboxes by id only, a phone number as text (the reference page shows both). */
function wireValue(field: ContactField): string {
  if (field.name === "inboxes" && field.node.type === "array") {
    return JSON.stringify(inboxIdsOf(field).map((id) => ({ id })));
  }
  return field.name === "phoneNumber" && field.node.type === "number"
    ? JSON.stringify(field.json)
    : field.json;
}
