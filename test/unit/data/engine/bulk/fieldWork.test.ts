import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, it } from "node:test";
import { countsOf, retryable } from "../../../../../src/data/engine/bulk/bulkOutcome.ts";
import {
  type FieldValue,
  planField,
  problemsOfValue,
} from "../../../../../src/data/engine/bulk/fieldPlan.ts";
import { fieldWork } from "../../../../../src/data/engine/bulk/fieldWork.ts";
import { runBulk } from "../../../../../src/data/engine/bulk/runBulk.ts";
import { randomJson, seededRandom } from "../../../model/randomContact.ts";
import { type BulkWorld, openBulkWorld } from "../support/bulkWorld.ts";

describe("setting a field on many contacts", () => {
  let world: BulkWorld;
  beforeEach(async () => {
    world = await openBulkWorld();
  });
  afterEach(() => world.close());

  const run = async (value: FieldValue, items: Awaited<ReturnType<BulkWorld["items"]>>) =>
    runBulk(
      items,
      fieldWork(world.contacts, value, ({ code }) => code),
      world.options(),
    );

  it("sends that field alone, and nothing to those that have the value", async () => {
    const items = await world.items(6);
    await world
      .client("a")
      .contacts.update(items[4]?.contactId ?? "", { avatar: "https://example.com/a.png" });
    world.sandbox("a").clearRequests();
    const { results } = await run({ field: "avatar", json: '"https://example.com/a.png"' }, items);
    assert.equal(countsOf(results).done, 5);
    assert.deepEqual(results[4]?.outcome, { status: "skipped", reason: "unchanged" });
    assert.deepEqual(
      world.sent("PATCH").map(({ body }) => JSON.parse(body) as unknown),
      Array.from({ length: 5 }, () => ({ avatar: "https://example.com/a.png" })),
    );
  });

  it("numbers the contacts in the order of the list, also when failed ones are tried again", async () => {
    const items = await world.items(4);
    world.sandbox("a").respondNext({ method: "PATCH", pathPattern: items[2]?.contactId ?? "", status: 409 });
    const value: FieldValue = { field: "sourceId", json: '"qa-{{index}}"' };
    const first = await run(value, items);
    await run(value, retryable(first.results));
    const ids = await Promise.all(items.map(async (item) => (await world.now(item))?.sourceId));
    assert.deepEqual(ids, ["qa-1", "qa-2", "qa-3", "qa-4"]);
  });

  it("stops a value that the API would refuse before anything is sent", () => {
    assert.deepEqual(
      problemsOfValue({ field: "name", json: '" "' }).map(({ code }) => code),
      ["required"],
    );
    assert.deepEqual(
      problemsOfValue({ field: "avatar", json: JSON.stringify("x".repeat(512)) }).map(({ code }) => code),
      ["tooLong", "urlForm"],
    );
    assert.deepEqual(
      problemsOfValue({ field: "email", json: '"no address"' }).map(({ severity }) => severity),
      ["warning"],
    );
    assert.deepEqual(problemsOfValue({ field: "email", json: "null" }), []);
  });

  it("says for each contact what the server has against the value", async () => {
    const items = await world.items(3);
    const { results } = await run({ field: "email", json: '"nobody@"' }, items);
    assert.equal(countsOf(results).failed, 3);
    assert.equal(world.sent("PATCH").length, 3);
  });

  it("skips contacts that are gone", async () => {
    const items = await world.items(2);
    await world.client("a").contacts.delete(items[0]?.contactId ?? "");
    const { results } = await run({ field: "email", json: '"qa@example.com"' }, items);
    assert.deepEqual(
      results.map(({ outcome }) => outcome.status),
      ["skipped", "done"],
    );
  });

  it("clears a field", async () => {
    const items = await world.items(1);
    await run({ field: "phoneNumber", json: "null" }, items);
    assert.deepEqual(
      world.sent("PATCH").map(({ body }) => body),
      ['{"phoneNumber":null}'],
    );
  });

  it("keeps every digit of a number in the knowledge access that is set", async () => {
    const items = await world.items(1);
    const json = '{"big": 12345678901234567890, "label_relations": {"operator": "OR"}}';
    await run({ field: "queryMetadata", json }, items);
    assert.match(world.sent("PATCH")[0]?.body ?? "", /12345678901234567890/);
  });
});

describe("the plan for a field", () => {
  it("changes no other field, whatever the contact and the value look like", () => {
    const random = seededRandom(20_261_124);
    for (let round = 0; round < 300; round++) {
      const others = Array.from({ length: 3 }, (_, n) => `"other${n}": ${randomJson(random)}`);
      const own = random() < 0.5 ? [`"queryMetadata": ${randomJson(random)}`] : [];
      const members = [...others, ...own].sort(() => random() - 0.5);
      const json = `{"id": "c-1", "name": "n", ${members.join(", ")}}`;
      const value = randomJson(random);
      const plan = planField(json, { field: "queryMetadata", json: value }, 1);
      assert.ok(plan.changes.length <= 1, json);
      for (const { field } of plan.changes) {
        assert.equal(field, "queryMetadata", json);
      }
      for (const [name, before] of plan.before.fields) {
        if (name !== "queryMetadata") {
          assert.equal(plan.after.fields.get(name)?.json, before.json, json);
        }
      }
    }
  });
});
