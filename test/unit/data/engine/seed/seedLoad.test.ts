import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, it } from "node:test";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { MaiAgentClient } from "../../../../../src/api/client.ts";
import { systemClock } from "../../../../../src/api/clock.ts";
import { fetchTransport } from "../../../../../src/api/transport.ts";
import { prepareSeed, seed } from "../../../../../src/data/engine/seed/seedJob.ts";
import { SeedRuns } from "../../../../../src/data/engine/seed/seedRuns.ts";
import { recipeOf } from "./recipes.ts";
import { SeedWorld, tally, targetOf } from "./seedWorld.ts";

describe("a long seed run", () => {
  it("sends nothing while the server asks for a pause, and creates everything", async () => {
    const world = await SeedWorld.open({ ratePerSecond: 40 });
    let opensAt = 0;
    let early = 0;
    world.client = new MaiAgentClient({
      baseUrl: world.sandbox.baseUrl,
      apiKey: world.sandbox.apiKey,
      transport: {
        send: async (url, request) => {
          if (Date.now() < opensAt) {
            early++;
          }
          const answer = await fetchTransport.send(url, request);
          if (answer.status === 429) {
            opensAt = Math.max(opensAt, Date.now() + Number(answer.headers.get("retry-after")) * 1_000);
          }
          return answer;
        },
      },
    });
    try {
      assert.deepEqual(tally((await world.seed(recipeOf({ count: 120 }))).outcomes), { created: 120 });
      assert.ok(opensAt > 0, "the server asked for a pause");
      assert.equal(early, 0);
      world.sandbox.setRate(undefined);
      assert.equal((await world.seeded()).length, 120);
    } finally {
      await world.close();
    }
  });
});

/** Collects garbage for certain, so that what is left is really held. */
function heapUsed(): number {
  setFlagsFromString("--expose-gc");
  const collect: unknown = runInNewContext("gc");
  assert.ok(typeof collect === "function");
  Reflect.apply(collect, undefined, []);
  return process.memoryUsage().heapUsed;
}

describe("a run of ten thousand contacts", () => {
  it("holds no more memory near its end than near its beginning", async () => {
    const folder = await mkdtemp(join(tmpdir(), "seed-load-"));
    const inboxes = [{ id: "i-1", name: "LINE 官方帳號" }];
    let created = 0;
    const client = new MaiAgentClient({
      baseUrl: "https://api.example.test/api",
      apiKey: "key",
      transport: {
        send: (url, { method, body }) => {
          const answer =
            method === "POST"
              ? { ...(JSON.parse(body ?? "{}") as object), id: `c-${++created}` }
              : {
                  count: url.includes("/inboxes/") ? 1 : 0,
                  results: url.includes("/inboxes/") ? inboxes : [],
                };
          return Promise.resolve(Response.json(answer, { status: method === "POST" ? 201 : 200 }));
        },
      },
    });
    const recipe = recipeOf({ count: 10_000, template: { name: "{{person.fullName}}" } });
    const tools = { runs: new SeedRuns(folder, systemClock), clock: systemClock, random: () => 0 };
    const heap = new Map<number, number>();
    try {
      const prepared = await prepareSeed(recipe, "demo.maiagent-seed.json", targetOf(recipe, client), tools);
      const report = await seed(prepared, tools, {
        overwriteChanged: false,
        onProgress: ({ done }) => {
          if (done === 2_000 || done === 9_900) {
            heap.set(done, heapUsed());
          }
        },
      });
      assert.deepEqual(tally(report.outcomes), { created: 10_000 });
      const growth = (heap.get(9_900) ?? 0) - (heap.get(2_000) ?? 0);
      assert.ok(growth < 4 * 1024 * 1024, `${growth} bytes more`);
    } finally {
      client.dispose();
      await rm(folder, { recursive: true, force: true });
    }
  });
});
