import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, it } from "node:test";
import type { SettableField } from "../../../../../src/data/engine/bulk/fieldPlan.ts";
import {
  mergeContacts,
  type MergeDecision,
} from "../../../../../src/data/engine/duplicates/mergeContacts.ts";
import { documentTextOf } from "../../../../../src/model/contactText.ts";
import { sampleInboxes } from "../../../../../src/sandbox/sampleInboxes.ts";
import { type BulkWorld, openBulkWorld } from "../support/bulkWorld.ts";

const [line, telegram, web] = sampleInboxes.map(({ id }) => id) as [string, string, string];

describe("merging contacts", () => {
  let world: BulkWorld;
  let survivorId: string;
  let loserId: string;
  const create = async (fields: Record<string, unknown>) => {
    const draft = { name: "n", inboxes: [{ id: line }], ...fields };
    return (await world.client("a").contacts.create({ json: JSON.stringify(draft) })).contact.id;
  };
  const decide = async (
    fields: readonly (readonly [SettableField, string])[] = [],
    isDeleted = true,
  ): Promise<MergeDecision> => {
    const seen = new Map<string, string>();
    for (const id of [survivorId, loserId]) {
      seen.set(id, documentTextOf((await world.client("a").contacts.retrieve(id)).json));
    }
    world.sandbox("a").clearRequests();
    return {
      connectionId: "a",
      survivorId,
      losers: [{ contactId: loserId, isDeleted }],
      fieldsFrom: new Map(fields),
      seen,
    };
  };
  const now = (contactId: string) => world.now({ connectionId: "a", contactId });
  const writes = () =>
    world
      .sandbox("a")
      .requests.filter(({ method }) => method !== "GET")
      .map(({ method, path, body, status }) => {
        const who = path.includes(survivorId) ? "survivor" : path.includes(loserId) ? "loser" : path;
        return `${method} ${who} ${body} ${status}`;
      });
  beforeEach(async () => {
    world = await openBulkWorld({ contacts: 3 });
    survivorId = await create({ name: "Ann", email: "ann@example.com", sourceId: "s-1" });
    loserId = await create({
      name: "Ann B.",
      phoneNumber: "0912345678",
      inboxes: [{ id: telegram }, { id: web }],
    });
  });
  afterEach(() => world.close());

  it("gives the survivor the chosen fields and all inboxes, then deletes the other", async () => {
    const outcome = await mergeContacts(
      world.contacts,
      await decide([
        ["phoneNumber", loserId],
        ["email", survivorId],
      ]),
      {},
    );
    assert.deepEqual(writes(), [
      `PATCH survivor {"inboxes":[{"id":"${line}"},{"id":"${telegram}"},{"id":"${web}"}],"phoneNumber":"0912345678"} 200`,
      "DELETE loser  204",
    ]);
    assert.ok(outcome.status === "merged" && outcome.survivorChanged);
    assert.deepEqual([...outcome.losers], [[loserId, { status: "deleted" }]]);
    const survivor = await now(survivorId);
    assert.deepEqual(
      [survivor?.name, survivor?.email, survivor?.sourceId],
      ["Ann", "ann@example.com", "s-1"],
    );
    assert.equal(await now(loserId), undefined);
  });

  it("deletes nothing without consent", async () => {
    const outcome = await mergeContacts(world.contacts, await decide([["name", loserId]], false), {});
    assert.ok(outcome.status === "merged");
    assert.deepEqual([...outcome.losers.values()], [{ status: "kept" }]);
    assert.equal((await now(loserId))?.name, "Ann B.");
    assert.equal((await now(survivorId))?.name, "Ann B.");
  });

  it("sends nothing when a contact changed or went away since it was shown", async () => {
    const decision = await decide();
    await world.client("a").contacts.update(loserId, { email: "new@example.com" });
    world.sandbox("a").clearRequests();
    assert.deepEqual(await mergeContacts(world.contacts, decision, {}), {
      status: "stale",
      contactIds: [loserId],
    });
    await world.client("a").contacts.delete(loserId);
    world.sandbox("a").clearRequests();
    assert.deepEqual(await mergeContacts(world.contacts, decision, {}), {
      status: "stale",
      contactIds: [loserId],
    });
    assert.deepEqual(writes(), []);
  });

  it("deletes nothing when the survivor is refused", async () => {
    const decision = await decide([["phoneNumber", loserId]]);
    world.sandbox("a").respondNext({ method: "PATCH", status: 400, body: { phoneNumber: ["No."] } });
    const outcome = await mergeContacts(world.contacts, decision, {});
    assert.ok(outcome.status === "refused");
    assert.deepEqual(outcome.sourceIdLost, []);
    assert.ok(await now(loserId));
  });

  it("says exactly what stands when the survivor was changed and the delete failed", async () => {
    const decision = await decide([["phoneNumber", loserId]]);
    world.sandbox("a").respondNext({ method: "DELETE", status: 400, body: { detail: "conversations" } });
    const outcome = await mergeContacts(world.contacts, decision, {});
    assert.ok(outcome.status === "merged" && outcome.survivorChanged);
    const [loser] = [...outcome.losers.values()];
    assert.ok(loser?.status === "failed");
    assert.deepEqual([loser.reason, loser.sourceIdCleared], ["conversations", false]);
    assert.equal((await now(survivorId))?.phoneNumber, "0912345678");
    assert.ok(await now(loserId));
  });

  it("moves a source id that both cannot have in one inbox, in a safe order", async () => {
    await world.client("a").contacts.update(loserId, { sourceId: "s-9" });
    const outcome = await mergeContacts(world.contacts, await decide([["sourceId", loserId]]), {});
    assert.ok(outcome.status === "merged");
    const all = `{"inboxes":[{"id":"${line}"},{"id":"${telegram}"},{"id":"${web}"}],"sourceId":"s-9"}`;
    assert.deepEqual(writes(), [
      `PATCH survivor ${all} 400`,
      'PATCH loser {"sourceId":null} 200',
      `PATCH survivor ${all} 200`,
      "DELETE loser  204",
    ]);
    assert.equal((await now(survivorId))?.sourceId, "s-9");
  });

  it("gives the source id back when the survivor still is refused", async () => {
    await world.client("a").contacts.update(loserId, { sourceId: "s-9" });
    const decision = await decide([["sourceId", loserId]]);
    world.sandbox("a").respondNext({
      method: "PATCH",
      pathPattern: survivorId,
      status: 400,
      body: { email: ["No."] },
      times: 2,
    });
    const outcome = await mergeContacts(world.contacts, decision, {});
    assert.ok(outcome.status === "refused");
    assert.deepEqual(outcome.sourceIdLost, []);
    assert.equal((await now(loserId))?.sourceId, "s-9");
    assert.equal((await now(survivorId))?.sourceId, "s-1");
  });

  it("says so when the source id could not be given back", async () => {
    await world.client("a").contacts.update(loserId, { sourceId: "s-9" });
    const decision = await decide([["sourceId", loserId]]);
    world
      .sandbox("a")
      .respondNext({ method: "PATCH", pathPattern: survivorId, status: 400, body: {}, times: 2 });
    world.sandbox("a").respondNext({ method: "PATCH", pathPattern: loserId });
    world.sandbox("a").respondNext({ method: "PATCH", pathPattern: loserId, status: 403, body: {} });
    const outcome = await mergeContacts(world.contacts, decision, {});
    assert.ok(outcome.status === "refused");
    assert.deepEqual(outcome.sourceIdLost, [loserId]);
  });

  it("does not touch the source id of a contact that is to stay", async () => {
    await world.client("a").contacts.update(loserId, { sourceId: "s-9" });
    const outcome = await mergeContacts(world.contacts, await decide([["sourceId", loserId]], false), {});
    assert.equal(outcome.status, "refused");
    assert.equal((await now(loserId))?.sourceId, "s-9");
  });

  it("sends no PATCH when the survivor has everything already", async () => {
    await world.client("a").contacts.update(loserId, { inboxes: [{ id: line }] });
    const outcome = await mergeContacts(world.contacts, await decide(), {});
    assert.ok(outcome.status === "merged" && !outcome.survivorChanged);
    assert.deepEqual(writes(), ["DELETE loser  204"]);
  });
});
