import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { inspect } from "node:util";
import { MaiAgentClient } from "../../../src/api/client.ts";
import { ownTransport } from "../../../src/api/ownTransport.ts";
import { fetchTransport, type Transport } from "../../../src/api/transport.ts";
import { HOSTILE_CASES, type HostileCase, prepareHostileCases } from "../../support/hostileCases.ts";
import { outcomeOf } from "../../support/hostileOutcome.ts";
import { startHostileServer } from "../../support/hostileServer.ts";
import { peakGrowth } from "../../support/memoryGrowth.ts";
import { KEY } from "./support/clients.ts";
import { FakeClock } from "./support/fakeClock.ts";

const TRANSPORTS: Readonly<Record<string, () => Transport>> = {
  "the host's fetch": () => fetchTransport,
  "a network path of its own": () => ownTransport({ ca: [] }),
};
/** How long nothing comes over the wire before the test's clock moves on. */
const QUIET_MS = 25;
const MOST_MEMORY = 64 * 1024 * 1024;

/** Moves time on whenever all that was sent has arrived and nothing came for a moment, until the work is done. */
async function driveWhenQuiet(
  clock: FakeClock,
  work: Promise<unknown>,
  hasArrived: () => boolean,
): Promise<void> {
  const done = work.then(
    () => true,
    () => true,
  );
  const quiet = () => new Promise<false>((resolve) => setTimeout(() => resolve(false), QUIET_MS));
  while (!(await Promise.race([done, quiet()]))) {
    if (hasArrived()) {
      clock.advanceToNext();
    }
  }
}

async function survive({ serve, call, ends, deadlineMs }: HostileCase, transport: Transport): Promise<void> {
  const clock = new FakeClock();
  const delay = (callback: () => void, milliseconds: number) => clock.setTimeout(callback, milliseconds);
  await using elsewhere = await startHostileServer(() => undefined, { delay });
  await using server = await startHostileServer(serve, { delay, elsewhere: elsewhere.origin });
  const attempts: unknown[] = [];
  let sent = 0;
  const client = new MaiAgentClient({
    ...{ baseUrl: `${server.origin}/api`, apiKey: KEY, clock, random: () => 0 },
    transport: {
      send: (url, request) => {
        sent += 1;
        return transport.send(url, request);
      },
    },
    onAttempt: (attempt) => attempts.push(attempt),
  });
  const unhandled: unknown[] = [];
  const note = (error: unknown) => unhandled.push(error);
  process.on("unhandledRejection", note);
  const started = clock.now();
  try {
    const work = call ? call(client) : client.contacts.retrieve("c-1");
    const outcome = outcomeOf(work);
    const growth = await peakGrowth(async () => {
      if (deadlineMs !== undefined) {
        await driveWhenQuiet(clock, work, () => server.requests.length >= sent);
      }
      await outcome;
    });
    const took = clock.now() - started;
    const { said, value, error } = await outcome;
    if (typeof ends === "function") {
      assert.equal(said, "", inspect(error));
      ends(value);
    } else if (typeof ends === "string") {
      assert.equal(said, ends);
    } else {
      assert.match(said, ends);
    }
    assert.ok(took <= (deadlineMs ?? 0) + 200, `it took ${took} ms`);
    assert.ok(growth <= MOST_MEMORY, `memory grew by ${Math.round(growth / 1024 / 1024)} MiB`);
    assert.equal(elsewhere.connections, 0, "another origin was asked");
    const told = inspect([error, attempts], { depth: 20, showHidden: true, maxStringLength: null });
    for (const secret of [KEY, encodeURIComponent(KEY), Buffer.from(KEY).toString("base64")]) {
      assert.ok(!told.includes(secret), "the key is in an error or a log record");
    }
    for (const request of server.requests) {
      assert.equal(request.split(KEY).length, 2, "the key is in a request once");
      assert.match(request, new RegExp(`^authorization: Api-Key ${KEY}\r$`, "imu"));
    }
  } finally {
    client.dispose();
    await new Promise((resolve) => setImmediate(resolve));
    process.off("unhandledRejection", note);
  }
  assert.deepEqual(unhandled, []);
}

for (const [kind, open] of Object.entries(TRANSPORTS)) {
  describe(`a hostile server, over ${kind}`, () => {
    let transport: Transport;
    before(() => {
      prepareHostileCases();
      transport = open();
    });
    after(() => transport.close?.());
    for (const hostile of HOSTILE_CASES) {
      it(`is survived when it sends ${hostile.name}`, () => survive(hostile, transport));
    }
  });
}

describe("the hostile servers", () => {
  it("are many", () => {
    assert.ok(HOSTILE_CASES.length >= 25);
    assert.equal(new Set(HOSTILE_CASES.map(({ name }) => name)).size, HOSTILE_CASES.length);
  });
});
