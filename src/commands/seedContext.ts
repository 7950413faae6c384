import * as vscode from "vscode";
import type { SeedContext } from "../data/seed/seedContext.ts";
import { seedFeature } from "../data/seed/seedFeature.ts";
import type { CommandContext } from "./context.ts";
import { connectionFor } from "./targets.ts";
import { wayBack } from "./wayBack.ts";

/** Builds the seed feature of this window: loaded with the first recipe or seed command. */
export function seedContextOf(
  context: CommandContext,
  register: (part: vscode.Disposable) => void,
): SeedContext {
  return seedFeature({
    ...context,
    register,
    currentConnection: (title) => connectionFor(context, undefined, title),
    wayBack: () => wayBack(context),
    openContact: (connectionId, contactId) => {
      // Through the command, whose registration says what went wrong.
      void vscode.commands.executeCommand("maiagent.openContact", { connectionId, contactId });
    },
  });
}
