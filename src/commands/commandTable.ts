import type { CommandTable } from "./commandTypes.ts";
import { connectionCommands } from "./connectionCommands.ts";
import { contactCommands } from "./contactCommands.ts";
import type { CommandContext } from "./context.ts";
import { listCommands } from "./listCommands.ts";

export function commandTable(context: CommandContext): CommandTable {
  return { ...connectionCommands(context), ...contactCommands(context), ...listCommands(context) };
}
