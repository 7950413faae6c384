import { spawn } from "node:child_process";
import { basename } from "node:path";
import { childEnvironment } from "./childEnvironment.ts";

/**
 * Runs npm in `folder` as if the person had typed it there: settings that the surrounding npm script hands down
 * (global, prefix, omit, allow-scripts) do not reach it. Throws with npm's last lines when it fails.
 */
export async function runNpm(folder: string, args: readonly string[]): Promise<void> {
  const own = process.env["npm_execpath"];
  const viaNode = own !== undefined && basename(own) === "npm-cli.js";
  const command = viaNode ? process.execPath : process.platform === "win32" ? "npm.cmd" : "npm";
  const child = spawn(command, [...(viaNode ? [own] : []), ...args, "--no-audit", "--no-fund"], {
    cwd: folder,
    env: childEnvironment(),
    stdio: ["ignore", "pipe", "pipe"],
    shell: !viaNode && process.platform === "win32",
  });
  let output = "";
  const keep = (chunk: Buffer) => (output = (output + chunk.toString()).slice(-4000));
  child.stdout.on("data", keep);
  child.stderr.on("data", keep);
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  if (code !== 0) {
    throw new Error(`npm ${args.join(" ")} failed in ${folder} (exit code ${String(code)}):\n${output}`);
  }
}
