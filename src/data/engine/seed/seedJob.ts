import type { Faker } from "@faker-js/faker";
import type { Clock } from "../../../api/clock.ts";
import type { Inboxes } from "../../../api/inboxes.ts";
import { loadFaker } from "./fakerLocale.ts";
import { InboxResolution } from "./inboxResolution.ts";
import { Ledger } from "./ledger.ts";
import type { Recipe } from "./recipe.ts";
import { RecipeError } from "./recipeProblem.ts";
import type { Progress } from "./runProgress.ts";
import type { SeedAccess } from "./seedAccess.ts";
import { generatedProblem } from "./seedContacts.ts";
import { planSeed, type SeedPlan } from "./seedPlan.ts";
import { runSeed, type SeedReport } from "./seedRun.ts";
import type { RunScope, SeedRuns } from "./seedRuns.ts";

/** Where a recipe goes. */
export interface SeedTarget extends RunScope {
  readonly client: { readonly inboxes: Pick<Inboxes, "list">; readonly contacts: SeedAccess };
  readonly connectionLabel: string;
  /** Address of the recipe's file. */
  readonly recipeUri: string;
}

/** What a job works with. */
export interface JobTools {
  readonly runs: SeedRuns;
  readonly clock: Clock;
  readonly random: () => number;
  readonly signal?: AbortSignal;
}

/** A recipe that was checked against the server: nothing was sent yet. */
export interface PreparedSeed {
  readonly plan: SeedPlan;
  readonly target: SeedTarget;
  readonly faker: Faker;
  readonly inboxes: InboxResolution;
}

/**
 * Checks everything that a recipe's text alone does not show, then compares it with the server. Sends no write.
 *
 * @param fileName - without folder, for the error
 * @throws RecipeError for texts that come out wrong and inboxes that are not there, or there twice; else as the client
 */
export async function prepareSeed(
  recipe: Recipe,
  fileName: string,
  target: SeedTarget,
  { runs, ...options }: JobTools & { readonly onProgress?: (part: number) => void },
): Promise<PreparedSeed> {
  const faker = await loadFaker(recipe.locale);
  const problem = generatedProblem(recipe, faker);
  if (problem) {
    throw new RecipeError(fileName, [problem]);
  }
  const { client } = target;
  const listed = await client.inboxes.list(options.signal ? { signal: options.signal } : {});
  const inboxes = new InboxResolution(listed.inboxes, listed.source === "inboxes");
  const problems = inboxes.problems(recipe);
  if (problems.length > 0) {
    throw new RecipeError(fileName, problems);
  }
  const before = await runs.of(target);
  const plan = await planSeed({ recipe, faker, inboxes, contacts: client.contacts, runs: before }, options);
  return { plan, target, faker, inboxes };
}

/** How a prepared recipe is run. */
export interface SeedChoices {
  /** Contacts that somebody changed since the last run are brought back to the recipe. */
  readonly overwriteChanged: boolean;
  /** Only these places of the recipe; default all. */
  readonly places?: ReadonlySet<number>;
  readonly onProgress?: (progress: Progress) => void;
  /** See `RunOptions`. */
  readonly onPause?: (progress: Progress, milliseconds: number) => void;
}

/**
 * Runs what was prepared. Goes on with the ledger of a run that was cut off, if there is one.
 *
 * @throws LedgerError or the system error when the ledger cannot be opened or ended
 */
export async function seed(
  { plan, target, faker, inboxes }: PreparedSeed,
  { runs, ...tools }: JobTools,
  choices: SeedChoices,
): Promise<SeedReport> {
  const { client, ...header } = target;
  const cutOff = (await runs.of(target)).find(({ isEnded }) => !isEnded);
  const { ledger, path } = cutOff
    ? { ledger: await Ledger.open(cutOff.path), path: cutOff.path }
    : await runs.begin({
        recipe: header.recipe,
        recipeUri: header.recipeUri,
        connectionId: header.connectionId,
        connectionLabel: header.connectionLabel,
        baseUrl: header.baseUrl,
      });
  try {
    return await runSeed(plan, { ...tools, ...choices, contacts: client.contacts, faker, inboxes, ledger });
  } finally {
    await ledger.close();
    await runs.forgetIfEmpty(path);
  }
}
