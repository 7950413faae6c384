import type { Inbox } from "../../../api/schemas.ts";

/** Where rows go: all into one inbox, or each where its own column says. */
export interface InboxTarget {
  /** Id of the inbox for all rows; undefined: each row names its own. */
  readonly fixedId: string | undefined;
  readonly known: readonly Pick<Inbox, "id" | "name">[];
  /** False when the connection may have inboxes that are not known here. */
  readonly complete: boolean;
}

/** The ids that a row names, or why one of its names is none. */
export type ResolvedInboxes =
  | { readonly ids: readonly string[] }
  | { readonly problem: "inboxUnknown" | "inboxAmbiguous"; readonly name: string };

const UUID = /^[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}$/iu;

/** Resolves ids and names of inboxes; a name counts without its case, an id is tried first. */
export function resolveInboxes(names: readonly string[], { known, complete }: InboxTarget): ResolvedInboxes {
  const ids: string[] = [];
  for (const name of names) {
    const wanted = name.trim().toLowerCase();
    const byId = known.find(({ id }) => id.toLowerCase() === wanted);
    const byName = byId ? [byId] : known.filter((inbox) => inbox.name.trim().toLowerCase() === wanted);
    const [first, second] = byName;
    if (second) {
      return { problem: "inboxAmbiguous", name };
    }
    if (first) {
      ids.push(first.id);
    } else if (!complete && UUID.test(wanted)) {
      ids.push(name.trim());
    } else {
      return { problem: "inboxUnknown", name };
    }
  }
  return { ids: [...new Set(ids)] };
}

/**
 * The names in a cell: the whole cell if it is one inbox, a JSON list, or names parted by `|`, `;` or line ends.
 * Undefined: the cell is JSON of another kind.
 */
export function inboxNamesInCell(text: string, { known }: InboxTarget): readonly string[] | undefined {
  const whole = text.trim();
  if (whole.startsWith("[") && !known.some(({ name }) => name === whole)) {
    try {
      return inboxNamesOf(JSON.parse(whole));
    } catch {
      return undefined;
    }
  }
  if (known.some(({ id, name }) => [id, name.trim()].includes(whole))) {
    return [whole];
  }
  return whole.split(/[|;\n]/u).flatMap((part) => (part.trim() === "" ? [] : [part.trim()]));
}

/** The names or ids in a JSON value: a list of texts or of objects with an id, or one of either. */
export function inboxNamesOf(value: unknown): readonly string[] | undefined {
  if (value === null || value === undefined) {
    return [];
  }
  const names = (Array.isArray(value) ? (value as unknown[]) : [value]).map((entry) => {
    const name: unknown = typeof entry === "object" && entry !== null && "id" in entry ? entry.id : entry;
    return typeof name === "string" ? name : undefined;
  });
  return names.every((name) => name !== undefined) ? names : undefined;
}
