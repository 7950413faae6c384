import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Clock } from "../../../src/api/clock.ts";
import { MaiAgentClient } from "../../../src/api/client.ts";
import { MaiAgentError } from "../../../src/api/errors.ts";
import { BASE_URL, contactOf, failureOf, KEY } from "./support/clients.ts";
import { FakeClock } from "./support/fakeClock.ts";
import {
  json,
  listOf,
  networkFailure,
  scriptedTransport,
  type SentRequest,
} from "./support/scriptedTransport.ts";

const DAY_MS = 24 * 60 * 60 * 1000;

/** A clock that somebody sets while time goes on: timers do not mind. */
class SetClock implements Clock {
  readonly time = new FakeClock();
  offset = 0;
  now = (): number => this.time.now() + this.offset;
  setTimeout = (callback: () => void, milliseconds: number): (() => void) =>
    this.time.setTimeout(callback, milliseconds);
}

function jumpingClient(script: (request: SentRequest, index: number, clock: SetClock) => Response) {
  const clock = new SetClock();
  const transport = scriptedTransport(clock, (request, index) => script(request, index, clock));
  const client = new MaiAgentClient({
    ...{ baseUrl: BASE_URL, apiKey: KEY, transport, clock, random: () => 0.5 },
  });
  return { client, clock, transport };
}

describe("a clock that is set", () => {
  for (const [title, jump] of [
    ["ahead", DAY_MS],
    ["back", -DAY_MS],
  ] as const) {
    it(`${title} while an answer is under way spoils no answer`, async () => {
      const { client, clock } = jumpingClient((_request, _index, own) => {
        own.offset += jump;
        return json(200, contactOf("c-1"));
      });
      const { contact } = await clock.time.drive(client.contacts.retrieve("c-1"));
      assert.equal(contact.id, "c-1");
    });

    it(`${title} between attempts ends them in time and never in more than three`, async () => {
      const { client, clock, transport } = jumpingClient((_request, _index, own) => {
        own.offset += jump;
        throw networkFailure("ECONNRESET");
      });
      const begun = clock.time.now();
      await clock.time.drive(failureOf(client.contacts.update("c-1", { name: "n" }), MaiAgentError));
      assert.ok(transport.sent.length <= 3);
      assert.ok(clock.time.now() - begun <= 60_000);
      assert.equal(clock.time.pending, 0);
    });

    it(`${title} after a create whose answer was lost makes no second contact`, async () => {
      let isStored = false;
      const draft = { name: "n", sourceId: "s-1", inboxes: [{ id: "inbox-1" }] };
      const { client, clock, transport } = jumpingClient(({ method, url }, _index, own) => {
        if (method === "POST") {
          isStored = true;
          own.offset += jump;
          throw networkFailure("ECONNRESET");
        }
        const stored = contactOf("c-1", { sourceId: "s-1" });
        return url.pathname.endsWith("/c-1/") ? json(200, stored) : listOf(isStored ? [stored] : []);
      });
      // With time left it is found; without, the person is told that it may exist.
      const outcome = await clock.time.drive(
        client.contacts.create(draft).then(
          ({ contact }) => contact.id,
          (error: unknown) => (error instanceof Error ? error.name : ""),
        ),
      );
      assert.match(outcome, /^(?:c-1|AmbiguousWriteError)$/u);
      assert.equal(transport.sent.filter(({ method }) => method === "POST").length, 1);
    });

    it(`${title} makes no endless wait of a Retry-After that is a date`, async () => {
      const { client, clock } = jumpingClient((_request, _index, own) => {
        const date = new Date(own.now() + 5_000).toUTCString();
        own.offset += jump;
        return json(503, {}, { "retry-after": date });
      });
      const begun = clock.time.now();
      await clock.time.drive(failureOf(client.contacts.retrieve("c-1"), MaiAgentError));
      assert.ok(clock.time.now() - begun <= 60_000);
    });
  }
});
