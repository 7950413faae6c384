/** Name by id of the inboxes in a value of `inboxes` (JSON text); `names` gives what the value does not tell. */
export function inboxNamesIn(json: string, names: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const inboxes: unknown = JSON.parse(json);
  const entries = (Array.isArray(inboxes) ? (inboxes as unknown[]) : []).flatMap((entry) => {
    if (typeof entry !== "object" || entry === null || !("id" in entry) || typeof entry.id !== "string") {
      return [];
    }
    const own = "name" in entry && typeof entry.name === "string" ? entry.name : undefined;
    return [[entry.id, own ?? names.get(entry.id) ?? entry.id] as const];
  });
  return new Map(entries);
}

/** The inboxes that a change of `inboxes` adds and removes, by name. */
export function inboxMoves(
  before: string | undefined,
  after: string | undefined,
  names: ReadonlyMap<string, string>,
): { readonly added: readonly string[]; readonly removed: readonly string[] } {
  const [had, has] = [inboxNamesIn(before ?? "[]", names), inboxNamesIn(after ?? "[]", names)];
  return {
    added: [...has].flatMap(([id, name]) => (had.has(id) ? [] : [name])),
    removed: [...had].flatMap(([id, name]) => (has.has(id) ? [] : [name])),
  };
}
