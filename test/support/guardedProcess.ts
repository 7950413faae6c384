import { spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";

/** How to start a {@link GuardedProcess}. */
export interface GuardedOptions {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd?: string;
  readonly env: Readonly<Record<string, string>>;
  /** Folders removed once the process and all its children are gone. */
  readonly remove?: readonly string[];
  readonly onLine?: (line: string) => void;
}

/** A program that cannot outlive this process, with its children (see guard.ts). */
export interface GuardedProcess {
  /** Settles with the exit code once every process of the group is gone and its folders are removed. */
  readonly ended: Promise<number>;
  /** The last lines it wrote, for error messages. */
  lastLines(): string;
  stop(): Promise<void>;
}

/** Starts a program in its own process group, watched by guard.ts. */
export function startGuarded(options: GuardedOptions): GuardedProcess {
  const removals = (options.remove ?? []).flatMap((folder) => ["--remove", folder]);
  const guard = spawn(
    process.execPath,
    [join(import.meta.dirname, "guard.ts"), ...removals, "--", options.command, ...options.args],
    {
      cwd: options.cwd,
      env: options.env,
      stdio: ["pipe", "pipe", "pipe"],
      detached: process.platform !== "win32",
      windowsHide: true,
    },
  );
  const lines: string[] = [];
  for (const input of [guard.stdout, guard.stderr]) {
    createInterface({ input }).on("line", (line) => {
      lines.push(line);
      if (lines.length > 200) lines.shift();
      options.onLine?.(line);
    });
  }
  guard.stdin.on("error", () => undefined);
  const ended = new Promise<number>((resolve, reject) => {
    guard.once("error", reject);
    guard.once("close", (code) => resolve(code ?? 1));
  });
  return {
    ended,
    lastLines: () => lines.slice(-40).join("\n"),
    stop: async () => {
      guard.stdin.end();
      await ended;
    },
  };
}
