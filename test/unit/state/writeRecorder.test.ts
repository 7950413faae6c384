import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, it } from "node:test";
import type { ContactAnswer } from "../../../src/api/contacts.ts";
import { BadRequestError, NetworkError, NotFoundError, ServerError } from "../../../src/api/errors.ts";
import { HistoryStore } from "../../../src/state/historyStore.ts";
import { SeenTexts } from "../../../src/state/seenTexts.ts";
import { type PlannedWrite, WriteRecorder } from "../../../src/state/writeRecorder.ts";

const REF = { connectionId: "dev", contactId: "c1" };
const answer = (name: string): ContactAnswer => ({
  contact: { id: "c1", name },
  json: JSON.stringify({ id: "c1", name }),
});

describe("recording a write", () => {
  let folder: string;
  let history: HistoryStore;
  let recorder: WriteRecorder;
  let seen: SeenTexts;
  let now: number;
  let enabled: boolean;
  let reads: number;
  const update = (over: Partial<PlannedWrite> = {}): PlannedWrite => ({
    kind: "update",
    ref: REF,
    origin: "https://api.maiagent.ai",
    body: '{"name":"after"}',
    before: undefined,
    retrieve: () => {
      reads += 1;
      return Promise.resolve(answer("asked"));
    },
    ...over,
  });
  const nameBefore = async () => {
    const entry = await history.last(REF);
    return entry?.before === undefined
      ? undefined
      : (JSON.parse(entry.before) as { readonly name: string }).name;
  };
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "maiagent-recorder-"));
    now = 1_764_000_000_000;
    enabled = true;
    reads = 0;
    history = new HistoryStore({
      folder,
      settings: () => ({ enabled, days: 30, maxBytes: 1_000_000 }),
      now: () => (now += 1),
      newId: randomUUID,
      onFailure: (error) => {
        throw error;
      },
    });
    seen = new SeenTexts(() => now);
    recorder = new WriteRecorder(history, seen);
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it("takes what the caller knows, else what the server said moments ago, else asks", async () => {
    seen.saw(REF, '{"id":"c1","name":"seen"}');
    await recorder.run(update({ before: '{"name":"given"}' }), () => Promise.resolve(answer("after")));
    assert.equal(await nameBefore(), "given");
    seen.saw(REF, '{"id":"c1","name":"seen"}');
    await recorder.run(update(), () => Promise.resolve(answer("after")));
    assert.equal(await nameBefore(), "seen");
    assert.equal(reads, 0);
    now += 60_000;
    await recorder.run(update(), () => Promise.resolve(answer("after")));
    assert.equal(await nameBefore(), "asked");
    assert.equal(reads, 1);
  });

  it("takes the answer of one write as what was there before the next", async () => {
    await recorder.run(update(), () => Promise.resolve(answer("first")));
    await recorder.run(update(), () => Promise.resolve(answer("second")));
    assert.equal(await nameBefore(), "first");
    assert.equal(reads, 1);
  });

  it("asks nothing and keeps nothing while the history is off", async () => {
    enabled = false;
    await recorder.run(update(), () => Promise.resolve(answer("after")));
    assert.equal(reads, 0);
    assert.equal(await history.last(undefined), undefined);
  });

  it("sends nothing when it cannot be seen what would be overwritten", async () => {
    const offline = new NetworkError("offline");
    const write = update({ kind: "delete", body: undefined, retrieve: () => Promise.reject(offline) });
    let sent = false;
    const send = () => {
      sent = true;
      return Promise.resolve(undefined);
    };
    await assert.rejects(recorder.run(write, send), offline);
    assert.equal(sent, false);
  });

  it("leaves it to the write itself to say that the contact is gone", async () => {
    const gone = new NotFoundError(404);
    const write = update({ retrieve: () => Promise.reject(gone) });
    await assert.rejects(
      recorder.run(write, () => Promise.reject(gone)),
      gone,
    );
    assert.equal(await history.last(undefined), undefined);
  });

  it("keeps nothing of what the server refused or never got", async () => {
    for (const error of [new BadRequestError(400), new NetworkError("refused", { unsent: true })]) {
      await assert.rejects(
        recorder.run(update(), () => Promise.reject(error)),
        error,
      );
    }
    assert.equal(await history.last(undefined), undefined);
  });

  it("keeps nothing of a write that a bulk run's cancel stopped before it was sent", async () => {
    const cancel = new AbortController();
    cancel.abort();
    const reason: unknown = cancel.signal.reason;
    await assert.rejects(
      recorder.run(update({ cancel: cancel.signal }), () => Promise.reject(reason as Error)),
      { name: "AbortError" },
    );
    assert.equal(await history.last(undefined), undefined);
  });

  it("keeps what may have been done although its answer was lost, and says that it is not sure", async () => {
    for (const error of [new ServerError(502), new NetworkError("reset")]) {
      await assert.rejects(
        recorder.run(update({ kind: "delete", body: undefined }), () => Promise.reject(error)),
        error,
      );
    }
    const [entry, ...others] = await history.deleted(10);
    assert.equal(entry?.outcome, "unknown");
    assert.equal(others.length, 1);
  });

  it("keeps a create, and of a restored contact which delete it makes good", async () => {
    const create = {
      ref: REF,
      origin: "https://api.maiagent.ai",
      body: '{"name":"A"}',
      after: '{"id":"c1","name":"A"}',
    };
    await recorder.created({ ...create, restores: undefined });
    assert.equal((await history.last(REF))?.kind, "create");
    await recorder.created({ ...create, restores: "d1" });
    const entry = await history.last(REF);
    assert.deepEqual([entry?.kind, entry?.restores, entry?.before], ["restore", "d1", undefined]);
  });
});
