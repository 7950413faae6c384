import type { Connection } from "../model/connection.ts";
import { roleName } from "./roleName.ts";
import { labelText, valueText } from "./safeText.ts";

/** Where something happens, within a sentence: `Shop (production)`, the role in words. */
export function placeOf({ label, role }: Pick<Connection, "label" | "role">): string {
  return `${valueText(label)} (${roleName(role)})`;
}

/** The same as a label of its own: in a list, a hover, a heading. */
export function placeLabel({ label, role }: Pick<Connection, "label" | "role">): string {
  return `${labelText(label)} (${roleName(role)})`;
}

/** As {@link placeOf}; a connection that is not set up any more by its id. */
export function placeOrId(connection: Connection | undefined, connectionId: string): string {
  return connection ? placeOf(connection) : valueText(connectionId);
}
