import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { systemClock } from "../../src/api/clock.ts";
import { MaiAgentClient } from "../../src/api/client.ts";
import { ownTransport } from "../../src/api/ownTransport.ts";
import { fetchTransport, type Transport } from "../../src/api/transport.ts";
import { HOSTILE_CASES } from "../support/hostileCases.ts";
import { outcomeOf } from "../support/hostileOutcome.ts";
import { startHostileServer } from "../support/hostileServer.ts";

/** What RULES allows on top of a deadline. */
const SLACK_MS = 200;

const TRANSPORTS: Readonly<Record<string, () => Transport>> = {
  "the host's fetch": () => fetchTransport,
  "a network path of its own": () => ownTransport({ ca: [] }),
};

// On the machine's own clock and with the real limits: test/unit/api/hostileServer.test.ts has them on a clock of its own.
for (const [kind, open] of Object.entries(TRANSPORTS)) {
  describe(`a server that stalls, over ${kind}`, { concurrency: true }, () => {
    for (const { name, serve, call, ends, deadlineMs } of HOSTILE_CASES) {
      if (deadlineMs === undefined) {
        continue;
      }
      it(`is given up within its deadline when it sends ${name}`, async () => {
        const delay = (callback: () => void, milliseconds: number) =>
          systemClock.setTimeout(callback, milliseconds);
        await using server = await startHostileServer(serve, { delay });
        const client = new MaiAgentClient({
          ...{ baseUrl: `${server.origin}/api`, apiKey: "a-key-for-tests", transport: open() },
        });
        const started = performance.now();
        const { said } = await outcomeOf(call ? call(client) : client.contacts.retrieve("c-1"));
        const took = performance.now() - started;
        client.dispose();
        assert.equal(said, ends);
        assert.ok(took <= deadlineMs + SLACK_MS, `it took ${took} ms of ${deadlineMs} ms`);
      });
    }
  });
}
