import * as vscode from "vscode";
import type { CommandTable } from "../../commands/commandTypes.ts";
import { cleanUpRecipe, cleanUpRun } from "./cleanUpFlow.ts";
import { newRecipe } from "./newRecipe.ts";
import { recipeFor } from "./recipeFile.ts";
import type { SeedContext } from "./seedContext.ts";
import { dryRun, seedRecipe } from "./seedFlow.ts";
import { pickSeedRun } from "./seedRunsPicker.ts";

type SeedCommands = Pick<
  CommandTable,
  | "maiagent.newSeedRecipe"
  | "maiagent.dryRunSeed"
  | "maiagent.runSeed"
  | "maiagent.cleanUpSeed"
  | "maiagent.seedRuns"
>;

export function seedCommands(context: SeedContext): SeedCommands {
  return {
    "maiagent.newSeedRecipe": () => newRecipe(context),
    "maiagent.dryRunSeed": async (target) =>
      dryRun(context, await recipeFor(target, vscode.l10n.t("Dry Run of a Seed Recipe"))),
    "maiagent.runSeed": async (target, places) =>
      seedRecipe(
        context,
        await recipeFor(target, vscode.l10n.t("Seed Contacts")),
        // The explorer gives the whole selection as second argument.
        places?.every((place) => typeof place === "number") ? new Set(places) : undefined,
      ),
    "maiagent.cleanUpSeed": async (target) => {
      if (typeof target === "string") {
        const run = (await context.runs.list()).find(({ header }) => header.id === target);
        if (run) {
          await cleanUpRun(context, run);
        }
        return;
      }
      await cleanUpRecipe(context, await recipeFor(target, vscode.l10n.t("Clean Up Seeded Contacts")));
    },
    "maiagent.seedRuns": () => pickSeedRun(context),
  };
}
