import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { NetworkError, NotFoundError } from "../../../src/api/errors.ts";
import type { Contact } from "../../../src/api/schemas.ts";
import {
  DEBOUNCE_MS,
  FAILED_MS,
  IdLookUp,
  MAXIMUM_IN_FLIGHT,
  MISSING_MS,
} from "../../../src/assist/engine/idLookUp.ts";
import { FakeClock } from "../api/support/fakeClock.ts";

const ref = (contactId: string) => ({ connectionId: "tw", contactId });
const settle = () => new Promise((resolve) => setImmediate(resolve));
const never = new AbortController().signal;

/** A look-up whose answers come when the test says so. */
function world() {
  const clock = new FakeClock();
  const asked: {
    id: string;
    signal: AbortSignal;
    resolve(contact: Contact): void;
    reject(error: Error): void;
  }[] = [];
  const lookUp = new IdLookUp(
    ({ contactId }, signal) =>
      new Promise((resolve, reject) => {
        asked.push({ id: contactId, signal, resolve, reject });
        signal.addEventListener("abort", () => reject(new Error("aborted")));
      }),
    clock,
  );
  return { clock, asked, lookUp };
}

describe("a look-up by id", () => {
  it("is one request for all who wait for the same contact", async () => {
    const { asked, lookUp } = world();
    const both = [lookUp.look(ref("1"), never), lookUp.look(ref("1"), never)];
    asked[0]?.resolve({ id: "1", name: "Ann" });
    assert.deepEqual(await Promise.all(both), [
      { kind: "found", contact: { id: "1", name: "Ann" } },
      { kind: "found", contact: { id: "1", name: "Ann" } },
    ]);
    assert.equal(asked.length, 1);
  });

  it("ends when nobody waits any longer, and not before", async () => {
    const { asked, lookUp } = world();
    const [one, two] = [new AbortController(), new AbortController()];
    const first = lookUp.look(ref("1"), one.signal);
    const second = lookUp.look(ref("1"), two.signal);
    one.abort(new Error("gone"));
    await assert.rejects(first, /gone/);
    assert.equal(asked[0]?.signal.aborted, false);
    two.abort(new Error("gone too"));
    await assert.rejects(second, /gone too/);
    assert.equal(asked[0].signal.aborted, true);
    await settle();
    assert.equal(lookUp.unfound(ref("1")), undefined);
    void lookUp.look(ref("1"), never);
    assert.equal(asked.length, 2);
  });

  it("remembers for some minutes what does not exist, and asks again by hand at once", async () => {
    const { clock, asked, lookUp } = world();
    const looking = lookUp.look(ref("1"), never);
    asked[0]?.reject(new NotFoundError(404));
    assert.deepEqual(await looking, { kind: "missing", at: clock.now() });
    assert.equal((await lookUp.lookByItself(ref("1"), never))?.kind, "missing");
    clock.advance(MISSING_MS - 1);
    assert.equal(lookUp.unfound(ref("1"))?.kind, "missing");
    assert.equal(asked.length, 1);
    void lookUp.look(ref("1"), never);
    assert.equal(asked.length, 2);
    clock.advance(1);
    assert.equal(lookUp.unfound(ref("1")), undefined);
  });

  it("remembers a failure for a shorter time, and forgets it when the connection is another one", async () => {
    const { clock, asked, lookUp } = world();
    const looking = lookUp.look(ref("1"), never);
    asked[0]?.reject(new NetworkError("offline"));
    assert.equal((await looking).kind, "failed");
    lookUp.forgetConnection("other");
    assert.equal(lookUp.unfound(ref("1"))?.kind, "failed");
    clock.advance(FAILED_MS);
    assert.equal(lookUp.unfound(ref("1")), undefined);
    const again = lookUp.look(ref("1"), never);
    asked[1]?.reject(new NotFoundError(404));
    await again;
    lookUp.forgetConnection("tw");
    assert.equal(lookUp.unfound(ref("1")), undefined);
  });

  it("by itself waits for the pointer to rest: 1,000 ids that are passed over send nothing", async () => {
    const { clock, asked, lookUp } = world();
    for (let id = 0; id < 1000; id++) {
      const pointer = new AbortController();
      const looking = lookUp.lookByItself(ref(String(id)), pointer.signal);
      clock.advance(DEBOUNCE_MS - 1);
      pointer.abort(new Error("moved on"));
      await assert.rejects(looking, /moved on/);
    }
    assert.equal(asked.length, 0);
    assert.equal(clock.pending, 0);
  });

  it("by itself has a few requests in flight and no more", async () => {
    const { clock, asked, lookUp } = world();
    const looking = Array.from({ length: 20 }, (_, id) => lookUp.lookByItself(ref(String(id)), never));
    clock.advance(DEBOUNCE_MS);
    await settle();
    assert.equal(asked.length, MAXIMUM_IN_FLIGHT);
    asked.forEach((request) => request.resolve({ id: request.id, name: "Ann" }));
    const outcomes = await Promise.all(looking);
    assert.equal(outcomes.filter((outcome) => outcome?.kind === "found").length, MAXIMUM_IN_FLIGHT);
    assert.equal(outcomes.filter((outcome) => outcome === undefined).length, 20 - MAXIMUM_IN_FLIGHT);
  });
});
