import { spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { MaiAgentClient } from "../../src/api/client.ts";
import { projectRoot } from "../support/projectRoot.ts";
import { elapsed, interleaved, median, processorTime, type Row } from "./measure.ts";

const KEY = "bench-key";
const CONTACTS = 10_000;
const PAGE_SIZE = 100;

/** A sandbox in a process of its own, so that the client under test has a core to itself. */
async function withServer<T>(latency: number, use: (baseUrl: string) => Promise<T>): Promise<T> {
  const args = ["--contacts", String(CONTACTS), "--latency", String(latency), "--key", KEY, "--port", "0"];
  const server = spawn(process.execPath, [join(projectRoot, "src/sandbox/cli.ts"), ...args], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  try {
    const baseUrl = await new Promise<string>((resolve, reject) => {
      server.once("exit", (code) => reject(new Error(`the sandbox ended with ${code ?? "a signal"}`)));
      createInterface({ input: server.stdout }).on("line", (line) => {
        const url = /http:\/\/127\.0\.0\.1:\d+\/api/.exec(line)?.[0];
        if (url) {
          resolve(url);
        }
      });
    });
    return await use(baseUrl);
  } finally {
    server.kill();
  }
}

async function bareFetch(baseUrl: string, pages: number): Promise<void> {
  for (let page = 1; page <= pages; page++) {
    const answer = await fetch(`${baseUrl}/contacts/?page=${page}&pageSize=${PAGE_SIZE}`, {
      headers: { authorization: `Api-Key ${KEY}` },
    });
    JSON.parse(await answer.text());
  }
}

/** Every contact at 40 ms of latency, six pages at once, against a loop of bare fetch. */
export async function listingRow(rounds: number): Promise<Row> {
  return withServer(40, async (baseUrl) => {
    const client = new MaiAgentClient({ baseUrl, apiKey: KEY });
    const values = await interleaved(
      {
        peer: () => elapsed(() => bareFetch(baseUrl, CONTACTS / PAGE_SIZE)),
        ours: () =>
          elapsed(async () => {
            const ids = new Set<string>();
            for await (const { id } of client.contacts.all({}, { concurrency: 6 })) {
              ids.add(id);
            }
            if (ids.size !== CONTACTS) {
              throw new Error(`${ids.size} of ${CONTACTS} contacts were listed`);
            }
          }),
      },
      rounds,
    );
    client.dispose();
    const [peerValue, ourValue] = [median(values.peer), median(values.ours)];
    return {
      name: "list 10,000 contacts, 40 ms latency",
      peer: "bare fetch, one page after the other",
      unit: "ms",
      peerValue,
      ourValue,
      ratio: peerValue / ourValue,
      better: "higher",
    };
  });
}

/** Processor time of transport and validation against bare fetch and JSON.parse, one page after the other. */
export async function processorRow(rounds: number): Promise<Row> {
  const pages = 60;
  return withServer(0, async (baseUrl) => {
    const client = new MaiAgentClient({ baseUrl, apiKey: KEY });
    const ours = async () => {
      for (let page = 1; page <= pages; page++) {
        await client.contacts.list({ page, pageSize: PAGE_SIZE });
      }
    };
    await bareFetch(baseUrl, pages);
    await ours();
    const values = await interleaved(
      { peer: () => processorTime(() => bareFetch(baseUrl, pages)), ours: () => processorTime(ours) },
      rounds,
    );
    client.dispose();
    const [peerValue, ourValue] = [median(values.peer) / pages, median(values.ours) / pages];
    return {
      name: "processor time for a page of 100",
      peer: "bare fetch + JSON.parse",
      unit: "ms",
      peerValue,
      ourValue,
      ratio: ourValue / peerValue,
      better: "lower",
    };
  });
}
