import { spawn } from "node:child_process";
import { join } from "node:path";
import { projectRoot } from "./projectRoot.ts";

/**
 * Runs a program, in the repository's root unless told otherwise, with its output on ours, and returns its exit code. `name` is looked up
 * in node_modules/.bin first, then on the PATH.
 */
export async function runCommand(
  name: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  cwd: string = projectRoot,
): Promise<number> {
  const windows = process.platform === "win32";
  const bin = join(projectRoot, "node_modules", ".bin");
  const path = `${bin}${windows ? ";" : ":"}${process.env["PATH"] ?? ""}`;
  const child = spawn(name, args, {
    cwd,
    env: { ...process.env, PATH: path, ...env },
    stdio: ["ignore", "inherit", "inherit"],
    // On Windows the programs of node_modules/.bin are scripts.
    shell: windows,
  });
  return new Promise((resolve) => {
    child.once("error", (error) => {
      console.error(`${name}: ${error.message}`);
      resolve(127);
    });
    child.once("close", (code) => resolve(code ?? 1));
  });
}
