import type { Row } from "./measure.ts";
import thresholds from "./thresholds.json" with { type: "json" };

const limits: Readonly<Record<string, number>> = thresholds;

function limitOf({ name }: Row): number {
  const limit = limits[name];
  if (limit === undefined) {
    throw new Error(`thresholds.json has no limit for "${name}"`);
  }
  return limit;
}

/** How far a duration or a rate may miss its threshold at the gate: few rounds, on a machine that others use, too. */
const SLACK = 1.5;

/** Whether a row keeps its threshold; at the gate, where durations have some slack and sizes and counts have none. */
export function isMet(row: Row, at: "target" | "gate"): boolean {
  const slack = at === "gate" && ["ms", "/s"].includes(row.unit) ? SLACK : 1;
  const limit = limitOf(row);
  return row.better === "lower" ? row.ratio <= limit * slack : row.ratio >= limit / slack;
}

/** Prints what was measured: peer, ours, ratio, and what the ratio must be. */
export function printTable(rows: readonly Row[]): void {
  const table = [
    ["what", "peer", "peer's", "ours", "ratio", "must"],
    ...rows.map((row) => {
      return [
        row.name,
        row.peer,
        `${row.peerValue.toFixed(1)} ${row.unit}`,
        `${row.ourValue.toFixed(1)} ${row.unit}`,
        row.ratio.toFixed(2),
        `${row.better === "lower" ? "<=" : ">="} ${limitOf(row)}  ${isMet(row, "target") ? "met" : "MISSED"}`,
      ];
    }),
  ];
  const widths = (table[0] ?? []).map((_, column) =>
    Math.max(...table.map((line) => line[column]?.length ?? 0)),
  );
  for (const line of table) {
    console.log(line.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  "));
  }
}
