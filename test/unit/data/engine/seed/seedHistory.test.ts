import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, it } from "node:test";
import { seedAccess } from "../../../../../src/data/engine/seed/seedAccess.ts";
import { versionOf } from "../../../../../src/model/historyEntry.ts";
import { HistoryStore } from "../../../../../src/state/historyStore.ts";
import { RecordedWrites } from "../../../../../src/state/recordedWrites.ts";
import { SeenTexts } from "../../../../../src/state/seenTexts.ts";
import { WriteRecorder } from "../../../../../src/state/writeRecorder.ts";
import { recipeOf } from "./recipes.ts";
import { SeedWorld, tally } from "./seedWorld.ts";

const RECIPE = recipeOf({ count: 12 });
const CHANGED = recipeOf({
  count: 12,
  template: { name: "New {{index}}", email: "qa{{index}}@example.com" },
});

describe("what a seed run and its clean-up write", () => {
  let world: SeedWorld;
  let folder: string;
  let history: HistoryStore;
  let isOn: boolean;
  beforeEach(async () => {
    world = await SeedWorld.open();
    folder = await mkdtemp(join(tmpdir(), "seed-history-"));
    isOn = true;
    history = new HistoryStore({
      folder,
      settings: () => ({ enabled: isOn, days: 30, maxBytes: 10_000_000 }),
      now: Date.now,
      newId: randomUUID,
      onFailure: (error) => assert.fail(error as Error),
    });
    const recorder = new WriteRecorder(history, new SeenTexts(Date.now));
    const writes = new RecordedWrites("test", world.client, () => Promise.resolve(recorder));
    world.access = seedAccess(world.client.contacts, writes);
  });
  afterEach(async () => {
    await world.close();
    await rm(folder, { recursive: true, force: true });
  });
  const requestsOf = (method: string) =>
    world.sandbox.requests.filter((request) => request.method === method).length;

  it("is in the history: an update can be undone, a deleted contact is in the trash", async () => {
    assert.deepEqual(tally((await world.seed(RECIPE)).outcomes), { created: 12 });
    const before = await world.seeded();
    assert.deepEqual(tally((await world.seed(CHANGED)).outcomes), { updated: 12 });
    for (const contact of before) {
      const entry = await history.last({ connectionId: "test", contactId: contact.id });
      assert.ok(entry?.kind === "update");
      const version = versionOf(entry);
      assert.equal(JSON.parse(version?.fields.get("name")?.json ?? "null"), contact.name);
    }
    assert.deepEqual(await world.cleanUp(RECIPE), { deleted: 12 });
    const trash = await history.deleted(100);
    assert.deepEqual(trash.map(({ contactId }) => contactId).sort(), before.map(({ id }) => id).sort());
    for (const entry of trash) {
      assert.match(String(versionOf(entry)?.fields.get("name")?.json), /^"New \d+"$/);
    }
  });

  it("is written down while the next contacts are sent", { timeout: 20_000 }, async () => {
    const disk = Promise.withResolvers<undefined>();
    const recorder = new WriteRecorder(history, new SeenTexts(Date.now));
    const writes = new RecordedWrites("test", world.client, async () => {
      await disk.promise;
      return recorder;
    });
    let answered = 0;
    const access = seedAccess(world.client.contacts, writes);
    world.access = {
      ...access,
      create: (draft, options) =>
        access.create(draft, {
          ...options,
          onAnswered: () => {
            options.onAnswered?.();
            // Six begin at once: the other six are sent only because these make room for them.
            if (++answered === 12) {
              disk.resolve(undefined);
            }
          },
        }),
    };
    assert.deepEqual(tally((await world.seed(RECIPE)).outcomes), { created: 12 });
    assert.ok(await history.last(undefined));
  });

  it("costs no request of its own at a delete, which reads the contact anyway", async () => {
    await world.seed(RECIPE);
    world.sandbox.clearRequests();
    isOn = false;
    await world.cleanUp(RECIPE);
    const without = requestsOf("GET");
    isOn = true;
    await world.seed(RECIPE);
    world.sandbox.clearRequests();
    await world.cleanUp(RECIPE);
    assert.equal(requestsOf("GET"), without);
  });

  it("is not recorded while the history is turned off", async () => {
    isOn = false;
    await world.seed(RECIPE);
    world.sandbox.clearRequests();
    assert.deepEqual(tally((await world.seed(CHANGED)).outcomes), { updated: 12 });
    assert.equal(requestsOf("PATCH"), 12);
    await world.cleanUp(RECIPE);
    assert.equal(await history.last(undefined), undefined);
    assert.deepEqual(await history.deleted(100), []);
  });
});
