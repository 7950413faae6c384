import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, it } from "node:test";
import { RecipeError } from "../../../../../src/data/engine/seed/recipeProblem.ts";
import { recipeOf } from "./recipes.ts";
import { SeedWorld, tally } from "./seedWorld.ts";

const RECIPE = recipeOf({
  count: 30,
  contacts: [{ name: "Ann", email: "ann@example.com", sourceId: "demo-ann" }],
});

let world: SeedWorld;
beforeEach(async () => {
  world = await SeedWorld.open();
});
afterEach(() => world.close());

const actions = async (recipe = RECIPE) =>
  tally(
    (await world.prepare(recipe)).plan.contacts.map((planned) => ({
      result: planned.action === "conflict" ? planned.conflict : planned.action,
    })),
  );

const idOf = async (sourceId: string): Promise<string> => {
  const contact = (await world.seeded()).find((one) => one.sourceId === sourceId);
  assert.ok(contact, sourceId);
  return contact.id;
};

describe("a dry run", () => {
  it("says what would be created and sends no write", async () => {
    assert.deepEqual(await actions(), { create: 31 });
    assert.deepEqual(world.writes(), {});
    assert.deepEqual(await readdir(world.folder), []);
  });

  it("refuses a recipe whose inbox is not there, or there twice, with its line", async () => {
    const recipe = recipeOf({ inboxes: ["No such inbox"], count: 1 });
    await assert.rejects(world.prepare(recipe), (error) => {
      assert.ok(error instanceof RecipeError);
      assert.deepEqual(
        error.problems.map(({ code, line }) => [code, line]),
        [["unknownInbox", 1]],
      );
      return true;
    });
    world.sandbox.respondNext({
      pathPattern: "inboxes/",
      status: 200,
      body: {
        count: 2,
        results: [
          { id: "1", name: "LINE 官方帳號" },
          { id: "2", name: "LINE 官方帳號" },
        ],
      },
    });
    await assert.rejects(world.prepare(RECIPE), (error) => {
      assert.ok(error instanceof RecipeError);
      assert.deepEqual(error.problems[0]?.detail, ["LINE 官方帳號", "1", "2"]);
      return true;
    });
    assert.deepEqual(world.writes(), {});
  });

  it("reads an inbox whole when that is cheaper, else looks for each source id", async () => {
    await actions();
    assert.ok(world.sandbox.requests.some(({ path }) => path.includes("inboxes=")));
    assert.ok(!world.sandbox.requests.some(({ path }) => path.includes("query=")));
    await world.close();
    world = await SeedWorld.open({ contacts: 3_000 });
    await world.seed(recipeOf({ count: 2 }));
    world.sandbox.clearRequests();
    assert.deepEqual(await actions(recipeOf({ count: 2 })), { unchanged: 2 });
    assert.equal(world.sandbox.requests.filter(({ path }) => path.includes("query=")).length, 2);
  });
});

