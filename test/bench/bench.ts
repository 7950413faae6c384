/**
 * Ratios against peers, each measured in the same run: `npm run bench`, or with `-- --short` fewer rounds. Prints a
 * table, writes out/bench.json, and ends with 0 whatever the figures: they are for people to judge.
 */
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { packageExtension } from "../support/packageExtension.ts";
import { projectRoot } from "../support/projectRoot.ts";
import { activationRow } from "./activation.ts";
import { listingRow, processorRow } from "./listing.ts";
import type { Row } from "./measure.ts";
import { sizeRows } from "./size.ts";
import thresholds from "./thresholds.json" with { type: "json" };
import { treeRows } from "./tree.ts";

const limits: Readonly<Record<string, number>> = thresholds;
const { values } = parseArgs({ options: { short: { type: "boolean", default: false } } });
const rounds = values.short ? 3 : 7;

await packageExtension();
const rows: readonly Row[] = [
  await activationRow(rounds),
  ...(await sizeRows()),
  await listingRow(values.short ? 1 : 3),
  await processorRow(rounds),
  ...(await treeRows()),
];

const verdict = ({ name, ratio, better }: Row): string => {
  const limit = limits[name] ?? Number.NaN;
  const isMet = better === "lower" ? ratio <= limit : ratio >= limit;
  return `${better === "lower" ? "<=" : ">="} ${limit}  ${isMet ? "met" : "MISSED"}`;
};
const table = [
  ["what", "peer", "peer's", "ours", "ratio", "must"],
  ...rows.map((row) => [
    row.name,
    row.peer,
    `${row.peerValue.toFixed(1)} ${row.unit}`,
    `${row.ourValue.toFixed(1)} ${row.unit}`,
    row.ratio.toFixed(2),
    verdict(row),
  ]),
];
const widths = (table[0] ?? []).map((_, column) =>
  Math.max(...table.map((line) => line[column]?.length ?? 0)),
);
for (const line of table) {
  console.log(line.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  "));
}
await mkdir(join(projectRoot, "out"), { recursive: true });
await writeFile(join(projectRoot, "out/bench.json"), JSON.stringify(rows, null, 2));
