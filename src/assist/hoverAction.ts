import * as z from "zod/mini";
import { isConnectionId, isContactId } from "../model/contactId.ts";

/** The one command that links of hovers, links and names in a text run. */
export const HOVER_ACTION = "maiagent.hoverAction";

const place = z.number().check(z.int(), z.nonnegative());
const actionSchema = z.tuple([
  z.enum(["open", "openToSide", "copyId", "reveal", "lookUp"]),
  z.string().check(z.refine(isConnectionId)),
  z.string().check(z.refine(isContactId)),
  // Where the id stands in the active editor, so that the answer of a look-up can be shown there.
  z.optional(place),
  z.optional(place),
]);

/** What, over which connection, with which contact; then line and column of the id. */
export type HoverAction = z.infer<typeof actionSchema>;

/** The arguments of the command, checked: anybody can write a link. Undefined when they are none. */
export function parseHoverAction(args: readonly unknown[]): HoverAction | undefined {
  const parsed = actionSchema.safeParse(args.filter((argument) => argument !== undefined));
  return parsed.success ? parsed.data : undefined;
}

/** The address that runs it. */
export function hoverActionUri(...action: HoverAction): string {
  return `command:${HOVER_ACTION}?${encodeURIComponent(JSON.stringify(action))}`;
}
