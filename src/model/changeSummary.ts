import type { FieldChange } from "./contactChanges.ts";
import { type ContactText, fieldValue } from "./contactText.ts";

const VALUE_LIMIT = 60;

/** Fields whose change widens or closes a person's access, or moves who the person is. */
const RISKY_FIELDS: readonly string[] = ["queryMetadata", "inboxes", "email", "sourceId"];

/** One change as a person reads it; values are JSON, cut at 60 characters. */
export type ChangeSummary =
  | { readonly field: string; readonly from: string | undefined; readonly to: string | undefined }
  | { readonly field: "inboxes"; readonly added: readonly string[]; readonly removed: readonly string[] };

/** Says each change, inboxes by name: `names` gives the name of an id that the documents do not tell. */
export function summariesOf(
  changes: readonly FieldChange[],
  before: ContactText,
  after: ContactText,
  names: ReadonlyMap<string, string>,
): readonly ChangeSummary[] {
  return changes.map(({ field, from, to }) => {
    if (field === "inboxes") {
      const [had, has] = [inboxNames(before, names), inboxNames(after, names)];
      return {
        field,
        added: [...has].flatMap(([id, name]) => (had.has(id) ? [] : [name])),
        removed: [...had].flatMap(([id, name]) => (has.has(id) ? [] : [name])),
      };
    }
    return { field, from: cut(from?.json), to: cut(to?.json) };
  });
}

/** Whether one of the changes deserves a look before it is sent to production. */
export function isRisky(changes: readonly FieldChange[]): boolean {
  return changes.some(({ field }) => RISKY_FIELDS.includes(field));
}

function inboxNames(document: ContactText, names: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const inboxes = fieldValue(document, "inboxes");
  const entries = (Array.isArray(inboxes) ? (inboxes as unknown[]) : []).flatMap((entry) => {
    if (typeof entry !== "object" || entry === null || !("id" in entry) || typeof entry.id !== "string") {
      return [];
    }
    const own = "name" in entry && typeof entry.name === "string" ? entry.name : undefined;
    return [[entry.id, own ?? names.get(entry.id) ?? entry.id] as const];
  });
  return new Map(entries);
}

function cut(json: string | undefined): string | undefined {
  const line = json?.replaceAll(/\s+/g, " ");
  return line === undefined || line.length <= VALUE_LIMIT ? line : `${line.slice(0, VALUE_LIMIT - 1)}…`;
}
