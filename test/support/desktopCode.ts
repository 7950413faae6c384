import { spawn, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { childEnvironment } from "./childEnvironment.ts";

/** The oldest desktop VS Code that takes the extension (`engines.vscode`). */
const OLDEST_MINOR = 106;
const windows = process.platform === "win32";

/** A desktop VS Code that was started for `npm start`. */
export interface DesktopCode {
  /** Settles when the person closes the window. */
  readonly closed: Promise<void>;
  stop(): Promise<void>;
}

/** Path of the desktop VS Code's command line tool, when it is on the PATH and there is a desktop to show it on. */
export function findDesktopCode(): string | undefined {
  // Inside a remote terminal `code` only talks to the window outside: it takes no profile of its own.
  if (!hasDesktop() || process.env["VSCODE_IPC_HOOK_CLI"] !== undefined) return undefined;
  const name = windows ? "code.cmd" : "code";
  const folders = (process.env["PATH"] ?? "")
    .split(delimiter)
    .filter((folder) => !folder.startsWith("/mnt/"));
  const tool = folders.map((folder) => join(folder, name)).find((file) => existsSync(file));
  if (tool === undefined) return undefined;
  const answer = spawnSync(quoted(tool), ["--version"], {
    encoding: "utf8",
    shell: windows,
    timeout: 20_000,
  });
  const version = /^1\.(\d+)\./.exec(answer.stdout);
  return version && Number(version[1]) >= OLDEST_MINOR ? tool : undefined;
}

/** Whether there is a screen to open a window or a browser on. */
export function hasDesktop(): boolean {
  if (process.env["CI"]) return false;
  if (process.platform !== "linux") return true;
  return Boolean(process.env["DISPLAY"] ?? process.env["WAYLAND_DISPLAY"]);
}

/** Starts desktop VS Code with a throw-away profile that has the .vsix installed. */
export async function startDesktopCode(
  tool: string,
  options: {
    vsix: string;
    settings: Readonly<Record<string, unknown>>;
    env: Readonly<Record<string, string>>;
  },
): Promise<DesktopCode> {
  // A short path: VS Code makes a socket below it, and those have a length limit.
  const profile = await mkdtemp(join(tmpdir(), "mc-"));
  const userData = join(profile, "u");
  await mkdir(join(userData, "User"), { recursive: true });
  await mkdir(join(profile, "workspace"));
  await writeFile(join(userData, "User", "settings.json"), JSON.stringify(options.settings, null, 2));
  const remove = () => rm(profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });

  const place = ["--user-data-dir", userData, "--extensions-dir", join(profile, "e")];
  const env = childEnvironment(options.env);
  const run = (args: readonly string[]) =>
    spawn(quoted(tool), args.map(quoted), { env, shell: windows, stdio: ["ignore", "ignore", "inherit"] });
  const install = await ended(run([...place, "--install-extension", options.vsix, "--force"]));
  if (install !== 0) {
    await remove();
    throw new Error(`${tool} --install-extension ended with exit code ${install}`);
  }
  const window = run([
    ...place,
    "--disable-workspace-trust",
    "--new-window",
    "--wait",
    join(profile, "workspace"),
  ]);
  const closed = ended(window).then(() => undefined);
  return {
    closed,
    stop: async () => {
      // The tool has left VS Code in a process group of its own; VS Code writes its id here.
      const lock = await readFile(join(userData, "code.lock"), "utf8").catch(() => "");
      if (/^\d+$/.test(lock.trim())) endTree(Number(lock));
      window.kill();
      await closed;
      await remove();
    },
  };
}

function endTree(pid: number): void {
  if (windows) {
    spawnSync("taskkill", ["/pid", String(pid), "/T", "/F"]);
    return;
  }
  for (const target of [-pid, pid]) {
    try {
      process.kill(target, "SIGTERM");
      return;
    } catch {
      // Not a group leader, or gone already.
    }
  }
}

async function ended(child: ReturnType<typeof spawn>): Promise<number> {
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code) => resolve(code ?? 1));
  });
}

/** Windows runs the tool through a shell, which splits at spaces. */
function quoted(text: string): string {
  return windows ? `"${text}"` : text;
}
