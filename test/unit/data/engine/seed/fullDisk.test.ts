import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, it } from "node:test";
import { readLedger } from "../../../../../src/data/engine/seed/ledger.ts";
import { runWithoutRoom } from "./limitedProcess.ts";
import { recipeOf } from "./recipes.ts";
import { SeedWorld, tally } from "./seedWorld.ts";

const COUNT = 60;
const RECIPE = recipeOf({ count: COUNT });
// macOS has a limit for the size of files, and nothing that lifts it again.
const hasPrlimit = spawnSync("prlimit", ["--version"]).status === 0;

describe("a seed run whose disk is full", () => {
  it("in the middle stops, knows of everything it sent, and goes on without a duplicate", async () => {
    const world = await SeedWorld.open({ latencyMs: 5 });
    try {
      const { sandbox, folder } = world;
      const args = [sandbox.baseUrl, sandbox.apiKey, folder, String(COUNT)];
      assert.equal(await runWithoutRoom("seedProcess.ts", 16, args), "LedgerError");
      const seeded = await world.seeded();
      assert.ok(seeded.length > 0 && seeded.length < COUNT, `${seeded.length} were created`);
      const [run] = await world.runs.list();
      assert.ok(run && !run.isEnded);
      const known = new Set([...run.created, ...run.open].map(({ sourceId }) => sourceId));
      assert.deepEqual(
        seeded.filter(({ sourceId }) => !known.has(sourceId ?? "")),
        [],
        "what was sent stands in the ledger",
      );
      // Cut off in the line of a create that is not sent then: those under way at most are open.
      assert.ok(run.open.length <= 16, `${run.open.length} are open`);

      const { created = 0, unchanged = 0 } = tally((await world.seed(RECIPE)).outcomes);
      assert.equal(created + unchanged, COUNT);
      const now = await world.seeded();
      assert.equal(now.length, COUNT);
      assert.equal(new Set(now.map(({ sourceId }) => sourceId)).size, COUNT);
      assert.deepEqual(await world.cleanUp(RECIPE), { deleted: COUNT });
    } finally {
      await world.close();
    }
  });

  it("before its first create sends nothing", async () => {
    const world = await SeedWorld.open();
    try {
      const args = [world.sandbox.baseUrl, world.sandbox.apiKey, world.folder, String(COUNT)];
      assert.equal(await runWithoutRoom("seedProcess.ts", 0, args), "LedgerError");
      assert.deepEqual(world.writes(), {});
    } finally {
      await world.close();
    }
  });

  if (hasPrlimit) {
    it("loses no entry that comes after a line that was cut off", async () => {
      const folder = await mkdtemp(join(tmpdir(), "ledger-"));
      try {
        const path = join(folder, "run.jsonl");
        assert.equal(await runWithoutRoom("ledgerProcess.ts", 2, [path]), "written,LedgerError,written");
        assert.deepEqual(
          (await readLedger(path)).map((entry) => ("sourceId" in entry ? entry.sourceId : "")),
          ["first", "third"],
        );
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    });
  }
});
