/**
 * Seeds a recipe in a process of its own, for a test that kills it or leaves it no room. Arguments: base URL, key,
 * folder of the ledgers, number of contacts. Prints what ended the run early.
 */
import { MaiAgentClient } from "../../../../../src/api/client.ts";
import { systemClock } from "../../../../../src/api/clock.ts";
import { prepareSeed, seed } from "../../../../../src/data/engine/seed/seedJob.ts";
import { SeedRuns } from "../../../../../src/data/engine/seed/seedRuns.ts";
import { recipeOf } from "./recipes.ts";
import { targetOf } from "./seedWorld.ts";

const [baseUrl = "", apiKey = "", folder = "", count = ""] = process.argv.slice(2);
const recipe = recipeOf({ count: Number(count) });
const client = new MaiAgentClient({ baseUrl, apiKey });
const tools = { runs: new SeedRuns(folder, systemClock), clock: systemClock, random: Math.random };
const prepared = await prepareSeed(recipe, "demo.maiagent-seed.json", targetOf(recipe, client), tools);
const ended = await seed(prepared, tools, { overwriteChanged: false }).then(
  (report) => report.ended,
  (error: unknown) => error,
);
console.log(ended instanceof Error ? ended.name : "");
