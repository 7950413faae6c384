import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { describe, it } from "node:test";
import { recipeOf } from "./recipes.ts";
import { SeedWorld, tally } from "./seedWorld.ts";

const COUNT = 40;
const RECIPE = recipeOf({ count: COUNT });
const SCRIPT = fileURLToPath(new URL("seedProcess.ts", import.meta.url));

/** Seeds in a process that is killed by SIGKILL when the server receives its nth create. */
async function worldAfterKill(nth: number): Promise<SeedWorld> {
  const started: { child?: ChildProcess } = {};
  let creates = 0;
  const world = await SeedWorld.open({
    // Answers wait, so that creates are in flight when the process ends: done by the server, unknown to the ledger.
    latencyMs: 20,
    onRequest: ({ method }) => {
      if (method === "POST" && ++creates === nth) {
        started.child?.kill("SIGKILL");
      }
    },
  });
  const child = spawn(
    process.execPath,
    [SCRIPT, world.sandbox.baseUrl, world.sandbox.apiKey, world.folder, String(COUNT)],
    { stdio: ["ignore", "ignore", "inherit"] },
  );
  started.child = child;
  const [code, signal] = (await once(child, "exit")) as [number | null, NodeJS.Signals | null];
  assert.deepEqual([code, signal], [null, "SIGKILL"], "the process was killed");
  world.sandbox.setLatency(0);
  return world;
}

describe("a seed run whose process is killed", () => {
  for (const nth of [1, 9, 23]) {
    it(`at create ${nth} goes on without a duplicate, and clean-up finds all of it`, async () => {
      const world = await worldAfterKill(nth);
      try {
        const [cutOff] = await world.runs.list();
        assert.ok(cutOff && !cutOff.isEnded);
        const there = (await world.seeded()).length;
        assert.ok(there >= nth && there < COUNT, `${there} contacts were created before the end`);
        assert.ok(cutOff.created.length < there, "some were created that the ledger does not know of");

        const counts = tally((await world.seed(RECIPE)).outcomes);
        const { created = 0, unchanged = 0 } = counts;
        assert.equal(created + unchanged, COUNT, JSON.stringify(counts));
        const seeded = await world.seeded();
        assert.equal(seeded.length, COUNT);
        assert.equal(new Set(seeded.map(({ sourceId }) => sourceId)).size, COUNT);
        const runs = await world.runs.list();
        assert.equal(runs.length, 1, "it went on with the same ledger");
        assert.deepEqual(runs[0]?.created.map(({ id }) => id).sort(), seeded.map(({ id }) => id).sort());
        assert.ok(runs[0].isEnded);

        assert.deepEqual(await world.cleanUp(RECIPE), { deleted: COUNT });
        assert.deepEqual(await world.seeded(), []);
      } finally {
        await world.close();
      }
    });
  }

  it("can be cleaned up at once, also what its ledger does not know of", async () => {
    const world = await worldAfterKill(12);
    try {
      const there = (await world.seeded()).length;
      assert.deepEqual(await world.cleanUp(RECIPE), { deleted: there });
      assert.deepEqual(await world.seeded(), []);
    } finally {
      await world.close();
    }
  });
});
