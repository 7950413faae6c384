import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { build } from "esbuild";
import { projectRoot } from "../support/projectRoot.ts";
import { interleaved, lowerIsBetter, median, type Row } from "./measure.ts";

/** Lets a module load `vscode` outside VS Code. It is empty: loading is measured, nothing is called. */
const emptyVSCode = (file: string): string => `
import { registerHooks } from "node:module";
registerHooks({
  resolve: (name, context, next) =>
    name === "vscode" ? { url: ${JSON.stringify(pathToFileURL(file).href)}, shortCircuit: true } : next(name, context),
});`;

/** Milliseconds to load a module in a fresh process. */
async function loadTime(hooks: string, file: string): Promise<number> {
  const script = `const start = performance.now();
await import(${JSON.stringify(pathToFileURL(file).href)});
console.log(performance.now() - start);`;
  const args = ["--import", pathToFileURL(hooks).href, "--input-type=module", "--eval", script];
  const { stdout } = await promisify(execFile)(process.execPath, args);
  return Number(stdout);
}

/** What activation loads against a bundle of the two libraries alone, as a named import of each brings them. */
export async function chunkLoadRow(rounds: number): Promise<Row> {
  const folder = await mkdtemp(join(tmpdir(), "maiagent-bench-"));
  try {
    const hooks = join(folder, "hooks.mjs");
    const reference = join(folder, "reference.mjs");
    const vscode = join(folder, "vscode.cjs");
    await writeFile(vscode, "");
    await writeFile(hooks, emptyVSCode(vscode));
    await build({
      stdin: {
        contents: 'export { z } from "zod"; export { request } from "undici";',
        resolveDir: projectRoot,
      },
      bundle: true,
      minify: true,
      platform: "node",
      format: "esm",
      target: "node22",
      outfile: reference,
      banner: {
        js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);',
      },
    });
    const values = await interleaved(
      {
        peer: () => loadTime(hooks, reference),
        ours: () => loadTime(hooks, join(projectRoot, "dist/extension.cjs")),
      },
      rounds,
    );
    const name = "load of the activation file, fresh process";
    return lowerIsBetter(
      name,
      "undici + { z } in one bundle",
      "ms",
      median(values.peer),
      median(values.ours),
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
