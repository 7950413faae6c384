import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { MaiAgentClient } from "../../../../../src/api/client.ts";
import type { ClientOptions } from "../../../../../src/api/client.ts";
import { systemClock } from "../../../../../src/api/clock.ts";
import type { Contact } from "../../../../../src/api/schemas.ts";
import { cleanUp, surveyRuns } from "../../../../../src/data/engine/seed/cleanUp.ts";
import { Ledger } from "../../../../../src/data/engine/seed/ledger.ts";
import type { Recipe } from "../../../../../src/data/engine/seed/recipe.ts";
import {
  prepareSeed,
  type PreparedSeed,
  seed,
  type SeedChoices,
  type SeedTarget,
} from "../../../../../src/data/engine/seed/seedJob.ts";
import type { SeedAccess } from "../../../../../src/data/engine/seed/seedAccess.ts";
import type { SeedReport } from "../../../../../src/data/engine/seed/seedRun.ts";
import { type SeedRun, SeedRuns } from "../../../../../src/data/engine/seed/seedRuns.ts";
import type { Sandbox, SandboxOptions } from "../../../../../src/sandbox/sandbox.ts";
import { startSandbox } from "../../../../../src/sandbox/startSandbox.ts";

/** Waits that are short, so that a test of faults does not take minutes; all else as in the product. */
export const QUICK: Partial<ClientOptions> = {
  limits: { headersMs: 3_000, attemptMs: 3_000, retryBaseMs: 10, retryCapMs: 50, secondLookMs: 50 },
};
/** Own waits of the gate are a hundredth of their bound. */
export const QUICK_RANDOM = (): number => 0.01;

const tools = (runs: SeedRuns, signal?: AbortSignal) => ({
  runs,
  clock: systemClock,
  random: QUICK_RANDOM,
  ...(signal ? { signal } : {}),
});

/** Where a test's recipe goes. */
export function targetOf(recipe: Pick<Recipe, "name">, client: MaiAgentClient): SeedTarget {
  return {
    client,
    recipe: recipe.name,
    recipeUri: `file:///qa/${recipe.name}.maiagent-seed.json`,
    connectionId: "test",
    connectionLabel: "Test",
    baseUrl: "http://sandbox.test/api",
  };
}

/** A sandbox and a folder of ledgers, and what a user does with them. */
export class SeedWorld {
  readonly sandbox: Sandbox;
  readonly folder: string;
  readonly runs: SeedRuns;
  /** Straight to the server, for looking at it and for changing it as others do. */
  readonly observer: MaiAgentClient;
  client: MaiAgentClient;
  /** What takes the writes in place of the client, if anything. */
  access: SeedAccess | undefined;

  constructor(sandbox: Sandbox, folder: string) {
    this.sandbox = sandbox;
    this.folder = folder;
    this.runs = new SeedRuns(folder, systemClock);
    this.observer = new MaiAgentClient({ baseUrl: sandbox.baseUrl, apiKey: sandbox.apiKey });
    this.client = this.observer;
  }

  static async open(options: SandboxOptions = {}): Promise<SeedWorld> {
    const folder = await mkdtemp(join(tmpdir(), "seed-"));
    return new SeedWorld(await startSandbox({ contacts: 20, ...options }), folder);
  }

  async close(): Promise<void> {
    this.client.dispose();
    this.observer.dispose();
    await this.sandbox.close();
    await rm(this.folder, { recursive: true, force: true });
  }

  prepare(recipe: Recipe): Promise<PreparedSeed> {
    const client = { inboxes: this.client.inboxes, contacts: this.#contacts };
    const target = { ...targetOf(recipe, this.client), client };
    return prepareSeed(recipe, "demo.maiagent-seed.json", target, tools(this.runs));
  }

  async seed(
    recipe: Recipe,
    choices: Partial<SeedChoices> & { readonly signal?: AbortSignal } = {},
  ): Promise<SeedReport> {
    const { signal, ...rest } = choices;
    const prepared = await this.prepare(recipe);
    return seed(prepared, tools(this.runs, signal), { overwriteChanged: false, ...rest });
  }

  /** Cleans up after every run of the recipe. */
  async cleanUp(recipe: Recipe, withChanged = false): Promise<Record<string, number>> {
    const runs = await this.runs.of(targetOf(recipe, this.client));
    const options = { contacts: this.#contacts, clock: systemClock, random: QUICK_RANDOM };
    const survey = await surveyRuns(runs, runs, options);
    const ledgers = new Map<string, Promise<Ledger>>();
    const ledgerOf = ({ path }: SeedRun) => {
      const ledger = ledgers.get(path) ?? Ledger.open(path);
      ledgers.set(path, ledger);
      return ledger;
    };
    const { outcomes, ended } = await cleanUp(survey, ledgerOf, { ...options, withChanged });
    for (const ledger of ledgers.values()) {
      await (await ledger).close();
    }
    assert.equal(ended, undefined);
    return tally(outcomes);
  }

  get #contacts(): SeedAccess {
    return this.access ?? this.client.contacts;
  }

  /** The contacts of a recipe on the server, by source id; every one of them, also where there are two. */
  async seeded(prefix = "demo-"): Promise<readonly Contact[]> {
    const found: Contact[] = [];
    for await (const contact of this.observer.contacts.all()) {
      if (contact.sourceId?.startsWith(prefix)) {
        found.push(contact);
      }
    }
    return found.sort((a, b) => ((a.sourceId ?? "") < (b.sourceId ?? "") ? -1 : 1));
  }

  /** Writes that the server saw, by method. */
  writes(): Record<string, number> {
    return tally(
      this.sandbox.requests
        .filter(({ method }) => method !== "GET")
        .map(({ method }) => ({ result: method })),
    );
  }
}

/** How often each result is there. */
export function tally(outcomes: readonly { readonly result: string }[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { result } of outcomes) {
    counts[result] = (counts[result] ?? 0) + 1;
  }
  return counts;
}
