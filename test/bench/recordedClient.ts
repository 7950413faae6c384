import { randomUUID } from "node:crypto";
import { join } from "node:path";
import type { MaiAgentClient } from "../../src/api/client.ts";
import { seedAccess } from "../../src/data/engine/seed/seedAccess.ts";
import type { SeedTarget } from "../../src/data/engine/seed/seedJob.ts";
import { HistoryStore } from "../../src/state/historyStore.ts";
import { RecordedWrites } from "../../src/state/recordedWrites.ts";
import { SeenTexts } from "../../src/state/seenTexts.ts";
import { WriteRecorder } from "../../src/state/writeRecorder.ts";

/** A client whose writes are recorded in a history on the disk, as in the extension. @param folder - may be missing */
export function recordedClient(client: MaiAgentClient, folder: string): SeedTarget["client"] {
  const history = new HistoryStore({
    folder: join(folder, "history"),
    settings: () => ({ enabled: true, days: 30, maxBytes: 20_000_000 }),
    ...{ now: Date.now, newId: randomUUID },
    onFailure: (error) => {
      throw error;
    },
  });
  const recorder = new WriteRecorder(history, new SeenTexts(Date.now));
  const writes = new RecordedWrites("bench", client, () => Promise.resolve(recorder));
  return { inboxes: client.inboxes, contacts: seedAccess(client.contacts, writes) };
}
