import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import * as z from "zod/mini";
import { cacheFolder, installOnce } from "./cacheFolder.ts";
import { writeNativeStandIns } from "./nativeStandIns.ts";
import { runNpm } from "./runNpm.ts";

/** A code-server release is VS Code of the same number: 4.139.1 carries VS Code 1.139.1. */
export const CURRENT_CODE_SERVER = "4.139.1";
/** The oldest VS Code that the extension supports and that npm has: `engines.vscode`. */
export const MINIMUM_CODE_SERVER = "4.106.3";

/** What the extension host of VS Code 1.106 runs on; it dead-locks under Node 24. */
const NODE_OF_MINIMUM = "22.21.1";

/** An installed code-server: the script to run, and the Node to run it with. */
export interface InstalledCodeServer {
  readonly entry: string;
  readonly node: string;
}

const nodePackageSchema = z.looseObject({ bin: z.object({ node: z.string() }) });
const manifestSchema = z.looseObject({ dependencies: z.record(z.string(), z.string()) });
const shrinkwrapSchema = z.looseObject({
  packages: z.record(
    z.string(),
    z.looseObject({
      version: z.optional(z.string()),
      dependencies: z.optional(z.record(z.string(), z.string())),
    }),
  ),
});

/** Finds code-server `version` in the user's cache; the first time it is installed there from npm. */
export async function installCodeServer(
  version: string,
  say: (line: string) => void = console.log,
): Promise<InstalledCodeServer> {
  const started = performance.now();
  const name = `code-server-${version}`;
  const folder = await installOnce(name, async (temporary) => {
    say(
      `Installing VS Code ${vscodeVersion(version)} (code-server ${version}) from npm into ${cacheFolder()}.`,
    );
    say("This happens once, takes 15 to 60 seconds and about 600 MB.");
    await writeFile(join(temporary, "package.json"), JSON.stringify({ private: true }));
    const node = version === MINIMUM_CODE_SERVER ? [`${nodePackage()}@${NODE_OF_MINIMUM}`] : [];
    await runNpm(temporary, ["install", "--ignore-scripts", `code-server@${version}`, ...node]);
    const vscode = join(codeServerIn(temporary), "lib", "vscode");
    await replaceGitDependencies(vscode);
    await runNpm(vscode, ["install", "--omit=dev", "--ignore-scripts"]);
    await writeNativeStandIns(temporary);
    say(`Installed in ${((performance.now() - started) / 1000).toFixed(0)} s.`);
  });
  const entry = join(codeServerIn(folder), "out", "node", "entry.js");
  if (version !== MINIMUM_CODE_SERVER) return { entry, node: process.execPath };
  const nodeFolder = join(folder, "node_modules", nodePackage());
  const manifest = nodePackageSchema.parse(
    JSON.parse(await readFile(join(nodeFolder, "package.json"), "utf8")),
  );
  return { entry, node: join(nodeFolder, manifest.bin.node) };
}

/** The version of VS Code inside a code-server release. */
export function vscodeVersion(codeServerVersion: string): string {
  return codeServerVersion.replace(/^4\./, "1.");
}

function codeServerIn(folder: string): string {
  return join(folder, "node_modules", "code-server");
}

/** The npm package with Node's own binary for this machine (what the package `node` fetches in its install script). */
function nodePackage(): string {
  const platform = process.platform === "win32" ? "win" : process.platform;
  return `${platform === "darwin" && process.arch === "arm64" ? "node-bin" : "node"}-${platform}-${process.arch}`;
}

/**
 * Older releases name a package by its commit on GitHub, which machines that reach only the npm registry cannot
 * fetch. The registry has the same version of it.
 */
async function replaceGitDependencies(vscode: string): Promise<void> {
  const manifestFile = join(vscode, "package.json");
  const shrinkwrapFile = join(vscode, "npm-shrinkwrap.json");
  const manifest = manifestSchema.parse(JSON.parse(await readFile(manifestFile, "utf8")));
  const shrinkwrap = shrinkwrapSchema.parse(JSON.parse(await readFile(shrinkwrapFile, "utf8")));
  const fromGit = Object.keys(manifest.dependencies).filter((name) =>
    manifest.dependencies[name]?.includes("/"),
  );
  if (fromGit.length === 0) return;
  for (const name of fromGit) {
    const locked = `node_modules/${name}`;
    const version = shrinkwrap.packages[locked]?.version;
    const root = shrinkwrap.packages[""]?.dependencies;
    if (!version || !root) throw new Error(`${shrinkwrapFile} does not pin ${name}`);
    manifest.dependencies[name] = version;
    root[name] = version;
    Reflect.deleteProperty(shrinkwrap.packages, locked);
  }
  await writeFile(manifestFile, JSON.stringify(manifest, null, 2));
  await writeFile(shrinkwrapFile, JSON.stringify(shrinkwrap, null, 2));
}
