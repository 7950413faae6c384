import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

/**
 * Runs a script of this folder in a process whose files may not grow beyond so many blocks of 512 or 1024 bytes: a
 * disk without room for anybody who is no root. Its last line of output.
 */
export async function runWithoutRoom(
  script: string,
  blocks: number,
  args: readonly string[],
): Promise<string> {
  const path = fileURLToPath(new URL(script, import.meta.url));
  const limited = ["-c", `ulimit -S -f ${blocks} && exec "$0" "$@"`, process.execPath, path, ...args];
  const child = spawn("sh", limited, { stdio: ["ignore", "pipe", "inherit"] });
  let output = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (output += text));
  await once(child, "close");
  return output.trim().split("\n").at(-1) ?? "";
}