describe("a seed run", () => {
  it("creates every contact once, and nothing the second time", async () => {
    assert.deepEqual(tally((await world.seed(RECIPE)).outcomes), { created: 31 });
    const seeded = await world.seeded();
    assert.equal(seeded.length, 31);
    assert.ok(seeded.every(({ inboxes }) => inboxes?.[0]?.name === "LINE 官方帳號"));
    world.sandbox.clearRequests();
    assert.deepEqual(tally((await world.seed(RECIPE)).outcomes), { unchanged: 31 });
    assert.deepEqual(world.writes(), {});
    assert.equal((await readdir(world.folder)).length, 1, "a run that changed nothing leaves no ledger");
  });

  it("writes down each contact that it created", async () => {
    await world.seed(RECIPE);
    const [run] = await world.runs.list();
    assert.ok(run?.isEnded);
    const ids = (await world.seeded()).map(({ id }) => id);
    assert.deepEqual(run.created.map(({ id }) => id).sort(), ids.sort());
    assert.deepEqual(run.open, []);
  });

  it("updates the fields that the recipe changed, and only those", async () => {
    await world.seed(RECIPE);
    world.sandbox.clearRequests();
    const changed = recipeOf({
      count: 30,
      contacts: [{ name: "Ann B.", email: "ann@example.com", sourceId: "demo-ann" }],
    });
    assert.deepEqual(await actions(changed), { update: 1, unchanged: 30 });
    assert.deepEqual(tally((await world.seed(changed)).outcomes), { updated: 1, unchanged: 30 });
    const bodies = world.sandbox.requests.flatMap(({ method, body }) => (method === "PATCH" ? [body] : []));
    assert.deepEqual(bodies, ['{"name":"Ann B."}']);
  });

  it("adds a missing inbox and takes none away", async () => {
    await world.seed(recipeOf({ contacts: [{ name: "Ann", sourceId: "demo-ann" }] }));
    const both = recipeOf({
      contacts: [
        { name: "Ann", sourceId: "demo-ann", inboxes: ["Telegram 客服"] },
        { name: "Bob", inboxes: ["Telegram 客服"] },
      ],
    });
    // In another inbox the same source id is free: the first recipe's contact is not looked at.
    assert.deepEqual(await actions(both), { create: 2 });
    const wider = recipeOf({
      inboxes: ["LINE 官方帳號", "Telegram 客服"],
      contacts: [{ name: "Ann", sourceId: "demo-ann" }],
    });
    assert.deepEqual(tally((await world.seed(wider)).outcomes), { updated: 1 });
    const [ann] = await world.seeded();
    assert.equal(ann?.inboxes?.length, 2);
    assert.deepEqual(await actions(recipeOf({ contacts: [{ name: "Ann", sourceId: "demo-ann" }] })), {
      unchanged: 1,
    });
  });

  it("does not overwrite what somebody changed since, unless told to", async () => {
    await world.seed(RECIPE);
    await world.observer.contacts.update(await idOf("demo-7"), { name: "Mended by hand" });
    assert.deepEqual(await actions(), { unchanged: 30, changed: 1 });
    assert.deepEqual(tally((await world.seed(RECIPE)).outcomes), { unchanged: 30, skipped: 1 });
    assert.deepEqual(tally((await world.seed(RECIPE, { overwriteChanged: true })).outcomes), {
      unchanged: 30,
      updated: 1,
    });
    assert.deepEqual(await actions(), { unchanged: 31 });
  });

  it("never touches a contact that could be a real person's", async () => {
    const inboxes = await world.observer.inboxes.list();
    const inbox = inboxes.inboxes.find(({ name }) => name === "LINE 官方帳號");
    assert.ok(inbox);
    await world.observer.contacts.create({
      name: "A customer",
      email: "customer@gmail.com",
      sourceId: "demo-3",
      inboxes: [{ id: inbox.id }],
    });
    assert.deepEqual(await actions(), { create: 30, real: 1 });
    await world.seed(RECIPE, { overwriteChanged: true });
    const customer = (await world.seeded()).find(({ sourceId }) => sourceId === "demo-3");
    assert.equal(customer?.name, "A customer");
    assert.deepEqual(await world.cleanUp(RECIPE), { deleted: 30 });
    assert.equal((await world.seeded()).length, 1);
  });

  it("reports what the server refuses and goes on; only the failed are tried again", async () => {
    world.sandbox.respondNext({ method: "POST", status: 400, body: { email: ["Not this one."] }, times: 2 });
    const report = await world.seed(RECIPE);
    assert.deepEqual(tally(report.outcomes), { created: 29, failed: 2 });
    const places = new Set(
      report.outcomes.flatMap(({ result }, place) => (result === "failed" ? [place] : [])),
    );
    world.sandbox.clearRequests();
    assert.deepEqual(tally((await world.seed(RECIPE, { places })).outcomes), { pending: 29, created: 2 });
    assert.deepEqual(world.writes(), { POST: 2 });
    assert.equal((await world.seeded()).length, 31);
  });

  it("lets finish what is in flight when it is cancelled, and starts nothing more", async () => {
    const cancel = new AbortController();
    const report = await world.seed(RECIPE, {
      signal: cancel.signal,
      onProgress: ({ done }) => {
        if (done === 10) {
          cancel.abort();
        }
      },
    });
    assert.ok(report.cancelled);
    const counts = tally(report.outcomes);
    assert.equal((counts["created"] ?? 0) + (counts["pending"] ?? 0), 31);
    assert.ok((counts["created"] ?? 0) >= 10 && (counts["created"] ?? 0) <= 26, JSON.stringify(counts));
    assert.equal((await world.seeded()).length, counts["created"]);
    const [run] = await world.runs.list();
    assert.ok(run?.wasCancelled);
    assert.equal(run.created.length, counts["created"]);
    assert.deepEqual(run.open, []);
    assert.deepEqual(tally((await world.seed(RECIPE)).outcomes), {
      unchanged: counts["created"],
      created: counts["pending"],
    });
  });

  it("sends a create only after its entry is on the disk", async () => {
    let folder = "";
    const early: string[] = [];
    const own = await SeedWorld.open({
      onRequest: ({ method, body }) => {
        if (method === "POST") {
          const { sourceId } = JSON.parse(body) as { sourceId: string };
          const [file = ""] = readdirSync(folder);
          if (!readFileSync(join(folder, file), "utf8").includes(`"creating","sourceId":"${sourceId}"`)) {
            early.push(sourceId);
          }
        }
      },
    });
    try {
      ({ folder } = own);
      assert.deepEqual(tally((await own.seed(RECIPE)).outcomes), { created: 31 });
      assert.deepEqual(early, []);
    } finally {
      await own.close();
    }
  });
});

