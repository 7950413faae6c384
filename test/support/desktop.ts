/**
 * Runs the host suite in desktop VS Code (`npm run test:desktop`): the oldest supported version and the current
 * one, which @vscode/test-electron downloads into .vscode-test. Needs a display; on Linux without one, xvfb-run.
 *
 * Usage: node desktop.ts [minimum | stable]
 */
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runTests } from "@vscode/test-electron";
import { buildHost } from "./buildHost.ts";
import { QUIET_SETTINGS } from "./codeServer.ts";
import { projectRoot } from "./projectRoot.ts";
import { runCommand } from "./runCommand.ts";

/** `engines.vscode` and what users have today. */
const VERSIONS: Readonly<Record<string, string>> = { minimum: "1.106.0", stable: "stable" };

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !(name in VERSIONS));
if (unknown.length > 0)
  throw new Error(`Unknown: ${unknown.join(", ")}. Use ${Object.keys(VERSIONS).join(" or ")}.`);

if ((await runCommand("node", ["esbuild.mjs"])) !== 0) throw new Error("The build failed");
const suites = await buildHost();
let failures = 0;
for (const [name, version] of Object.entries(VERSIONS)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  console.log(`Host suite in desktop VS Code ${version} (${name})`);
  // A short path: VS Code makes a socket below it, and those have a length limit.
  const profile = await mkdtemp(join(tmpdir(), "mc-"));
  try {
    await prepareProfile(profile);
    for (const suite of suites) failures += await runSuite(version, profile, suite);
  } finally {
    await rm(profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
  }
}
console.log(failures === 0 ? "All desktop host suites passed" : `${failures} desktop host suites failed`);
process.exitCode = failures === 0 ? 0 : 1;

async function prepareProfile(profile: string): Promise<void> {
  await mkdir(join(profile, "u", "User"), { recursive: true });
  await mkdir(join(profile, "workspace"));
  await writeFile(join(profile, "u", "User", "settings.json"), JSON.stringify(QUIET_SETTINGS, null, 2));
}

/** Both suites of a version share one profile: the second sees what a restart leaves. Returns 0 or 1. */
async function runSuite(version: string, profile: string, suite: string): Promise<number> {
  const linux = process.platform === "linux";
  try {
    await runTests({
      version,
      extensionDevelopmentPath: projectRoot,
      extensionTestsPath: suite,
      launchArgs: [
        join(profile, "workspace"),
        `--user-data-dir=${join(profile, "u")}`,
        `--extensions-dir=${join(profile, "e")}`,
        "--disable-workspace-trust",
        "--skip-welcome",
        "--skip-release-notes",
        "--disable-updates",
        // A build machine has no keyring for SecretStorage.
        ...(linux ? ["--password-store=basic"] : []),
        ...(linux && process.getuid?.() === 0 ? ["--no-sandbox"] : []),
      ],
    });
    return 0;
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    return 1;
  }
}
