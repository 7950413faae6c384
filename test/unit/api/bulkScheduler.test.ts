import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { BulkScheduler, type WorkContext } from "../../../src/api/bulkScheduler.ts";
import type { MaiAgentClient } from "../../../src/api/client.ts";
import { RateLimitError } from "../../../src/api/errors.ts";
import { contactOf, failureOf, scriptedClient } from "./support/clients.ts";
import type { FakeClock } from "./support/fakeClock.ts";
import { json, networkFailure } from "./support/scriptedTransport.ts";
import { seededRandom } from "./support/seededRandom.ts";

const LATENCY_MS = 40;

const numbers = (count: number): readonly number[] => Array.from({ length: count }, (_, index) => index);

/** Answers after 40 ms on the test's clock. */
async function later(clock: FakeClock, milliseconds = LATENCY_MS): Promise<void> {
  await new Promise<void>((resolve) => {
    clock.setTimeout(resolve, milliseconds);
  });
}

/** A server that notes how many requests it works on at once, and may refuse some. */
function countingServer(
  refuse: (now: number, index: number) => Response | undefined = () => undefined,
): ReturnType<typeof scriptedClient> & { readonly most: () => number } {
  let active = 0;
  let most = 0;
  const world = scriptedClient(async ({ at, body }, index) => {
    const refusal = refuse(at, index);
    if (refusal) {
      return refusal;
    }
    active++;
    most = Math.max(most, active);
    await later(world.clock);
    active--;
    return json(201, contactOf(`c-${index}`, body ? (JSON.parse(body) as Record<string, unknown>) : {}));
  });
  return { ...world, most: () => most };
}

const creating =
  (client: MaiAgentClient, done: number[] = []) =>
  async (item: number, context: { readonly gate: BulkScheduler["gate"] }): Promise<void> => {
    await client.contacts.create(
      { name: `n${item}`, inboxes: [{ id: "inbox-1" }], sourceId: `s${item}` },
      context,
    );
    done.push(item);
  };

