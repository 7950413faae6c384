import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "@playwright/test";
import * as z from "zod/mini";
import { browserLaunchOptions } from "../support/browser.ts";
import { startCodeServer } from "../support/codeServer.ts";
import { runHostSession } from "../support/hostSession.ts";
import { projectRoot } from "../support/projectRoot.ts";
import { median, type Row } from "./measure.ts";

const OURS = "maiagent-community.maiagent-contacts";
const PEER = "vscode.github-authentication";
const MARK = "activation: ";
const resultSchema = z.record(z.string(), z.number());

/** What runs in the extension host: activates both in the given order and says the milliseconds of each. */
const suite = (order: readonly string[]) => `
const vscode = require("vscode");
exports.run = async () => {
  const times = {};
  for (const id of ${JSON.stringify(order)}) {
    const extension = vscode.extensions.getExtension(id);
    if (!extension) throw new Error(id + " is not installed");
    if (extension.isActive) throw new Error(id + " was active already");
    const start = performance.now();
    await extension.activate();
    times[id] = performance.now() - start;
  }
  console.log(${JSON.stringify(MARK)} + JSON.stringify(times));
};`;

/** Activation in a fresh extension host, code loading included, against a built-in extension in the same host. */
export async function activationRow(rounds: number): Promise<Row> {
  const times = { [OURS]: [] as number[], [PEER]: [] as number[] };
  const folder = await mkdtemp(join(tmpdir(), "maiagent-bench-"));
  const browser = await chromium.launch(await browserLaunchOptions());
  try {
    for (let round = 0; round < rounds; round++) {
      const file = join(folder, `suite-${round}.cjs`);
      await writeFile(file, suite(round % 2 === 0 ? [OURS, PEER] : [PEER, OURS]));
      const server = await startCodeServer();
      const context = await browser.newContext();
      try {
        const session = { extension: projectRoot, suite: file };
        await runHostSession(server, context, session, (line) => {
          if (line.startsWith(MARK)) {
            const result = resultSchema.parse(JSON.parse(line.slice(MARK.length)));
            times[OURS].push(result[OURS] ?? Number.NaN);
            times[PEER].push(result[PEER] ?? Number.NaN);
          }
        });
      } finally {
        await context.close();
        await server.stop();
      }
    }
  } finally {
    await browser.close();
    await rm(folder, { recursive: true, force: true });
  }
  const [peerValue, ourValue] = [median(times[PEER]), median(times[OURS])];
  return {
    name: "activation in the extension host",
    peer: "github-authentication",
    unit: "ms",
    peerValue,
    ourValue,
    ratio: ourValue / peerValue,
    better: "lower",
  };
}
