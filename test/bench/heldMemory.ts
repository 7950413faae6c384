/**
 * Does one kind of work over N contacts in a process of its own and prints the most bytes of heap that were really held
 * in its second half: `heldMemory.ts list|export|seed N BASE_URL`. Started with --expose-gc.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { MaiAgentClient } from "../../src/api/client.ts";
import { systemClock } from "../../src/api/clock.ts";
import { fetchTransport, type Transport } from "../../src/api/transport.ts";
import { EXPORT_FIELDS } from "../../src/data/engine/export/exportedFields.ts";
import { exportContacts } from "../../src/data/engine/export/exportContacts.ts";
import { newLocalFile } from "../../src/data/engine/export/newFile.ts";
import { prepareSeed, seed } from "../../src/data/engine/seed/seedJob.ts";
import { SeedRuns } from "../../src/data/engine/seed/seedRuns.ts";
import { recipeOf } from "../unit/data/engine/seed/recipes.ts";
import { targetOf } from "../unit/data/engine/seed/seedWorld.ts";
import { recordedClient } from "./recordedClient.ts";
import { BENCH_KEY } from "./sandboxProcess.ts";

const [work, amount, baseUrl] = process.argv.slice(2);
const { gc } = globalThis;
if (work === undefined || amount === undefined || baseUrl === undefined || gc === undefined) {
  throw new Error("usage: node --expose-gc heldMemory.ts list|export|seed N BASE_URL");
}
const contacts = Number(amount);
const requests = work === "seed" ? contacts : contacts / 100;

let sent = 0;
let most = 0;
const look = (): void => {
  gc();
  most = Math.max(most, process.memoryUsage().heapUsed);
};
const transport: Transport = {
  send: (url, request) => {
    sent += 1;
    if (sent > requests / 2 && sent % Math.ceil(requests / 20) === 0) {
      look();
    }
    return fetchTransport.send(url, request);
  },
};
const client = new MaiAgentClient({ baseUrl, apiKey: BENCH_KEY, transport });
const folder = await mkdtemp(join(tmpdir(), "maiagent-bench-"));

async function* answers(): AsyncGenerator<string> {
  for await (const { json } of client.contacts.allAnswers()) {
    yield json;
  }
}

const works: Readonly<Record<string, () => Promise<number>>> = {
  list: async () => {
    let count = 0;
    for await (const contact of client.contacts.all()) {
      count += contact.id === "" ? 0 : 1;
    }
    return count;
  },
  export: async () =>
    exportContacts(
      answers(),
      { format: "csv", fields: EXPORT_FIELDS, unknownFields: true },
      await newLocalFile(join(folder, "contacts.csv")),
      { signal: new AbortController().signal, onProgress: () => undefined },
    ),
  seed: async () => {
    const recipe = recipeOf({ count: contacts, template: { name: "Contact {{index}}" } });
    const tools = { runs: new SeedRuns(folder, systemClock), clock: systemClock, random: Math.random };
    const target = { ...targetOf(recipe, client), client: recordedClient(client, folder) };
    const prepared = await prepareSeed(recipe, "demo.maiagent-seed.json", target, tools);
    const { outcomes } = await seed(prepared, tools, { overwriteChanged: false });
    return outcomes.filter(({ result }) => result === "created").length;
  },
};

try {
  const done = await works[work]?.();
  look();
  if (done !== contacts) {
    throw new Error(`${work}: ${done ?? "unknown work"} of ${contacts} contacts`);
  }
  console.log(most);
} finally {
  client.dispose();
  await rm(folder, { recursive: true, force: true });
}
