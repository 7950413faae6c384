import * as vscode from "vscode";
import { systemClock } from "../../api/clock.ts";
import type { MaiAgentClient } from "../../api/client.ts";
import type { Connection } from "../../model/connection.ts";
import { toastText, valueText } from "../../ui/safeText.ts";
import { confirmDestructive, isTypingWanted } from "../../ui/confirmDestructive.ts";
import { roleName } from "../../ui/roleName.ts";
import { openBulkClient } from "../../ui/unlockProduction.ts";
import { placeOf } from "../../ui/placeText.ts";
import { namesOf } from "../bulk/confirmBulk.ts";
import { seedAccess } from "../engine/seed/seedAccess.ts";
import { contactAt } from "../engine/seed/seedContacts.ts";
import { prepareSeed, type PreparedSeed, seed, type SeedTarget } from "../engine/seed/seedJob.ts";
import type { SeedReport } from "../engine/seed/seedRun.ts";
import { exclusively } from "./exclusively.ts";
import { type Job, withJob } from "./progress.ts";
import { connectionOf, type ReadRecipe, readRecipe } from "./recipeFile.ts";
import { reportingRecipeErrors } from "./reportRecipeError.ts";
import type { SeedContext } from "./seedContext.ts";
import { dryRunTable, resultTable } from "./seedTables.ts";

/** Says what a run would do; sends no write, so production needs no unlock. */
export async function dryRun(context: SeedContext, uri: vscode.Uri): Promise<void> {
  await reportingRecipeErrors(context, uri, async () => {
    const read = await readRecipe(uri);
    const title = vscode.l10n.t("Dry run of {0}", valueText(read.recipe.name));
    const connection = await connectionOf(context, read, title);
    const client = await context.clients.get(connection.id);
    const prepared = await withJob(`${title}…`, (job) => prepare(context, read, connection, client, job));
    context.tables.show(
      uri.toString(),
      dryRunTable(prepared, connection),
      handlers(context, uri, connection),
    );
  });
}

/** Seeds a recipe. `places` are those of a run whose failures are tried again. */
export async function seedRecipe(
  context: SeedContext,
  uri: vscode.Uri,
  places?: ReadonlySet<number>,
): Promise<void> {
  await exclusively(uri.toString(), () =>
    reportingRecipeErrors(context, uri, async () => {
      const read = await readRecipe(uri);
      const name = valueText(read.recipe.name);
      const connection = await connectionOf(context, read, vscode.l10n.t("Seed {0}", name));
      const client = await openBulkClient(context.clients, connection.id);
      const label = valueText(connection.label);
      const prepared = await withJob(vscode.l10n.t("Comparing {0} with {1}…", name, label), (job) =>
        prepare(context, read, connection, client, job),
      );
      const overwriteChanged = await askAboutChanged(prepared, connection);
      const report = await withJob(
        vscode.l10n.t("Seeding {0} into {1}", name, label),
        ({ signal, step, pause }) =>
          seed(
            prepared,
            { runs: context.runs, clock: systemClock, random: Math.random, signal },
            {
              overwriteChanged,
              onProgress: step,
              onPause: pause,
              ...(places ? { places } : {}),
            },
          ),
      ).finally(() => context.contacts.refreshConnection(connection.id));
      context.tables.show(
        uri.toString(),
        resultTable(prepared, report, connection, places),
        handlers(context, uri, connection, report),
      );
      logFailures(context, report);
    }),
  );
}

function prepare(
  { runs, contacts }: SeedContext,
  { recipe, fileName, uri }: ReadRecipe,
  connection: Connection,
  client: MaiAgentClient,
  { signal, part }: Job,
): Promise<PreparedSeed> {
  const target: SeedTarget = {
    client: {
      inboxes: client.inboxes,
      contacts: seedAccess(client.contacts, contacts.writesOfRun(connection.id, client)),
    },
    recipe: recipe.name,
    recipeUri: uri.toString(),
    connectionId: connection.id,
    connectionLabel: connection.label,
    baseUrl: connection.baseUrl,
  };
  const tools = { runs, clock: systemClock, random: Math.random, signal };
  return prepareSeed(recipe, fileName, target, { ...tools, onProgress: part });
}

/** @throws vscode.CancellationError when the question is dismissed */
async function askAboutChanged({ plan, faker }: PreparedSeed, target: Connection): Promise<boolean> {
  const conflicts = plan.contacts.filter(
    (planned) => planned.action === "conflict" && planned.conflict === "changed",
  );
  const changed = conflicts.length;
  if (changed === 0) {
    return false;
  }
  const connection = placeOf(target);
  const items = conflicts.map(({ place }) => contactAt(plan.recipe, faker, place));
  const keep = vscode.l10n.t("Keep");
  const overwrite = vscode.l10n.t("Overwrite");
  const choice = await vscode.window.showWarningMessage(
    toastText(
      changed === 1
        ? vscode.l10n.t("1 contact in {0} was changed since it was seeded.", connection)
        : vscode.l10n.t("{0} contacts in {1} were changed since they were seeded.", changed, connection),
    ),
    {
      modal: true,
      detail: [namesOf(items), vscode.l10n.t("The dry run shows which fields differ from the recipe.")]
        .map(toastText)
        .join("\n"),
    },
    keep,
    overwrite,
  );
  if (choice === undefined) {
    throw new vscode.CancellationError();
  }
  if (choice === overwrite && isTypingWanted()) {
    const isConfirmed = await confirmDestructive({
      question: vscode.l10n.t(
        "Overwrite {0} contacts in {1} ({2})?",
        changed,
        valueText(target.label),
        roleName(target.role),
      ),
      detail: [vscode.l10n.t("What was changed there since is lost.")],
      button: overwrite,
      word: target.label,
    });
    if (!isConfirmed) {
      throw new vscode.CancellationError();
    }
  }
  return choice === overwrite;
}

function handlers(
  context: SeedContext,
  uri: vscode.Uri,
  connection: Connection,
  report?: SeedReport,
): { readonly action: (id: string) => void; readonly open: (id: string) => void } {
  const failed = new Set(
    report?.plan.contacts.flatMap(({ place }, index) =>
      report.outcomes[index]?.result === "failed" ? [place] : [],
    ),
  );
  const run = (command: string, ...args: readonly unknown[]) => {
    // Through the command, whose registration says what went wrong.
    void vscode.commands.executeCommand(command, uri, ...args);
  };
  return {
    action: (id) => {
      switch (id) {
        case "seed":
          run("maiagent.runSeed");
          break;
        case "retry":
          run("maiagent.runSeed", [...failed]);
          break;
        case "cleanUp":
          run("maiagent.cleanUpSeed");
          break;
      }
    },
    open: (id) => context.openContact(connection.id, id),
  };
}

function logFailures({ log }: SeedContext, { outcomes, ended }: SeedReport): void {
  const failures = [
    ...outcomes.flatMap((outcome) => (outcome.result === "failed" ? [outcome.error] : [])),
    ...(ended === undefined ? [] : [ended]),
  ];
  for (const failure of failures.slice(0, 20)) {
    log.failure("seed", failure);
  }
}
