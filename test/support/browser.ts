import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import type { LaunchOptions } from "@playwright/test";
import * as z from "zod/mini";
import { installOnce } from "./cacheFolder.ts";
import { projectRoot } from "./projectRoot.ts";

const run = promisify(execFile);
const packageFolder = join(projectRoot, "node_modules", "@sparticuz", "chromium");
const packageSchema = z.looseObject({ version: z.string() });

/** Drawing by software: no graphics card, no display. */
const ARGUMENTS = [
  "--disable-gpu",
  "--use-gl=angle",
  "--use-angle=swiftshader",
  "--enable-unsafe-swiftshader",
];

/**
 * How Playwright starts the browser of the tests. In this order: `MAIAGENT_TEST_BROWSER` (path of a Chromium or
 * Chrome), the Chromium that `npm ci` brought (Linux on x64), the Chrome that is installed on the machine.
 */
export async function browserLaunchOptions(): Promise<LaunchOptions> {
  const args = [...ARGUMENTS, ...(process.getuid?.() === 0 ? ["--no-sandbox"] : [])];
  const chosen = process.env["MAIAGENT_TEST_BROWSER"];
  if (chosen) return { executablePath: chosen, args };
  if (process.platform !== "linux" || process.arch !== "x64") return { channel: "chrome", args: [] };
  const folder = await unpackedChromium();
  const executablePath = join(folder, "chromium");
  // The sandbox needs a set-uid helper or user namespaces, which containers and Ubuntu 24 refuse. Only our own
  // loopback pages are ever opened.
  return { executablePath, args: [...new Set([...args, "--no-sandbox"])], env: await libraries(folder) };
}

/** The package unpacks into the temporary folder, not safely for two at once; here it does so once, in a cache. */
async function unpackedChromium(): Promise<string> {
  const manifest = packageSchema.parse(
    JSON.parse(await readFile(join(packageFolder, "package.json"), "utf8")),
  );
  return installOnce(`chromium-${manifest.version}`, async (folder) => {
    const script = 'import("@sparticuz/chromium").then(({ default: chromium }) => chromium.executablePath())';
    await run(process.execPath, ["--eval", script], {
      cwd: projectRoot,
      // The second variable makes it unpack its spare system libraries, too.
      env: { ...process.env, TMPDIR: folder, AWS_EXECUTION_ENV: "AWS_Lambda_nodejs24.x" },
    });
  });
}

/** Fonts and libraries of the package for machines that have none. */
async function libraries(folder: string): Promise<Record<string, string>> {
  const env: Record<string, string> = {};
  for (const [name, value] of Object.entries(process.env)) if (value !== undefined) env[name] = value;
  if (!existsSync("/etc/fonts/fonts.conf")) env["FONTCONFIG_PATH"] = join(folder, "fonts");
  const starts = await run(join(folder, "chromium"), ["--version"], { env }).then(
    () => true,
    () => false,
  );
  if (!starts) {
    env["LD_LIBRARY_PATH"] = [join(folder, "al2023", "lib"), env["LD_LIBRARY_PATH"]]
      .filter(Boolean)
      .join(":");
  }
  return env;
}
