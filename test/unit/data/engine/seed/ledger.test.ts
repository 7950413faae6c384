import assert from "node:assert/strict";
import { appendFile, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, it } from "node:test";
import type { ContactImage } from "../../../../../src/data/engine/seed/contactImage.ts";
import { Ledger, LedgerError, readLedger } from "../../../../../src/data/engine/seed/ledger.ts";
import { latestImages, SeedRuns } from "../../../../../src/data/engine/seed/seedRuns.ts";
import { FakeClock } from "../../../api/support/fakeClock.ts";

const imageNamed = (name: string): ContactImage => ({
  ...{ name, email: "", phoneNumber: "", avatar: "", sourceId: "", queryMetadata: "", inboxes: "" },
});
const created = (id: string, name = "a") =>
  ({ kind: "created", id, sourceId: `s-${id}`, image: imageNamed(name), at: 1 }) as const;
const HEADER = {
  ...{
    recipe: "demo",
    recipeUri: "file:///demo",
    connectionId: "c",
    connectionLabel: "C",
    baseUrl: "https://c/api",
  },
};

let folder: string;
let clock: FakeClock;
let runs: SeedRuns;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "ledger-"));
  clock = new FakeClock();
  runs = new SeedRuns(join(folder, "runs"), clock);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe("a ledger", () => {
  it("has an entry in its file when the append has ended, also of many at once", async () => {
    const { ledger, path } = await runs.begin(HEADER);
    await Promise.all(
      Array.from({ length: 50 }, async (_, index) => {
        await ledger.append(created(`c-${index}`));
        assert.ok((await readFile(path, "utf8")).includes(`"c-${index}"`));
      }),
    );
    await ledger.close();
    assert.equal((await readLedger(path)).length, 51);
  });

  it("loses nothing but a line that was cut off, and goes on after it", async () => {
    const { ledger, path } = await runs.begin(HEADER);
    await ledger.append(created("c-1"));
    await ledger.close();
    await appendFile(path, '{"kind":"created","id":"c-2","sour');
    const again = await Ledger.open(path);
    await again.append(created("c-3"));
    await again.close();
    const [run] = await runs.list();
    assert.deepEqual(
      run?.created.map(({ id }) => id),
      ["c-1", "c-3"],
    );
    assert.equal(run.isEnded, false);
  });

  it("says so when it cannot be written", async () => {
    const { ledger } = await runs.begin(HEADER);
    await ledger.close();
    await assert.rejects(ledger.append(created("c-1")), LedgerError);
  });
});

describe("the runs of this machine", () => {
  it("are none before the first, and a file that is no ledger is none", async () => {
    assert.deepEqual(await runs.list(), []);
    const { ledger } = await runs.begin(HEADER);
    await ledger.close();
    await writeFile(join(folder, "runs", "notes.jsonl"), "hello\n{}\n");
    assert.equal((await runs.list()).length, 1);
  });

  it("are listed newest first, those of a recipe by name, connection and address", async () => {
    for (const recipe of ["demo", "other", "demo"]) {
      const { ledger } = await runs.begin({ ...HEADER, recipe });
      await ledger.close();
      clock.advance(60_000);
    }
    const listed = await runs.list();
    assert.deepEqual(
      listed.map(({ header }) => header.recipe),
      ["demo", "other", "demo"],
    );
    assert.ok((listed[0]?.header.startedAt ?? 0) > (listed[2]?.header.startedAt ?? 0));
    assert.equal((await runs.of({ recipe: "demo", connectionId: "c", baseUrl: "https://c/api" })).length, 2);
    assert.deepEqual(await runs.of({ recipe: "demo", connectionId: "c", baseUrl: "https://moved/api" }), []);
  });

  it("know creates that were begun and never ended, until they are refused or created", async () => {
    const { ledger } = await runs.begin(HEADER);
    for (const sourceId of ["a", "b", "c"]) {
      await ledger.append({ kind: "creating", sourceId, inboxIds: ["i"], image: {}, at: 1 });
    }
    await ledger.append({ ...created("1"), sourceId: "a" });
    await ledger.append({ kind: "refused", sourceId: "b", at: 2 });
    await ledger.append({ kind: "end", at: 3, cancelled: false, failed: 1 });
    await ledger.close();
    const [run] = await runs.list();
    assert.deepEqual(
      run?.open.map(({ sourceId }) => sourceId),
      ["c"],
    );
    assert.deepEqual([run.isEnded, run.failed], [true, 1]);
  });

  it("together say how each contact was left last", async () => {
    const first = await runs.begin(HEADER);
    await first.ledger.append(created("1", "old"));
    await first.ledger.close();
    clock.advance(1_000);
    const second = await runs.begin(HEADER);
    await second.ledger.append({ ...created("1", "new"), kind: "updated" });
    await second.ledger.close();
    assert.equal(latestImages(await runs.list()).get("1")?.name, "new");
  });
});
