import * as vscode from "vscode";
import { systemClock } from "../../api/clock.ts";
import type { Connection } from "../../model/connection.ts";
import { UnknownConnectionError } from "../../state/clients.ts";
import { confirmDestructive } from "../../ui/confirmDestructive.ts";
import { contactLabel } from "../../ui/contactLabel.ts";
import { roleName } from "../../ui/roleName.ts";
import { toastText, valueText } from "../../ui/safeText.ts";
import { openBulkClient } from "../../ui/unlockProduction.ts";
import { placeOf } from "../../ui/placeText.ts";
import { cleanUp, type CleanUpContact, strikeLostCreates, surveyRuns } from "../engine/seed/cleanUp.ts";
import { Ledger } from "../engine/seed/ledger.ts";
import { seedAccess } from "../engine/seed/seedAccess.ts";
import type { SeedRun } from "../engine/seed/seedRuns.ts";
import { exclusively } from "./exclusively.ts";
import { withJob } from "./progress.ts";
import { connectionOf, readRecipe } from "./recipeFile.ts";
import { reportingRecipeErrors } from "./reportRecipeError.ts";
import type { SeedContext } from "./seedContext.ts";
import { cleanUpTable } from "./seedTables.ts";
import { seedErrorText } from "./seedTexts.ts";

const NAMES_SHOWN = 5;

/** Deletes what all runs of a recipe created over its connection. */
export async function cleanUpRecipe(context: SeedContext, uri: vscode.Uri): Promise<void> {
  await exclusively(uri.toString(), () =>
    reportingRecipeErrors(context, uri, async () => {
      const read = await readRecipe(uri);
      const { name } = read.recipe;
      const connection = await connectionOf(context, read, vscode.l10n.t("Clean up {0}", valueText(name)));
      const scope = { recipe: name, connectionId: connection.id, baseUrl: connection.baseUrl };
      await cleanUpRuns(context, await context.runs.of(scope), name, connection, uri.toString());
    }),
  );
}

/** Deletes what one run created. */
export async function cleanUpRun(context: SeedContext, run: SeedRun): Promise<void> {
  const { recipe, recipeUri, connectionId } = run.header;
  const connection = context.connections.get(connectionId);
  if (!connection) {
    throw new UnknownConnectionError(connectionId);
  }
  await exclusively(recipeUri, () => cleanUpRuns(context, [run], recipe, connection, recipeUri));
}

async function cleanUpRuns(
  context: SeedContext,
  runs: readonly SeedRun[],
  recipe: string,
  connection: Connection,
  recipeUri: string,
): Promise<void> {
  const name = valueText(recipe);
  const label = valueText(connection.label);
  if (runs.every(({ created, open }) => created.length + open.length === 0)) {
    await vscode.window.showInformationMessage(
      toastText(vscode.l10n.t("Nothing is left of {0} in {1}.", name, label)),
    );
    return;
  }
  const client = await openBulkClient(context.clients, connection.id);
  const contacts = seedAccess(client.contacts, context.contacts.writesOfRun(connection.id, client));
  const tools = { contacts, clock: systemClock, random: Math.random };
  const scope = { recipe, connectionId: connection.id, baseUrl: connection.baseUrl };
  const related = await context.runs.of(scope);
  const survey = await withJob(vscode.l10n.t("Reading what {0} created in {1}", name, label), (job) =>
    surveyRuns(runs, related, { ...tools, signal: job.signal, onProgress: job.step }),
  );
  const withChanged = await askAboutChanged(survey);
  const count = survey.filter(
    ({ state }) => state === "unchanged" || (withChanged && state === "changed"),
  ).length;
  const question = { survey, count, withChanged, recipe, connection, wayBack: await context.wayBack() };
  if (count > 0 && !(await confirmed(question))) {
    return;
  }
  const ledgers = new Map<string, Promise<Ledger>>();
  const ledgerOf = ({ path }: SeedRun) => {
    const ledger = ledgers.get(path) ?? Ledger.open(path);
    ledgers.set(path, ledger);
    return ledger;
  };
  try {
    const result = await withJob(vscode.l10n.t("Cleaning up {0} in {1}", name, label), (job) =>
      cleanUp(survey, ledgerOf, { ...tools, withChanged, signal: job.signal, onProgress: job.step }),
    );
    await strikeLostCreates(runs, survey, ledgerOf, systemClock.now());
    context.tables.show(recipeUri, cleanUpTable(recipe, survey, result, connection), {
      action: () => {
        void vscode.commands.executeCommand("maiagent.cleanUpSeed", vscode.Uri.parse(recipeUri));
      },
      open: (id) => context.openContact(connection.id, id),
    });
    for (const outcome of result.outcomes.slice(0, NAMES_SHOWN)) {
      if (outcome.result === "failed") {
        context.log.failure("seed clean-up", outcome.error);
      }
    }
  } finally {
    context.contacts.refreshConnection(connection.id);
    await Promise.all([...ledgers.values()].map(async (ledger) => (await ledger).close()));
  }
}

/** @throws vscode.CancellationError when the question is dismissed */
async function askAboutChanged(survey: readonly CleanUpContact[]): Promise<boolean> {
  const changed = survey.filter(({ state }) => state === "changed");
  if (changed.length === 0) {
    return false;
  }
  const keep = vscode.l10n.t("Keep");
  const remove = vscode.l10n.t("Delete Anyway");
  const choice = await vscode.window.showWarningMessage(
    toastText(
      changed.length === 1
        ? vscode.l10n.t("1 contact was changed since it was seeded: {0}.", namesOf(changed))
        : vscode.l10n.t(
            "{0} contacts were changed since they were seeded: {1}.",
            changed.length,
            namesOf(changed),
          ),
    ),
    { modal: true, detail: vscode.l10n.t("Somebody may be working there.") },
    keep,
    remove,
  );
  if (choice === undefined) {
    throw new vscode.CancellationError();
  }
  return choice === remove;
}

function confirmed({
  survey,
  count,
  withChanged,
  recipe,
  connection,
  wayBack,
}: {
  readonly survey: readonly CleanUpContact[];
  readonly count: number;
  readonly withChanged: boolean;
  readonly recipe: string;
  readonly connection: Connection;
  readonly wayBack: string;
}): Promise<boolean> {
  const unread = survey.find(({ state }) => state === "unread");
  const deleted = survey.filter(({ state }) => state === "unchanged" || (withChanged && state === "changed"));
  return confirmDestructive({
    question:
      count === 1
        ? vscode.l10n.t("Delete 1 contact that {0} created in {1}?", valueText(recipe), placeOf(connection))
        : vscode.l10n.t(
            "Delete {0} contacts that {1} created in {2} ({3})?",
            count,
            valueText(recipe),
            valueText(connection.label),
            roleName(connection.role),
          ),
    detail: [
      namesOf(deleted),
      vscode.l10n.t("Nothing else is deleted."),
      wayBack,
      ...(unread
        ? [vscode.l10n.t("Some could not be read and are kept. {0}", seedErrorText(unread.error))]
        : []),
    ],
    button: vscode.l10n.t("Delete"),
    word: connection.label,
    isTyped: connection.role === "production",
  });
}

function namesOf(survey: readonly CleanUpContact[]): string {
  const names = survey
    .slice(0, NAMES_SHOWN)
    .map(({ contact, sourceId }) => valueText(contact ? contactLabel(contact) : sourceId));
  const more = survey.length - NAMES_SHOWN;
  return more > 0 ? vscode.l10n.t("{0} and {1} more", names.join(", "), more) : names.join(", ");
}
