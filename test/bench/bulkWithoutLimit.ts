import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fetchTransport } from "../../src/api/transport.ts";
import { runCommand } from "../support/runCommand.ts";
import { inboxOf, pool, seedRun } from "./bulk.ts";
import { elapsed, type Row } from "./measure.ts";
import { BENCH_KEY, withSandboxProcess } from "./sandboxProcess.ts";

const LATENCY_MS = 40;
const POOL = 10;
/** Its release is fetched by npm when this runs: two hundred packages that nothing else here needs. */
const NEWMAN = "newman@6.2.2";

/** Contacts a second of newman, as a runner of requests is used for filling a server: one request, many iterations. */
async function newmanRate(baseUrl: string, count: number): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), "maiagent-bench-"));
  try {
    const body = { name: "Contact {{$randomUUID}}", inboxes: [{ id: await inboxOf(baseUrl) }] };
    const request = {
      method: "POST",
      url: `${baseUrl}/contacts/`,
      header: [
        { key: "Authorization", value: `Api-Key ${BENCH_KEY}` },
        { key: "Content-Type", value: "application/json" },
      ],
      body: { mode: "raw", raw: JSON.stringify(body) },
    };
    const collection = join(folder, "collection.json");
    const report = join(folder, "report.json");
    const schema = "https://schema.getpostman.com/json/collection/v2.1.0/collection.json";
    await writeFile(
      collection,
      JSON.stringify({ info: { name: "bench", schema }, item: [{ name: "create", request }] }),
    );
    const run = (iterations: number) =>
      elapsed(async () => {
        const args = ["run", collection, "--iteration-count", String(iterations), "--bail"];
        const code = await runCommand("npm", [
          ...["exec", "--yes", `--package=${NEWMAN}`, "--", "newman", ...args],
          ...["--reporters", "json", "--reporter-json-export", report],
        ]);
        if (code !== 0) {
          throw new Error(`newman ended with exit code ${code}`);
        }
      });
    // Fetching it and starting it are not its pace.
    await run(1);
    const start = await run(1);
    return (count / ((await run(count + 1)) - start)) * 1_000;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** A seed run against a server that takes all it is sent, 40 ms late; against a fixed pool, a plain loop and newman. */
export async function bulkWithoutLimitRows(count: number): Promise<readonly Row[]> {
  const server = { contacts: 0, latencyMs: LATENCY_MS };
  const byHand = (size: number, part: number) =>
    withSandboxProcess(server, async (baseUrl) => {
      const target = { baseUrl, inboxId: await inboxOf(baseUrl) };
      return part / ((await elapsed(() => pool(target, size, part))) / 1_000);
    });
  const part = Math.ceil(count / 10);
  const pooled = await byHand(POOL, count);
  const looped = await byHand(1, part);
  const newman = await withSandboxProcess(server, (baseUrl) => newmanRate(baseUrl, part));
  const ours = await withSandboxProcess(
    server,
    async (baseUrl) => count / ((await seedRun(baseUrl, count, fetchTransport)) / 1_000),
  );
  const row = (peer: string, name: string, peerValue: number): Row => ({
    ...{ name: `bulk create without a limit: to ${name}`, peer, peerValue, ourValue: ours },
    ...{ ratio: ours / peerValue, unit: "/s", better: "higher" },
  });
  return [
    row(`${POOL} at once`, "a fixed pool", pooled),
    row("one after the other", "a plain loop", looped),
    row("newman, one request, many iterations", "newman", newman),
  ];
}
