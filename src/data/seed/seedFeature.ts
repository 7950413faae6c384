import * as vscode from "vscode";
import { systemClock } from "../../api/clock.ts";
import { SeedRuns } from "../engine/seed/seedRuns.ts";
import { TablePanels } from "../table/tablePanel.ts";
import { RecipeDiagnostics } from "./recipeDiagnostics.ts";
import { registerRecipeLanguage } from "./recipeLanguage.ts";
import type { SeedContext } from "./seedContext.ts";

/** What the window gives the seed feature. */
export interface SeedSurroundings extends Omit<SeedContext, "runs" | "tables" | "diagnostics"> {
  /** The extension's own folder on this machine: ledgers lie in it. */
  readonly storage: vscode.Uri;
  readonly extensionUri: vscode.Uri;
  /** Takes what has to end with the window. */
  readonly register: (part: vscode.Disposable) => void;
}

/** Builds the feature and registers what it offers in recipes. Done once, for the first recipe or command. */
export function seedFeature(surroundings: SeedSurroundings): SeedContext {
  const { storage, extensionUri, register, ...given } = surroundings;
  const diagnostics = new RecipeDiagnostics();
  const context: SeedContext = {
    ...given,
    runs: new SeedRuns(vscode.Uri.joinPath(storage, "seed-runs").fsPath, systemClock),
    tables: new TablePanels(extensionUri),
    diagnostics,
  };
  register(vscode.Disposable.from(diagnostics, registerRecipeLanguage(context)));
  return context;
}
