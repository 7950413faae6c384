import type { Contact } from "../api/schemas.ts";
import { folded } from "./lookupQuery.ts";
import type { LookupPlace, LookupRow, LookupSource } from "./lookupView.ts";

/** Pinned contacts of a place, then the recent ones; each once. */
export function shelvedRows(
  source: LookupSource,
  { connectionId, inboxId }: LookupPlace,
): readonly LookupRow[] {
  const isIn = ({ inboxes }: Contact) =>
    inboxId === undefined || (inboxes ?? []).some(({ id }) => id === inboxId);
  const pins = source.pins(connectionId).filter(isIn);
  const recents = source
    .recents(connectionId)
    .filter((recent) => isIn(recent) && !pins.some(({ id }) => id === recent.id));
  return [
    ...pins.map((contact): LookupRow => ({ connectionId, contact, shelf: "pinned" })),
    ...recents.map((contact): LookupRow => ({ connectionId, contact, shelf: "recent" })),
  ];
}

/** Whether a contact has every word in a field that its row shows, or in its phone number or id. */
export function hasWords({ id, name, email, sourceId, phoneNumber }: Contact, words: string): boolean {
  const values = [id, name, email, sourceId, String(phoneNumber ?? "")].map((value) => folded(value ?? ""));
  return folded(words)
    .split(" ")
    .every((word) => values.some((value) => value.includes(word)));
}

/** The rows, each contact once. */
export function withoutRepeats(rows: readonly LookupRow[]): readonly LookupRow[] {
  const ids = new Set<string>();
  return rows.filter(({ contact: { id } }) => !ids.has(id) && ids.add(id));
}
