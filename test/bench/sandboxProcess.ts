import { spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { projectRoot } from "../support/projectRoot.ts";

/** The key that a {@link withSandboxProcess} accepts. */
export const BENCH_KEY = "bench-key";

/** A sandbox in a process of its own, so that the client under test has a core to itself. */
export async function withSandboxProcess<T>(
  options: {
    readonly contacts: number;
    readonly latencyMs?: number;
    /** Requests a second before 429. */
    readonly ratePerSecond?: number;
  },
  use: (baseUrl: string) => Promise<T>,
): Promise<T> {
  const { contacts, latencyMs = 0, ratePerSecond } = options;
  const args = [
    ...["--contacts", String(contacts), "--latency", String(latencyMs), "--key", BENCH_KEY],
    ...(ratePerSecond === undefined ? [] : ["--rate", String(ratePerSecond)]),
  ];
  const server = spawn(process.execPath, [join(projectRoot, "src/sandbox/cli.ts"), ...args, "--port", "0"], {
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
