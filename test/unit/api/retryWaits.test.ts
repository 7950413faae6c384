import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { RateLimitError, ServerError } from "../../../src/api/errors.ts";
import type { AttemptRecord } from "../../../src/api/client.ts";
import { contactOf, failureOf, scriptedClient } from "./support/clients.ts";
import { json, networkFailure } from "./support/scriptedTransport.ts";

const gapsOf = (sent: readonly { readonly at: number }[]): number[] =>
  sent.slice(1).map(({ at }, index) => at - (sent[index]?.at ?? 0));

describe("waits between attempts", () => {
  for (const random of [0, 0.25, 0.999]) {
    it(`double, with full jitter and a cap of 8 s (random ${random})`, async () => {
      const { client, clock, transport } = scriptedClient(() => json(503, {}), {
        random: () => random,
        limits: { attempts: 8 },
      });
      await clock.drive(failureOf(client.contacts.retrieve("c"), ServerError));
      const expected = [500, 1_000, 2_000, 4_000, 8_000, 8_000, 8_000].map((bound) => bound * random);
      for (const [index, gap] of gapsOf(transport.sent).entries()) {
        assert.ok(Math.abs(gap - (expected[index] ?? 0)) < 0.01);
      }
      assert.equal(transport.sent.length, 8);
    });
  }

  for (const [title, header, gap] of [
    ["seconds", "7", 7_000],
    ["the most that fits into the time for all attempts", "59", 59_000],
    ["zero: our own wait", "0", 250],
    ["a negative number: our own wait", "-3", 250],
    ["a past date: our own wait", "Wed, 31 Dec 2025 23:00:00 GMT", 250],
    ["a future date", "Thu, 01 Jan 2026 00:00:12 GMT", 12_000],
    ["garbage: our own wait", "soon", 250],
    ["absence: our own wait", undefined, 250],
  ] as const) {
    for (const status of [429, 503]) {
      it(`follow Retry-After of ${status}: ${title}`, async () => {
        const { client, clock, transport } = scriptedClient((_request, index) =>
          index === 0
            ? json(status, {}, header === undefined ? {} : { "retry-after": header })
            : json(200, contactOf("c")),
        );
        await clock.drive(client.contacts.retrieve("c"));
        assert.deepEqual(gapsOf(transport.sent), [gap]);
      });
    }
  }

  for (const header of ["61", "1000000000", "Fri, 02 Jan 2026 00:00:00 GMT"]) {
    it(`are not begun when Retry-After is ${header}: the error tells it at once`, async () => {
      const { client, clock, transport } = scriptedClient(() => json(429, {}, { "retry-after": header }));
      const error = await clock.drive(failureOf(client.contacts.retrieve("c"), RateLimitError));
      assert.equal(transport.sent.length, 1);
      assert.ok((error.retryAfterMs ?? 0) > 60_000);
      assert.equal(error.request?.milliseconds, 0);
    });
  }

  it("are not begun when they would not fit into the 60 s for all attempts", async () => {
    const { client, clock, transport } = scriptedClient(() => json(429, {}, { "retry-after": "40" }));
    const error = await clock.drive(failureOf(client.contacts.retrieve("c"), RateLimitError));
    assert.equal(transport.sent.length, 2);
    assert.equal(error.request?.milliseconds, 40_000);
  });
});

describe("the record of attempts", () => {
  it("has method, template, status, time, number and outcome, and nothing else", async () => {
    const records: AttemptRecord[] = [];
    const { client, clock } = scriptedClient(
      (_request, index) => {
        if (index === 0) {
          throw networkFailure("ECONNRESET");
        }
        return index === 1 ? json(503, { detail: "private" }) : json(200, contactOf("c"));
      },
      { onAttempt: (record) => records.push(record) },
    );
    await clock.drive(client.contacts.retrieve("private-id"));
    const common = { method: "GET", route: "contacts/{id}/", milliseconds: 0 };
    assert.deepEqual(records, [
      { ...common, attempt: 1, outcome: "NetworkError" },
      { ...common, status: 503, attempt: 2, outcome: "ServerError" },
      { ...common, status: 200, attempt: 3, outcome: "ok" },
    ]);
  });

  it("may fail without failing the request", async () => {
    const { client } = scriptedClient(() => json(200, contactOf("c")), {
      onAttempt: () => {
        throw new Error("disk full");
      },
    });
    assert.equal((await client.contacts.retrieve("c")).contact.id, "c");
  });
});
