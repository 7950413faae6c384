import { stat } from "node:fs/promises";
import { join } from "node:path";
import { packagedExtension, projectRoot } from "../support/projectRoot.ts";
import { lowerIsBetter, type Row } from "./measure.ts";

/** As vsce counts when it packages. */
const KILOBYTE = 1024;

function row(name: string, limit: number, bytes: number): Row {
  return lowerIsBetter(name, "limit", "kB", limit, bytes / KILOBYTE);
}

/** What activation loads, and the package. */
export async function sizeRows(): Promise<readonly Row[]> {
  return [
    row("activation file", 150, (await stat(join(projectRoot, "dist/extension.cjs"))).size),
    row("package (.vsix)", 700, (await stat(packagedExtension)).size),
  ];
}
