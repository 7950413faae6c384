import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { AmbiguousWriteError } from "../../../../../src/api/errors.ts";
import { MaiAgentClient } from "../../../../../src/api/client.ts";
import { BulkScheduler } from "../../../../../src/api/bulkScheduler.ts";
import { systemClock } from "../../../../../src/api/clock.ts";
import { type Fault, FAULTS, type FaultProxy, startFaultProxy } from "../../../../support/faultProxy.ts";
import { recipeOf } from "./recipes.ts";
import { QUICK, QUICK_RANDOM, SeedWorld, tally } from "./seedWorld.ts";

const COUNT = 12;
const RECIPE = recipeOf({ count: COUNT });
const CHANGED = recipeOf({
  count: COUNT,
  template: { name: "{{person.fullName}}", email: "mended{{index}}@example.com" },
});

/** A world whose client goes through a proxy; the fault hits the first attempt at every single thing of the method. */
async function faultyWorld(
  method: string,
  fault: Fault,
): Promise<{ world: SeedWorld; proxy: FaultProxy; hits: () => number }> {
  const world = await SeedWorld.open();
  const seen = new Set<string>();
  const proxy = await startFaultProxy(world.sandbox.baseUrl, (request) => {
    const thing = `${request.path} ${request.body}`;
    if (request.method !== method || seen.has(thing)) {
      return undefined;
    }
    seen.add(thing);
    return fault;
  });
  world.client = new MaiAgentClient({
    ...{ baseUrl: proxy.baseUrl, apiKey: world.sandbox.apiKey, random: QUICK_RANDOM },
    ...QUICK,
    // The timeouts are the fault that is waited out.
    limits: { ...QUICK.limits, ...(fault === "timeout" ? { headersMs: 1_500, attemptMs: 1_500 } : {}) },
  });
  return { world, proxy, hits: () => seen.size };
}

async function replaceAll(world: SeedWorld): Promise<void> {
  const scheduler = new BulkScheduler({ clock: systemClock, random: QUICK_RANDOM });
  const seeded = await world.seeded();
  await scheduler.run(seeded, async (contact, { gate }) => {
    const { id, name, sourceId, inboxes } = contact;
    const body = { name: `${name}!`, sourceId, inboxes: (inboxes ?? []).map((inbox) => ({ id: inbox.id })) };
    await world.client.contacts.replace(id, body, { gate });
  });
}

for (const fault of FAULTS) {
  for (const method of ["POST", "PATCH", "PUT", "DELETE", "GET"]) {
    it(`${fault} at the first attempt of every ${method}: no duplicate, nothing missing, no false error`, async () => {
      const { world, proxy, hits } = await faultyWorld(method, fault);
      try {
        assert.deepEqual(tally((await world.seed(RECIPE)).outcomes), { created: COUNT });
        assert.deepEqual(tally((await world.seed(CHANGED)).outcomes), { updated: COUNT });
        const seeded = await world.seeded();
        assert.deepEqual(
          seeded.map(({ email }) => email).sort(),
          Array.from({ length: COUNT }, (_, index) => `mended${index + 1}@example.com`).sort(),
        );
        if (method === "PUT") {
          await replaceAll(world);
          assert.ok((await world.seeded()).every(({ name }) => name.endsWith("!")));
          assert.deepEqual(await world.cleanUp(RECIPE, true), { deleted: COUNT });
        } else {
          assert.deepEqual(await world.cleanUp(RECIPE), { deleted: COUNT });
        }
        assert.deepEqual(await world.seeded(), []);
        assert.ok(hits() > 0, "the fault happened");
      } finally {
        await world.close();
        await proxy.close();
      }
    });
  }
}

/** Everything is refused from the first create on. */
async function refusingWorld(): Promise<{ world: SeedWorld; proxy: FaultProxy; mend: () => void }> {
  const world = await SeedWorld.open();
  let isBroken = false;
  let isMended = false;
  const proxy = await startFaultProxy(world.sandbox.baseUrl, ({ method }) => {
    isBroken ||= method === "POST";
    return isBroken && !isMended ? "503" : undefined;
  });
  world.client = new MaiAgentClient({
    ...{ baseUrl: proxy.baseUrl, apiKey: world.sandbox.apiKey, random: QUICK_RANDOM },
    ...QUICK,
  });
  return { world, proxy, mend: () => void (isMended = true) };
}

describe("a server that refuses everything (503)", () => {
  it("ends a run after a few contacts, which says so, and the next run goes on", async () => {
    const { world, proxy, mend } = await refusingWorld();
    try {
      const many = recipeOf({ count: 200 });
      const pauses: number[] = [];
      const report = await world.seed(many, {
        onPause: ({ done, total }, milliseconds) => {
          assert.deepEqual([done, total], [0, 200]);
          pauses.push(milliseconds);
        },
      });
      assert.ok(report.ended instanceof AmbiguousWriteError, String(report.ended));
      assert.equal(report.cancelled, false);
      const counts = tally(report.outcomes);
      assert.ok((counts["pending"] ?? 0) >= 190, JSON.stringify(counts));
      assert.ok(pauses.length > 0 && pauses.every((wait) => wait > 0 && wait <= 30_000), pauses.join());
      assert.deepEqual(world.writes(), {});
      mend();
      assert.deepEqual(tally((await world.seed(many)).outcomes), { created: 200 });
      assert.equal((await world.seeded()).length, 200);
    } finally {
      await world.close();
      await proxy.close();
    }
  });
});

describe("faults all over", () => {
  it("leave no duplicate, nothing missing and no false error", async () => {
    const world = await SeedWorld.open();
    let seen = 0;
    const kinds = FAULTS.filter((fault) => fault !== "timeout");
    const proxy = await startFaultProxy(world.sandbox.baseUrl, () =>
      seen++ % 4 === 1 ? kinds[Math.floor(seen / 4) % kinds.length] : undefined,
    );
    world.client = new MaiAgentClient({
      ...{ baseUrl: proxy.baseUrl, apiKey: world.sandbox.apiKey, random: QUICK_RANDOM },
      ...QUICK,
    });
    try {
      const many = recipeOf({ count: 60 });
      let counts = tally((await world.seed(many)).outcomes);
      // With a quarter of all requests broken some may fail three times: they say so, and the next run ends it.
      for (let round = 0; round < 5 && counts["failed"] !== undefined; round++) {
        counts = tally((await world.seed(many)).outcomes);
      }
      assert.equal(counts["failed"], undefined, JSON.stringify(counts));
      const seeded = await world.seeded();
      assert.equal(seeded.length, 60);
      assert.equal(new Set(seeded.map(({ sourceId }) => sourceId)).size, 60);
    } finally {
      await world.close();
      await proxy.close();
    }
  });
});
