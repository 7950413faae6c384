import { readFile, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { packagedExtension, projectRoot } from "../support/projectRoot.ts";
import limits from "./fileLimits.json" with { type: "json" };
import { lowerIsBetter, type Row } from "./measure.ts";

/** As vsce counts when it packages. */
const KILOBYTE = 1024;
const ACTIVATION = "dist/extension.cjs";

function row(name: string, limit: number, bytes: number): Row {
  return lowerIsBetter(name, "limit", "kB", limit, bytes / KILOBYTE);
}

/** The file and every other one that it imports at once. */
async function withImports(file: string, seen = new Map<string, string>()): Promise<Map<string, string>> {
  if (!seen.has(file)) {
    const text = await readFile(join(projectRoot, file), "utf8");
    seen.set(file, text);
    for (const [, path = ""] of text.matchAll(/(?:\bfrom|\bimport)"(\.[^"]+)"/gu)) {
      await withImports(join(dirname(file), path), seen);
    }
  }
  return seen;
}

/** What activation loads, the package, and the files that a first view and a first page load. */
export async function sizeRows(): Promise<readonly Row[]> {
  const rows = [
    row("activation file", 150, (await stat(join(projectRoot, ACTIVATION))).size),
    row("package (.vsix)", 700, (await stat(packagedExtension)).size),
  ];
  for (const [file, limit] of Object.entries(limits).filter(([name]) => name !== ACTIVATION)) {
    const texts = [...(await withImports(file)).values()];
    const bytes = texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0);
    rows.push(row(`${file}, with what it imports`, limit / KILOBYTE, bytes));
  }
  return rows;
}
