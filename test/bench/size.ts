import { readFile, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { packagedExtension, projectRoot } from "../support/projectRoot.ts";
import type { Row } from "./measure.ts";

const KILOBYTE = 1000;

/** Bytes of a module with everything that it imports statically. */
async function bytesWithImports(file: string, seen = new Set<string>()): Promise<number> {
  if (seen.has(file)) {
    return 0;
  }
  seen.add(file);
  const text = await readFile(file, "utf8");
  let bytes = Buffer.byteLength(text);
  for (const [, path] of text.matchAll(/(?:from|import)\s*"(\.[^"]+)"/g)) {
    if (path !== undefined) {
      bytes += await bytesWithImports(join(dirname(file), path), seen);
    }
  }
  return bytes;
}

function row(name: string, limit: number, bytes: number): Row {
  const [peerValue, ourValue] = [limit, bytes / KILOBYTE];
  return {
    name,
    peer: "limit",
    unit: "kB",
    peerValue,
    ourValue,
    ratio: ourValue / peerValue,
    better: "lower",
  };
}

/** What activation loads, and the package. */
export async function sizeRows(): Promise<readonly Row[]> {
  return [
    row(
      "activation chunk with its imports",
      150,
      await bytesWithImports(join(projectRoot, "dist/extension.js")),
    ),
    row("package (.vsix)", 700, (await stat(packagedExtension)).size),
  ];
}
