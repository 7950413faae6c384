/**
 * Appends three entries to a ledger whose file may not grow beyond some bytes until the second has failed. Argument:
 * the ledger's path. Prints what became of each.
 */
import { execFileSync } from "node:child_process";
import { Ledger, type LedgerEntry } from "../../../../../src/data/engine/seed/ledger.ts";

const entry = (sourceId: string): LedgerEntry => ({ kind: "refused", sourceId, at: 1 });
const ledger = await Ledger.open(process.argv[2] ?? "");
const outcomes: string[] = [];
for (const sourceId of ["first", "x".repeat(4_000), "third"]) {
  outcomes.push(
    await ledger.append(entry(sourceId)).then(
      () => "written",
      (error: unknown) => (error instanceof Error ? error.name : ""),
    ),
  );
  if (outcomes.length === 2) {
    execFileSync("prlimit", ["--pid", String(process.pid), "--fsize=unlimited:"]);
  }
}
await ledger.close();
console.log(outcomes.join());
