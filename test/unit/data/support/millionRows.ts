import { systemClock } from "../../../../src/api/clock.ts";
import { MaiAgentClient } from "../../../../src/api/client.ts";
import type { ImportReading } from "../../../../src/data/engine/import/checkImport.ts";
import type { ImportSource } from "../../../../src/data/engine/import/importSource.ts";
import { runImport } from "../../../../src/data/engine/import/runImport.ts";

/**
 * Imports a million rows in a process of its own, with the heap that it was started with, and prints what became of
 * them. The file is made while it is read; writes are answered at once, since the memory of the way there is measured.
 */
const ROWS = 1_000_000;
const INBOX = "00000000-0000-4000-8000-000000000001";

const source: ImportSource = {
  name: "million.csv",
  stamp: () => Promise.resolve({ size: ROWS, changed: 0 }),
  open: async function* () {
    const encoder = new TextEncoder();
    yield await Promise.resolve(encoder.encode("name,sourceId\n"));
    for (let row = 0; row < ROWS; row += 500) {
      let text = "";
      for (let number = row; number < row + 500; number += 1) {
        // Every 100,000th row has the source id of the first.
        const sourceId = number % 100_000 === 0 ? "id-0" : `id-${number}`;
        text += `王小明 ${number},${sourceId}\n`;
      }
      yield encoder.encode(text);
    }
  },
};
const reading: ImportReading = {
  source,
  options: { encoding: "utf-8", layout: { format: "csv", delimiter: ",", hasHeader: true } },
  rows: {
    columns: ["name", "sourceId"],
    mapping: ["name", "sourceId"],
    inboxes: { fixedId: INBOX, known: [{ id: INBOX, name: "Inbox" }], complete: true },
  },
};
const { signal } = new AbortController();
// The pass that sends checks each row as well, so the first pass is left out here: nothing of it is larger.
// Nothing is asked of it: `keyed: 0` says that nothing can exist already.
const client = new MaiAgentClient({ baseUrl: "http://127.0.0.1:9/api", apiKey: "none" });
let told = 0;
const { counts } = await runImport({
  ...{
    reading,
    policy: "update",
    contacts: client.contacts,
    clock: systemClock,
    random: Math.random,
    signal,
  },
  check: {
    ...{
      rows: ROWS,
      ready: ROWS,
      invalid: 0,
      warned: 0,
      done: 0,
      keyed: 0,
      unclear: 0,
      inboxIds: [INBOX],
      problems: [],
    },
    stamp: await source.stamp(),
  },
  writes: {
    create: () => Promise.resolve({ contact: { id: "created", name: "" }, json: "{}" }),
    update: () => Promise.reject(new Error("nothing exists")),
  },
  onRow: () => {
    told += 1;
    return Promise.resolve();
  },
  onProgress: () => undefined,
});
client.dispose();
console.log(
  JSON.stringify({
    ...{ invalid: counts.invalid, created: counts.created, told },
    rss: Math.round(process.resourceUsage().maxRSS / 1024),
  }),
);