describe("the scheduler of bulk work", () => {
  it("begins with six at once, grows with every good round and never passes sixteen", async () => {
    const { client, clock, transport, most } = countingServer();
    const scheduler = new BulkScheduler({ clock, random: () => 0.5 });
    const end = await clock.drive(scheduler.run(numbers(400), creating(client)));
    assert.deepEqual(end, { started: 400, cancelled: false });
    assert.equal(transport.sent.filter(({ at }) => at === transport.sent[0]?.at).length, 6);
    assert.equal(most(), 16);
    assert.equal(scheduler.concurrency, 16);
  });

  it("begins another item while one that was answered is written down, but not without end", async () => {
    const { client, clock, transport, most } = countingServer();
    const scheduler = new BulkScheduler({ clock, random: () => 0.5 });
    const disk = Promise.withResolvers<undefined>();
    let sentMeanwhile = 0;
    clock.setTimeout(() => {
      sentMeanwhile = transport.sent.length;
      disk.resolve(undefined);
    }, 60_000);
    const done: number[] = [];
    const work = async (item: number, context: WorkContext) => {
      await creating(client)(item, context);
      context.release();
      await disk.promise;
      done.push(item);
    };
    const end = await clock.drive(scheduler.run(numbers(100), work));
    assert.deepEqual(end, { started: 100, cancelled: false });
    // Sixteen that wait for the disk, and those that were on their way when the sixteenth came to wait.
    assert.equal(sentMeanwhile, 16 + 5);
    assert.ok(most() <= 16);
    assert.equal(done.length, 100);
  });

  it("sends nothing while the gate is closed, and halves what is in flight at once per refusal", async () => {
    const refusals: number[] = [];
    const { client, clock, transport } = countingServer((now, index) => {
      if (index === 40 || index === 41) {
        refusals.push(now);
        return json(429, {}, { "retry-after": "3" });
      }
      return undefined;
    });
    const scheduler = new BulkScheduler({ clock, random: () => 0 });
    const concurrencies: number[] = [];
    scheduler.gate.onDidClose(() => concurrencies.push(scheduler.concurrency));
    const done: number[] = [];
    await clock.drive(scheduler.run(numbers(120), creating(client, done)));
    assert.equal(done.length, 120);
    const [closed] = refusals;
    assert.ok(closed !== undefined);
    const during = transport.sent.slice(42).filter(({ at }) => at > closed && at < closed + 3_000);
    assert.deepEqual(during, []);
    assert.equal(concurrencies.length, 1, "two refusals of one round close the gate once");
  });

  it("waits out refusals without counting them as attempts, so that none of them becomes an error", async () => {
    const { client, clock } = countingServer((_now, index) =>
      index % 3 === 2 ? undefined : json(429, {}, { "retry-after": "20" }),
    );
    const done: number[] = [];
    const scheduler = new BulkScheduler({ clock, random: () => 0 });
    await clock.drive(scheduler.run(numbers(12), creating(client, done)));
    assert.equal(done.length, 12);
  });

  it("reaches nine tenths of a limit of 50 a second, and is refused for one request in twenty at most", async () => {
    const accepted: number[] = [];
    const refused: number[] = [];
    const { client, clock } = countingServer((now) => {
      // As Django REST Framework throttles: a sliding window, and Retry-After in whole seconds.
      const inWindow = accepted.filter((at) => at > now - 1_000);
      if (inWindow.length >= 50) {
        refused.push(now);
        return json(
          429,
          {},
          { "retry-after": String(Math.ceil(((inWindow[0] ?? now) + 1_000 - now) / 1_000)) },
        );
      }
      accepted.push(now);
      return undefined;
    });
    const random = seededRandom(7);
    const started = clock.now();
    await clock.drive(new BulkScheduler({ clock, random }).run(numbers(3_000), creating(client)));
    const perSecond = 3_000 / ((clock.now() - started) / 1_000);
    assert.equal(accepted.length, 3_000);
    assert.ok(perSecond >= 45, `${perSecond.toFixed(1)} a second`);
    assert.ok(refused.length <= 150, `${refused.length} refusals`);
  });

  it("finishes what is in flight after a cancel and starts nothing more", async () => {
    const cancel = new AbortController();
    const { client, clock, transport } = countingServer((_now, index) => {
      if (index === 20) {
        cancel.abort();
      }
      return undefined;
    });
    const done: number[] = [];
    const scheduler = new BulkScheduler({ clock, random: () => 0.5, signal: cancel.signal });
    const end = await clock.drive(scheduler.run(numbers(1_000), creating(client, done)));
    assert.ok(end.cancelled);
    assert.equal(done.length, end.started);
    assert.ok(transport.sent.length <= 21 + 16, `${transport.sent.length} requests`);
  });

  it("does not send a write after a cancel that came while it waited at the closed gate", async () => {
    const cancel = new AbortController();
    const { client, clock, transport } = countingServer(() => {
      clock.setTimeout(() => cancel.abort(), 1_000);
      return json(429, {}, { "retry-after": "30" });
    });
    const outcomes: string[] = [];
    const scheduler = new BulkScheduler({ clock, random: () => 0, signal: cancel.signal });
    const end = await clock.drive(
      scheduler.run(numbers(50), async (_item, { gate }) => {
        const failure = await failureOf(client.contacts.delete("c-1", { gate }), DOMException);
        outcomes.push(failure.name);
      }),
    );
    assert.deepEqual(
      outcomes,
      Array.from({ length: 6 }, () => "AbortError"),
    );
    assert.deepEqual([transport.sent.length, end.cancelled], [6, true]);
  });

  it("settles a create whose answer was lost even after a cancel", async () => {
    const cancel = new AbortController();
    const { client, clock, transport } = scriptedClient(({ method, url }) => {
      if (method === "POST") {
        cancel.abort();
        throw networkFailure("ECONNRESET");
      }
      return url.searchParams.has("query")
        ? json(200, { count: 1, results: [contactOf("made", { sourceId: "s0" })] })
        : json(200, contactOf("made", { sourceId: "s0" }));
    });
    const done: number[] = [];
    const scheduler = new BulkScheduler({ clock, random: () => 0, signal: cancel.signal });
    await clock.drive(scheduler.run([0], creating(client, done)));
    assert.deepEqual(done, [0]);
    assert.equal(transport.sent.filter(({ method }) => method === "POST").length, 1);
  });

  it("keeps nobody waiting who cancels while the server refuses everything", async () => {
    const cancel = new AbortController();
    const { client, clock, transport } = scriptedClient(() => json(503, {}, { "retry-after": "30" }));
    const scheduler = new BulkScheduler({ clock, random: () => 0.5, signal: cancel.signal });
    const ends: string[] = [];
    const works = [
      (context: object) =>
        client.contacts.create({ name: "n", inboxes: [{ id: "i" }], sourceId: "s" }, context),
      (context: object) => client.contacts.update("c-1", { name: "n" }, context),
      (context: object) => client.contacts.retrieve("c-1", context),
    ];
    const started = clock.now();
    clock.setTimeout(() => cancel.abort(), 5_000);
    const end = await clock.drive(
      scheduler.run([0, 1, 2, 3, 4, 5, 6, 7], async (item, context) => {
        ends[item] = await (works[item % 3] ?? assert.fail())(context).then(
          () => "done",
          (error: unknown) => (error instanceof Error ? error.name : ""),
        );
      }),
    );
    assert.equal(clock.now() - started, 5_000);
    assert.deepEqual([end.started, end.cancelled, transport.sent.length], [6, true, 6]);
    // A create without an answer may have been done; a change was refused; a read was nothing.
    const kinds = ["AmbiguousWriteError", "ServerError", "AbortError"];
    assert.deepEqual(ends, [...kinds, ...kinds]);
  });

  it("ends the run when the server asks for a wait of more than a minute", async () => {
    const { client, clock, transport } = countingServer((_now, index) =>
      index >= 10 ? json(429, {}, { "retry-after": "3600" }) : undefined,
    );
    const scheduler = new BulkScheduler({ clock, random: () => 0 });
    const refused: unknown[] = [];
    const running = scheduler.run(numbers(500), async (item, context) => {
      await creating(client)(item, context).catch((error: unknown) => refused.push(error));
    });
    const error = await clock.drive(failureOf(running, RateLimitError));
    assert.equal(error.retryAfterMs, 3_600_000);
    assert.ok(transport.sent.length < 30);
  });

  it("takes items one by one, so that a generator of any length needs no memory", async () => {
    const { client, clock } = countingServer();
    let taken = 0;
    const done: number[] = [];
    let furthest = 0;
    const items = (function* generate() {
      for (; taken < 500; taken++) {
        furthest = Math.max(furthest, taken - done.length);
        yield taken;
      }
    })();
    await clock.drive(new BulkScheduler({ clock, random: () => 0 }).run(items, creating(client, done)));
    assert.equal(done.length, 500);
    assert.ok(furthest <= 16, `${furthest} ahead`);
  });

  it("finishes what is in flight and closes the source when the work itself throws", async () => {
    const { client, clock } = countingServer();
    const done: number[] = [];
    let isClosed = false;
    const items = (function* generate() {
      try {
        yield* numbers(100);
      } finally {
        isClosed = true;
      }
    })();
    const running = new BulkScheduler({ clock, random: () => 0 }).run(items, async (item, context) => {
      if (item === 3) {
        throw new RangeError("the ledger is full");
      }
      await creating(client, done)(item, context);
    });
    await clock.drive(failureOf(running, RangeError));
    assert.deepEqual(done.toSorted(), [0, 1, 2]);
    assert.ok(isClosed);
  });
});
