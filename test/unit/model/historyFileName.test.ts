import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { historyEntryOf } from "../../../src/model/historyEntry.ts";
import {
  contactKey,
  type HistoryFile,
  historyFileName,
  outdated,
  parseHistoryFileName,
} from "../../../src/model/historyFileName.ts";

const ID = "0b9f6f1c-8a54-4a0e-9a0f-6d3f5a3c2b11";
const DAY = 86_400_000;
const entry = (contactId: string, at: number) =>
  historyEntryOf(
    {
      kind: "delete",
      connectionId: "dev",
      origin: "https://api.maiagent.ai",
      contactId,
      outcome: "done",
      ...{ body: undefined, before: undefined, after: undefined },
    },
    ID,
    at,
  );
const file = (at: number, bytes: number): HistoryFile => ({
  ...{ name: `${at}`, at, bytes },
  ...{ kind: "update", contact: "0000000000000000", id: ID },
});

describe("the file name of a history entry", () => {
  it("says time, kind, contact, length and id, and is read back", () => {
    const name = historyFileName(entry("c1", 1_764_000_000_123.7), 321);
    assert.deepEqual(parseHistoryFileName(name), {
      name,
      at: 1_764_000_000_123,
      kind: "delete",
      contact: contactKey({ connectionId: "dev", contactId: "c1" }),
      bytes: 321,
      id: ID,
    });
  });

  it("takes any id that a server may give", () => {
    for (const contactId of ["../../etc/passwd", "a/b\\c", "CON", "名", "x".repeat(5000), ""]) {
      assert.ok(parseHistoryFileName(historyFileName(entry(contactId, 1), 1)), contactId);
    }
  });

  it("tells contacts of two connections apart, and ids that run together", () => {
    const keys = [
      ["a", "bc"],
      ["ab", "c"],
      ["a/b", "c"],
      ["a", "b/c"],
    ].map(([connectionId = "", contactId = ""]) => contactKey({ connectionId, contactId }));
    assert.equal(new Set(keys).size, keys.length);
  });

  it("sorts by time", () => {
    const names = [9, 10, 1_764_000_000_000].map((at) => historyFileName(entry("c1", at), 1));
    assert.deepEqual(names.toSorted(), names);
  });

  it("is none that anything else has", () => {
    for (const name of ["", ".DS_Store", "sandbox.json", `1-update-0-1-${ID}.json`, "x.json.tmp"]) {
      assert.equal(parseHistoryFileName(name), undefined);
    }
  });
});

describe("pruning the history", () => {
  it("takes what is older than the days", () => {
    const now = 100 * DAY;
    const files = [file(now - 31 * DAY, 1), file(now - 29 * DAY, 1), file(now, 1)];
    assert.deepEqual(outdated(files, { days: 30, maxBytes: 100 }, now), [files[0]]);
  });

  it("takes the oldest until the rest fits", () => {
    const files = [file(1, 40), file(2, 40), file(3, 40), file(4, 40)];
    const taken = outdated(files, { days: 30, maxBytes: 90 }, 5);
    assert.deepEqual(taken.map(({ at }) => at).toSorted(), [1, 2]);
  });

  it("takes nothing that is young and fits, in whatever order the folder lists it", () => {
    const files = [file(3, 30), file(1, 30), file(2, 30)];
    assert.deepEqual(outdated(files, { days: 30, maxBytes: 90 }, 5), []);
  });
});
