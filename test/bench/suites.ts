import { runStage, type Stage } from "../support/stages.ts";
import type { Row } from "./measure.ts";

/** Promises of which none may be broken: the tests that try each of them, by what their stage is given. */
const SUITES: readonly {
  readonly name: string;
  readonly runs: readonly (readonly [Stage, ...string[]])[];
}[] = [
  {
    name: "faults x methods: duplicates, missing, false errors",
    runs: [
      [
        "unit",
        "test/unit/data/engine/seed/faultMatrix.test.ts",
        "test/unit/data/engine/bulk/bulkFaults.test.ts",
      ],
      ["host", "--grep", "Over a bad network"],
    ],
  },
  {
    name: "two editors, 1,000 interleavings: fields lost unasked",
    runs: [["unit", "test/unit/model/interleavings.test.ts"]],
  },
  {
    name: "hostile server: late, too large, key elsewhere, unhandled",
    runs: [["unit", "test/unit/api/hostileServer.test.ts"]],
  },
  {
    name: "hostile names x sinks: links, commands, icons, formulas",
    runs: [
      ["unit", "test/unit/data/formulaGuard.test.ts"],
      ["host", "--grep", "A hostile name"],
    ],
  },
  {
    name: "key canary: hits in log, messages, pages, files",
    runs: [["host", "--grep", "A key that is quoted"]],
  },
];

/** The rows of things that must never happen: how many tests try, and how many of them it happened to. */
export async function suiteRows(): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for (const { name, runs } of SUITES) {
    let [tried, failed] = [0, 0];
    for (const [stage, ...extra] of runs) {
      const totals = await runStage(stage, extra);
      tried += totals.passed + totals.failed + totals.skipped;
      failed += totals.failed + totals.skipped;
    }
    rows.push({
      ...{ name, peer: "tests that try", unit: "", better: "lower" },
      ...{ peerValue: tried, ourValue: failed, ratio: failed },
    });
  }
  return rows;
}
