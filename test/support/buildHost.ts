import { existsSync } from "node:fs";
import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { build } from "esbuild";
import { projectRoot } from "./projectRoot.ts";

/** Where the host suite's bundles go. */
export const hostBundles = join(projectRoot, "out", "test", "host");

/**
 * Bundles test/host into the files that VS Code loads in its extension host, and returns their paths in the
 * order to run them: `suite.cjs` with `*.test.ts`, then `restart.cjs` with `*.restart.test.ts`, which runs in the
 * same profile after a restart of the extension host and so sees what the first one left behind.
 */
export async function buildHost(
  folder: string = join(projectRoot, "test", "host"),
  out: string = hostBundles,
): Promise<string[]> {
  const files = existsSync(folder)
    ? (await readdir(folder, { recursive: true })).filter((file) => file.endsWith(".test.ts"))
    : [];
  files.sort();
  const restart = files.filter((file) => file.endsWith(".restart.test.ts"));
  await rm(out, { recursive: true, force: true });
  await bundle(
    folder,
    files.filter((file) => !restart.includes(file)),
    join(out, "suite.cjs"),
  );
  if (restart.length === 0) return [join(out, "suite.cjs")];
  await bundle(folder, restart, join(out, "restart.cjs"));
  return [join(out, "suite.cjs"), join(out, "restart.cjs")];
}

async function bundle(folder: string, files: readonly string[], outfile: string): Promise<void> {
  const suite = JSON.stringify(join(projectRoot, "test", "host", "suite.ts"));
  const list = files.map((file) => {
    const path = file.replaceAll("\\", "/");
    return `[${JSON.stringify(path)}, () => import(${JSON.stringify(`./${path}`)})]`;
  });
  await build({
    stdin: {
      contents: `import { runSuite } from ${suite};\nexport const run = () => runSuite([${list.join(", ")}]);\n`,
      resolveDir: folder,
      loader: "ts",
    },
    outfile,
    bundle: true,
    platform: "node",
    format: "cjs",
    target: "node22",
    // jsonc-parser's `main` is a UMD wrapper that bundlers cannot follow.
    mainFields: ["module", "main"],
    // mocha goes in, too: VS Code's own require() does not load the ES modules of an outside copy reliably.
    external: ["vscode"],
    logOverride: { "empty-import-meta": "silent", "require-resolve-not-external": "silent" },
    sourcemap: "linked",
    logLevel: "warning",
  });
}

if (import.meta.main) await buildHost();
