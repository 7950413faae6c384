/**
 * `npm test`: runs the stages check, unit, host and e2e and ends with "N passed, N failed".
 *
 * Usage: node runTests.ts [STAGE]... [ARGUMENTS FOR THE ONE STAGE'S TOOL]
 */
import { performance } from "node:perf_hooks";
import { runStage, STAGES, type Stage } from "./stages.ts";
import { addTotals, type Totals } from "./totals.ts";

const isStage = (argument: string): argument is Stage => STAGES.some((stage) => stage === argument);
const given = process.argv.slice(2);
const firstOther = given.findIndex((argument) => !isStage(argument));
const named = given.slice(0, firstOther < 0 ? given.length : firstOther).filter(isStage);
const extra = firstOther < 0 ? [] : given.slice(firstOther);
if (extra.length > 0 && named.length !== 1) {
  console.error(`Not a stage: ${extra.join(" ")}. The stages are ${STAGES.join(", ")}.`);
  process.exit(2);
}

const started = performance.now();
const lines: string[] = [];
let sum: Totals = { passed: 0, failed: 0, skipped: 0 };
for (const stage of STAGES.filter((candidate) => named.length === 0 || named.includes(candidate))) {
  console.log(`\n=== ${stage} ===`);
  const begun = performance.now();
  let totals: Totals;
  try {
    totals = await runStage(stage, extra);
  } catch (error) {
    console.error(error);
    totals = { passed: 0, failed: 1, skipped: 0 };
  }
  // A skipped test is one that nobody notices is missing.
  const failed = totals.failed + totals.skipped;
  sum = addTotals(sum, { passed: totals.passed, failed, skipped: 0 });
  const skipped = totals.skipped > 0 ? ` (${totals.skipped} of them skipped)` : "";
  lines.push(`${stage.padEnd(6)} ${totals.passed} passed, ${failed} failed${skipped}, ${seconds(begun)} s`);
}
console.log(`\n${lines.join("\n")}\nIn ${seconds(started)} s.\n`);
console.log(`${sum.passed} passed, ${sum.failed} failed`);
process.exitCode = sum.failed === 0 && sum.passed > 0 ? 0 : 1;

function seconds(since: number): string {
  return ((performance.now() - since) / 1000).toFixed(0);
}