describe("clean-up", () => {
  it("deletes exactly what the runs created, and can be repeated", async () => {
    const before = (await world.seeded("")).length;
    await world.seed(RECIPE);
    assert.deepEqual(await world.cleanUp(RECIPE), { deleted: 31 });
    assert.equal((await world.seeded("")).length, before);
    assert.deepEqual(await world.cleanUp(RECIPE), {});
    assert.deepEqual(tally((await world.seed(RECIPE)).outcomes), { created: 31 });
  });

  it("leaves contacts that a run only updated", async () => {
    const [inbox] = (await world.observer.inboxes.list()).inboxes;
    assert.ok(inbox);
    await world.observer.contacts.create({ name: "Old", sourceId: "demo-ann", inboxes: [{ id: inbox.id }] });
    const recipe = recipeOf({ inboxes: [inbox.id], contacts: [{ name: "Ann", sourceId: "demo-ann" }] });
    assert.deepEqual(tally((await world.seed(recipe)).outcomes), { updated: 1 });
    assert.deepEqual(await world.cleanUp(recipe), {});
    assert.equal((await world.seeded()).length, 1);
  });

  it("keeps what somebody changed since, unless told otherwise, but not what a later run changed", async () => {
    await world.seed(RECIPE);
    await world.observer.contacts.update(await idOf("demo-7"), { phoneNumber: "+12025550199" });
    const later = recipeOf({ count: 30, contacts: [{ name: "Ann C.", sourceId: "demo-ann" }] });
    await world.seed(later);
    assert.deepEqual(await world.cleanUp(RECIPE), { deleted: 30, kept: 1 });
    assert.deepEqual(
      (await world.seeded()).map(({ sourceId }) => sourceId),
      ["demo-7"],
    );
    assert.deepEqual(await world.cleanUp(RECIPE, true), { deleted: 1 });
    assert.deepEqual(await world.seeded(), []);
  });

  it("keeps a contact with conversations, and tries it again the next time", async () => {
    await world.seed(recipeOf({ count: 3 }));
    world.sandbox.respondNext({ method: "DELETE", status: 400, body: { detail: "Has conversations." } });
    assert.deepEqual(await world.cleanUp(recipeOf({ count: 3 })), { deleted: 2, failed: 1 });
    assert.deepEqual(await world.cleanUp(recipeOf({ count: 3 })), { deleted: 1 });
  });

  it("counts what is gone already as gone", async () => {
    await world.seed(recipeOf({ count: 3 }));
    await world.observer.contacts.delete(await idOf("demo-2"));
    assert.deepEqual(await world.cleanUp(recipeOf({ count: 3 })), { deleted: 2, gone: 1 });
    assert.deepEqual(await world.cleanUp(recipeOf({ count: 3 })), {});
  });
});
