import * as vscode from "vscode";
import { systemClock } from "../api/clock.ts";
import type { SeedProposal, SeedWrite, ToolSeeding } from "../assist/tools/seedTool.ts";
import { RecipeError } from "../data/engine/seed/recipeProblem.ts";
import { seedAccess } from "../data/engine/seed/seedAccess.ts";
import { contactAt } from "../data/engine/seed/seedContacts.ts";
import { prepareSeed, type PreparedSeed, seed } from "../data/engine/seed/seedJob.ts";
import { draftOf, patchOf } from "../data/engine/seed/seedPlan.ts";
import { describeRecipeProblem } from "../data/seed/describeRecipeProblem.ts";
import { exclusively } from "../data/seed/exclusively.ts";
import { connectionOf, readRecipe } from "../data/seed/recipeFile.ts";
import { DescribedError } from "../ui/describedError.ts";
import { valueText } from "../ui/safeText.ts";
import type { CommandContext } from "./context.ts";

/** Seed recipes for language models: the engine of the Seed command, over a client that tools may write with. */
export function toolSeeding(context: CommandContext): ToolSeeding {
  return {
    propose: async (uri, signal) => {
      try {
        return await propose(context, uri, signal);
      } catch (error) {
        throw asSentence(error);
      }
    },
  };
}

async function propose(context: CommandContext, uri: vscode.Uri, signal: AbortSignal): Promise<SeedProposal> {
  const { runs } = await context.seed();
  const read = await readRecipe(uri);
  const current = () => {
    const { current: connection } = context.connections;
    return connection
      ? Promise.resolve(connection)
      : Promise.reject(new DescribedError(vscode.l10n.t("There is no connection to MaiAgent yet.")));
  };
  const connection = await connectionOf({ ...context, currentConnection: current }, read, "");
  const client = await context.clients.forTools(connection.id);
  const tools = { runs, clock: systemClock, random: Math.random, signal };
  const prepared = await prepareSeed(
    read.recipe,
    read.fileName,
    {
      client: {
        inboxes: client.inboxes,
        contacts: seedAccess(client.contacts, context.contacts.writesOfRun(connection.id, client)),
      },
      ...{ recipe: read.recipe.name, recipeUri: uri.toString() },
      ...{ connectionId: connection.id, connectionLabel: connection.label, baseUrl: connection.baseUrl },
    },
    tools,
  );
  const { contacts } = prepared.plan;
  return {
    recipe: read.recipe.name,
    connection,
    writes: writesOf(prepared),
    unchanged: contacts.filter(({ action }) => action === "unchanged").length,
    conflicts: contacts.filter(({ action }) => action === "conflict").length,
    run: async (cancel) => {
      let outcomes: Readonly<Record<string, number>> | undefined;
      await exclusively(uri.toString(), async () => {
        const report = await seed(
          prepared,
          { ...tools, signal: cancel },
          { overwriteChanged: false },
        ).finally(() => context.contacts.refreshConnection(connection.id));
        outcomes = countsOf(report.outcomes.map(({ result }) => result));
        if (report.ended !== undefined) {
          throw failureOf(report.ended);
        }
      });
      if (!outcomes) {
        throw new DescribedError(
          vscode.l10n.t("This recipe is being run already. Wait for its end or cancel it."),
        );
      }
      return outcomes;
    },
  };
}

/** The requests of a run, in its order, exactly as the engine builds them. */
function writesOf({ plan, faker, inboxes }: PreparedSeed): readonly SeedWrite[] {
  return plan.contacts.flatMap((planned): readonly SeedWrite[] => {
    switch (planned.action) {
      case "create": {
        const contact = contactAt(plan.recipe, faker, planned.place);
        const body = JSON.stringify(draftOf(contact, inboxes.idsFor(contact)));
        return [{ method: "POST", path: "contacts/", body }];
      }
      case "update": {
        const contact = contactAt(plan.recipe, faker, planned.place);
        const patch = patchOf(contact, planned.fields, inboxes.idsFor(contact), planned.inboxIds);
        return [{ method: "PATCH", path: `contacts/${planned.id}/`, body: JSON.stringify(patch) }];
      }
      case "unchanged":
      case "conflict":
        return [];
    }
  });
}

function failureOf(ended: unknown): Error {
  return ended instanceof Error ? ended : new Error("The run ended early.", { cause: ended });
}

function countsOf(results: readonly string[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const result of results) {
    counts[result] = (counts[result] ?? 0) + 1;
  }
  return counts;
}

/** What is wrong with a recipe, in a sentence with its line. */
function asSentence(error: unknown): unknown {
  const [first] = error instanceof RecipeError ? error.problems : [];
  if (error instanceof RecipeError && first) {
    return new DescribedError(
      vscode.l10n.t(
        "{0}, line {1}, column {2}: {3}",
        valueText(error.file),
        first.line,
        first.column,
        describeRecipeProblem(first),
      ),
    );
  }
  if (error instanceof vscode.FileSystemError && error.code === "FileNotFound") {
    return new DescribedError(vscode.l10n.t("There is no such recipe in the workspace."));
  }
  return error;
}
