import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { LookupView } from "../../../src/lookup/lookupView.ts";
import { MeantRow } from "../../../src/lookup/meantRow.ts";
import { contact } from "./lookupWorld.ts";

const PLACE = { connectionId: "home", inboxId: undefined };

/** The server's answer with these contacts, or what is known here while it is under way. */
const results = (names: readonly string[], isWaiting = false): LookupView => ({
  ...{ kind: "results", place: PLACE, words: "", start: 1, hasMore: false, isWaiting },
  rows: names.map((name) => ({ connectionId: "home", contact: contact(name, name) })),
  count: isWaiting ? undefined : names.length,
});

const picked = (meant: ReturnType<MeantRow<string>["answer"]>) =>
  meant && [meant.row.contact.name, meant.toSide];

describe("the row that Enter was meant for", () => {
  it("is the one that VS Code names while the rows stand still", () => {
    const meant = new MeantRow<string>();
    meant.replace(undefined, "ann");
    meant.settle();
    assert.equal(meant.chosen("Ann", "ann"), "Ann");
    assert.equal(meant.chosen(undefined, "ann"), undefined);
  });

  it("is the one that was seen when the rows were replaced under the key", () => {
    const meant = new MeantRow<string>();
    meant.replace(undefined, "ann");
    meant.settle();
    meant.replace("Ann", "ann");
    assert.equal(meant.chosen("Bob", "ann"), "Ann");
    // Replaced once more before VS Code told what it shows: still the one that was seen.
    meant.replace("Bob", "ann");
    assert.equal(meant.chosen("Carl", "ann"), "Ann");
    meant.settle();
    assert.equal(meant.chosen("Carl", "ann"), "Carl");
  });

  it("is none when what was seen belonged to an older text", () => {
    const meant = new MeantRow<string>();
    meant.replace(undefined, "ann");
    meant.settle();
    meant.replace("Ann", "bob");
    assert.equal(meant.chosen("Bob", "bob"), undefined);
    assert.equal(meant.shownText, "bob");
  });
});

describe("a key that comes before the answer", () => {
  it("waits and picks the only contact of the answer, where it was wanted", () => {
    for (const toSide of [false, true]) {
      const meant = new MeantRow<string>();
      assert.equal(meant.await("id", toSide, results([], true)), undefined);
      assert.equal(meant.answer("id", results(["Ann"], true)), undefined, "known here, not answered yet");
      assert.deepEqual(picked(meant.answer("id", results(["Ann"]))), ["Ann", toSide]);
      assert.equal(meant.answer("id", results(["Ann"])), undefined, "once");
    }
  });

  it("picks at once where the answer is there already", () => {
    assert.deepEqual(picked(new MeantRow<string>().await("id", false, results(["Ann"]))), ["Ann", false]);
  });

  it("picks none of several, nor anything later", () => {
    const meant = new MeantRow<string>();
    meant.await("ann", false, results([], true));
    assert.equal(meant.answer("ann", results(["Ann", "Anna"])), undefined);
    assert.equal(meant.answer("ann", results(["Ann"])), undefined);
    // One row of many: the count tells.
    meant.await("ann", false, results([], true));
    assert.equal(meant.answer("ann", { ...results(["Ann"]), ...{ count: 3 } }), undefined);
  });

  it("is forgotten when somebody types on, and after a failure", () => {
    const meant = new MeantRow<string>();
    meant.await("ann", false, results([], true));
    assert.equal(meant.answer("anna", results([], true)), undefined);
    assert.equal(meant.answer("anna", results(["Anna"])), undefined);
    assert.equal(meant.answer("ann", results(["Ann"])), undefined);
    meant.await("ann", false, results([], true));
    assert.equal(meant.answer("ann", { kind: "failed", place: PLACE, error: new Error("x") }), undefined);
    assert.equal(meant.answer("ann", results(["Ann"])), undefined);
  });

  it("finds nobody where the answer has nobody", () => {
    const meant = new MeantRow<string>();
    meant.await("id", false, results([], true));
    assert.equal(meant.answer("id", results([])), undefined);
  });
});
