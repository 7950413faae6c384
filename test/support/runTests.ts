/**
 * `npm test`: runs the stages check, unit, host, e2e and bench and ends with "N passed, N failed".
 *
 * The stage `long` runs by name only.
 *
 * Usage: node runTests.ts [STAGE]... [ARGUMENTS FOR THE ONE STAGE'S TOOL]
 */
import { performance } from "node:perf_hooks";
import { ALL_STAGES, runStage, STAGES, type Stage } from "./stages.ts";
import { addTotals, remark, type Totals } from "./totals.ts";

const isStage = (argument: string): argument is Stage => ALL_STAGES.some((stage) => stage === argument);
const given = process.argv.slice(2);
const firstOther = given.findIndex((argument) => !isStage(argument));
const named = given.slice(0, firstOther < 0 ? given.length : firstOther).filter(isStage);
const extra = firstOther < 0 ? [] : given.slice(firstOther);
if (extra.length > 0 && named.length !== 1) {
  console.error(`Not a stage: ${extra.join(" ")}. The stages are ${ALL_STAGES.join(", ")}.`);
  process.exit(2);
}

const started = performance.now();
const lines: string[] = [];
const remarks: string[] = [];
let sum: Totals = { passed: 0, failed: 0, skipped: 0 };
const wanted = named.length === 0 ? STAGES : ALL_STAGES.filter((stage) => named.includes(stage));
for (const stage of wanted) {
  console.log(`\n=== ${stage} ===`);
  const begun = performance.now();
  let totals: Totals;
  try {
    totals = await runStage(stage, extra);
  } catch (error) {
    console.error(error);
    totals = { passed: 0, failed: 1, skipped: 0, remarks: [remark("failed", "the stage", String(error))] };
  }
  // A skipped test is one that nobody notices is missing.
  const failed = totals.failed + totals.skipped;
  sum = addTotals(sum, { passed: totals.passed, failed, skipped: 0 });
  remarks.push(...(totals.remarks ?? []).map((line) => `${stage} ${line}`));
  const skipped = totals.skipped > 0 ? ` (${totals.skipped} of them skipped)` : "";
  lines.push(`${stage.padEnd(6)} ${totals.passed} passed, ${failed} failed${skipped}, ${seconds(begun)} s`);
}
// Whoever sees only the end of the output can still tell what went wrong.
if (remarks.length > 0) console.log(`\n${remarks.join("\n")}`);
console.log(`\n${lines.join("\n")}\nIn ${seconds(started)} s.\n`);
console.log(`${sum.passed} passed, ${sum.failed} failed`);
process.exitCode = sum.failed === 0 && sum.passed > 0 ? 0 : 1;

function seconds(since: number): string {
  return ((performance.now() - since) / 1000).toFixed(0);
}
