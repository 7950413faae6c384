import { spawn, spawnSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestContext } from "node:test";

/** Whether a program is on this machine. */
export function isInstalled(program: string, ...args: readonly string[]): boolean {
  return spawnSync(program, args, { stdio: "ignore" }).status === 0;
}

/** Runs a program to its end; rejects with what it said when it fails. */
export async function run(
  program: string,
  args: readonly string[],
  env: Record<string, string>,
): Promise<string> {
  const child = spawn(program, args, { env: { ...process.env, ...env }, stdio: ["ignore", "pipe", "pipe"] });
  const [out, err] = [child.stdout, child.stderr].map((stream) => {
    const chunks: Buffer[] = [];
    stream.on("data", (chunk: Buffer) => chunks.push(chunk));
    return () => Buffer.concat(chunks).toString();
  });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", resolve);
  });
  if (code !== 0) {
    throw new Error(`${program} ended with ${code}: ${err?.() ?? ""}`);
  }
  return out?.() ?? "";
}

/** A folder that is removed when the test ends. */
export async function temporaryFolder(t: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "copy-as-"));
  t.after(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** Writes numbered files and gives their paths. */
export function writeNumbered(
  folder: string,
  texts: readonly string[],
  suffix: string,
): Promise<readonly string[]> {
  return Promise.all(
    texts.map(async (text, index) => {
      const path = join(folder, `${index}${suffix}`);
      await writeFile(path, text);
      return path;
    }),
  );
}
