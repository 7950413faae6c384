import { Agent } from "node:http";
import axios from "axios";
import { MaiAgentClient } from "../../src/api/client.ts";
import {
  elapsed,
  higherIsBetter,
  interleaved,
  lowerIsBetter,
  median,
  processorTime,
  type Row,
} from "./measure.ts";
import { BENCH_KEY, withSandboxProcess } from "./sandboxProcess.ts";

const PAGE_SIZE = 100;
const LATENCY_MS = 40;
const WARM_UP_PAGES = 20;
const headers = { authorization: `Api-Key ${BENCH_KEY}` };

async function fetchSerially(baseUrl: string, pages: number): Promise<void> {
  for (let page = 1; page <= pages; page++) {
    const answer = await fetch(`${baseUrl}/contacts/?page=${page}&pageSize=${PAGE_SIZE}`, { headers });
    JSON.parse(await answer.text());
  }
}

/** What most clients of an API are: axios with kept connections, one page after the other. */
async function axiosSerially(baseUrl: string, pages: number): Promise<void> {
  const httpAgent = new Agent({ keepAlive: true });
  for (let page = 1; page <= pages; page++) {
    await axios.get(`${baseUrl}/contacts/`, { params: { page, pageSize: PAGE_SIZE }, headers, httpAgent });
  }
  httpAgent.destroy();
}

async function listAll(client: MaiAgentClient, contacts: number): Promise<void> {
  const ids = new Set<string>();
  for await (const { id } of client.contacts.all({}, { concurrency: 6 })) {
    ids.add(id);
  }
  if (ids.size !== contacts) {
    throw new Error(`${ids.size} of ${contacts} contacts were listed`);
  }
}

/** Every contact at 40 ms of latency, six pages at once, against loops of one page after the other. */
export async function listingRows(contacts: number, rounds: number): Promise<readonly Row[]> {
  return withSandboxProcess({ contacts, latencyMs: LATENCY_MS }, async (baseUrl) => {
    const client = new MaiAgentClient({ baseUrl, apiKey: BENCH_KEY });
    const pages = contacts / PAGE_SIZE;
    // V8 has compiled all three when it begins to count: 100 round trips hide that, 17 do not.
    await fetchSerially(baseUrl, WARM_UP_PAGES);
    await axiosSerially(baseUrl, WARM_UP_PAGES);
    await listAll(client, contacts);
    const values = await interleaved(
      {
        fetch: () => elapsed(() => fetchSerially(baseUrl, pages)),
        axios: () => elapsed(() => axiosSerially(baseUrl, pages)),
        ours: () => elapsed(() => listAll(client, contacts)),
      },
      rounds,
    );
    client.dispose();
    const what = `list ${contacts.toLocaleString("en")} contacts, ${LATENCY_MS} ms latency`;
    return [
      higherIsBetter(what, "bare fetch, serial", "ms", median(values.fetch), median(values.ours)),
      higherIsBetter(`${what} (axios)`, "axios, serial", "ms", median(values.axios), median(values.ours)),
    ];
  });
}

/** Processor time of transport and validation against bare fetch and JSON.parse, one page after the other. */
export async function processorRow(rounds: number): Promise<Row> {
  const pages = 60;
  // Long enough that one collection of garbage does not decide.
  const passes = 3;
  return withSandboxProcess({ contacts: pages * PAGE_SIZE }, async (baseUrl) => {
    const client = new MaiAgentClient({ baseUrl, apiKey: BENCH_KEY });
    const ours = async () => {
      for (let page = 1; page <= pages; page++) {
        await client.contacts.list({ page, pageSize: PAGE_SIZE });
      }
    };
    const timed = (work: () => Promise<void>) =>
      processorTime(async () => {
        for (let pass = 0; pass < passes; pass++) {
          await work();
        }
      });
    const measurements = { peer: () => timed(() => fetchSerially(baseUrl, pages)), ours: () => timed(ours) };
    // V8 has compiled both when it begins to count.
    await interleaved(measurements, 2);
    const values = await interleaved(measurements, rounds);
    client.dispose();
    return lowerIsBetter(
      "processor time for a page of 100",
      "bare fetch + JSON.parse",
      "ms",
      median(values.peer) / pages / passes,
      median(values.ours) / pages / passes,
    );
  });
}
