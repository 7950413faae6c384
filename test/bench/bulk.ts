import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { MaiAgentClient } from "../../src/api/client.ts";
import { systemClock } from "../../src/api/clock.ts";
import { fetchTransport, type Transport } from "../../src/api/transport.ts";
import { parseRecipe } from "../../src/data/engine/seed/recipe.ts";
import { prepareSeed, seed } from "../../src/data/engine/seed/seedJob.ts";
import { SeedRuns } from "../../src/data/engine/seed/seedRuns.ts";
import { elapsed, type Row } from "./measure.ts";
import { recordedClient } from "./recordedClient.ts";
import { BENCH_KEY, withSandboxProcess } from "./sandboxProcess.ts";

/** Requests a second that the server takes. */
const LIMIT = 50;
const LATENCY_MS = 40;
const POOL = 10;

/** What a bulk create by hand knows: where, and the inbox that its contacts come into. */
interface Target {
  readonly baseUrl: string;
  readonly inboxId: string;
}

/** One create as it is usually written: a request that is refused waits by itself and is sent again. */
async function createWithBackoff({ baseUrl, inboxId }: Target, sourceId: string): Promise<void> {
  const body = JSON.stringify({ name: `Contact ${sourceId}`, sourceId, inboxes: [{ id: inboxId }] });
  for (let attempt = 0; ; attempt++) {
    const answer = await fetch(`${baseUrl}/contacts/`, {
      method: "POST",
      headers: { authorization: `Api-Key ${BENCH_KEY}`, "content-type": "application/json" },
      body,
    });
    await answer.text();
    if (answer.status === 201) {
      return;
    }
    if (answer.status !== 429) {
      throw new Error(`a create was answered with ${answer.status}`);
    }
    // What async-retry does unless told otherwise: a second, doubled, times 1 to 2. The server's wish is not looked at.
    await wait((1 + Math.random()) * 1_000 * 2 ** attempt);
  }
}

/** So many at once, each waiting for itself. */
export async function pool(target: Target, size: number, count: number): Promise<void> {
  let next = 0;
  const worker = async () => {
    while (next < count) {
      await createWithBackoff(target, `pool-${size}-${next++}`);
    }
  };
  await Promise.all(Array.from({ length: size }, worker));
}

/** A seed run as a person starts it, with ledger and history on the disk. @returns milliseconds from the first create on */
export async function seedRun(baseUrl: string, count: number, transport: Transport): Promise<number> {
  const name = `bench-${count}`;
  const file = `${name}.maiagent-seed.json`;
  const text = JSON.stringify({
    name,
    inboxes: ["LINE 官方帳號"],
    generate: { count, template: { name: "{{person.fullName}}", email: "qa{{index}}@example.com" } },
  });
  const { recipe, problems } = parseRecipe(text, file);
  if (!recipe) {
    throw new Error(`the recipe is wrong: ${JSON.stringify(problems)}`);
  }
  const folder = await mkdtemp(join(tmpdir(), "maiagent-bench-"));
  const client = new MaiAgentClient({ baseUrl, apiKey: BENCH_KEY, transport });
  const tools = { runs: new SeedRuns(folder, systemClock), clock: systemClock, random: Math.random };
  const target = {
    client: recordedClient(client, folder),
    ...{ baseUrl, recipe: name, recipeUri: `file:///${file}` },
    ...{ connectionId: "bench", connectionLabel: "Bench" },
  };
  try {
    const prepared = await prepareSeed(recipe, file, target, tools);
    return await elapsed(async () => {
      const { outcomes } = await seed(prepared, tools, {
        overwriteChanged: false,
      });
      const created = outcomes.filter(({ result }) => result === "created").length;
      if (created !== count) {
        throw new Error(`${created} of ${count} contacts were created`);
      }
    });
  } finally {
    client.dispose();
    await rm(folder, { recursive: true, force: true });
  }
}

/** Counts requests that leave while the server's own `Retry-After` has not passed. */
function watchedTransport(): { readonly transport: Transport; readonly early: () => number } {
  let opensAt = 0;
  let early = 0;
  const transport: Transport = {
    send: async (url, request) => {
      early += performance.now() < opensAt ? 1 : 0;
      const answer = await fetchTransport.send(url, request);
      if (answer.status === 429) {
        const asked = Number(answer.headers.get("retry-after")) * 1_000;
        opensAt = Math.max(opensAt, performance.now() + asked);
      }
      return answer;
    },
  };
  return { transport, early: () => early };
}

export async function inboxOf(baseUrl: string): Promise<string> {
  const client = new MaiAgentClient({ baseUrl, apiKey: BENCH_KEY });
  try {
    const [first] = (await client.inboxes.list()).inboxes;
    if (!first) {
      throw new Error("the sandbox has no inbox");
    }
    return first.id;
  } finally {
    client.dispose();
  }
}

/**
 * A seed run under a rate limit against a fixed pool and a plain loop, over real HTTP, each with a server of its own.
 *
 * @param count - contacts of the seed run
 */
export async function bulkRows(count: number): Promise<readonly Row[]> {
  const limited = { contacts: 0, latencyMs: LATENCY_MS, ratePerSecond: LIMIT };
  // Peers go on as they began: a third of the contacts shows their rate.
  const part = Math.ceil(count / 3);
  const byHand = (size: number) =>
    withSandboxProcess(limited, async (baseUrl) => {
      const target = { baseUrl, inboxId: await inboxOf(baseUrl) };
      return part / ((await elapsed(() => pool(target, size, part))) / 1_000);
    });
  const [pooled, looped] = [await byHand(POOL), await byHand(1)];
  const { transport, early } = watchedTransport();
  const ours = await withSandboxProcess(
    limited,
    async (baseUrl) => count / ((await seedRun(baseUrl, count, transport)) / 1_000),
  );
  const row = (name: string, peer: string, peerValue: number): Row => ({
    ...{ name, peer, peerValue, ourValue: ours, ratio: ours / peerValue },
    ...{ unit: "/s", better: "higher" },
  });
  return [
    row(`bulk create under ${LIMIT}/s: of the limit`, "the limit", LIMIT),
    row(
      `bulk create under ${LIMIT}/s: to a fixed pool`,
      `${POOL} at once, each with its own backoff`,
      pooled,
    ),
    row(`bulk create under ${LIMIT}/s: to a plain loop`, "one after the other, with backoff", looped),
    {
      name: "bulk create: requests while the gate is closed",
      ...{ peer: "none", unit: "", peerValue: 0, ourValue: early(), ratio: early(), better: "lower" },
    },
  ];
}
