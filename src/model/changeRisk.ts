import type { FieldChange } from "./contactChanges.ts";

/** Fields whose change widens or closes a person's access, or moves who the person is. */
const RISKY_FIELDS: readonly string[] = ["queryMetadata", "inboxes", "email", "sourceId"];

/** Whether a change of this field deserves a look before it is sent to production. */
export function isRiskyField(field: string): boolean {
  return RISKY_FIELDS.includes(field);
}

/** Whether one of the changes deserves a look before it is sent to production. */
export function isRisky(changes: readonly FieldChange[]): boolean {
  return changes.some(({ field }) => isRiskyField(field));
}
