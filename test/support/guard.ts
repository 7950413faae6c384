/**
 * Runs one command in a process group of its own and ends the whole group, then removes the given folders, as
 * soon as this script's standard input closes. The operating system closes it when the parent ends in whatever
 * way, SIGKILL included: so nothing that the harness starts can be left behind.
 *
 * Usage: node guard.ts [--remove FOLDER]... -- COMMAND [ARGUMENT]...
 */
import { spawn, spawnSync } from "node:child_process";
import { rm } from "node:fs/promises";
import { setTimeout as delay } from "node:timers/promises";

const windows = process.platform === "win32";
const separator = process.argv.indexOf("--");
const folders = process.argv.slice(2, separator).filter((argument) => argument !== "--remove");
const [command, ...args] = process.argv.slice(separator + 1);
if (separator < 0 || command === undefined) throw new Error("guard.ts: no command given");

const child = spawn(command, args, {
  stdio: ["ignore", "inherit", "inherit"],
  detached: !windows,
  windowsHide: true,
});
let ending = false;

function signal(name: NodeJS.Signals | 0): boolean {
  if (child.pid === undefined) return false;
  try {
    return process.kill(-child.pid, name);
  } catch {
    return false;
  }
}

async function goneWithin(milliseconds: number): Promise<boolean> {
  const end = Date.now() + milliseconds;
  while (Date.now() < end) {
    if (!signal(0)) return true;
    await delay(20);
  }
  return false;
}

async function end(code: number): Promise<void> {
  if (ending) return;
  ending = true;
  if (windows) {
    if (child.pid !== undefined) spawnSync("taskkill", ["/pid", String(child.pid), "/T", "/F"]);
  } else if (signal("SIGTERM") && !(await goneWithin(1500))) {
    signal("SIGKILL");
    await goneWithin(1000);
  }
  for (const folder of folders)
    await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  process.exit(code);
}

child.once("error", (error) => {
  console.error(error.message);
  void end(127);
});
child.once("exit", (code) => void end(code ?? 1));
process.stdin.resume();
process.stdin.once("end", () => void end(0));
process.stdin.once("error", () => void end(0));
for (const name of ["SIGTERM", "SIGINT", "SIGHUP"] as const) process.on(name, () => void end(0));
// The parent may be gone before its output pipes are drained.
process.stdout.on("error", () => undefined);
process.stderr.on("error", () => undefined);
