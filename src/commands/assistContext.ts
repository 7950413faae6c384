import { systemClock } from "../api/clock.ts";
import { Assist } from "../assist/assist.ts";
import type { CommandContext } from "./context.ts";

/** Builds the help inside code of this window: loaded with the first hover on an id, or the first command. */
export function assistOf(context: CommandContext): Assist {
  const assist = new Assist(context, systemClock);
  context.subscriptions.push(assist);
  return assist;
}
