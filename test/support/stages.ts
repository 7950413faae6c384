import { globSync } from "node:fs";
import { mkdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import * as z from "zod/mini";
import { buildHost } from "./buildHost.ts";
import { CURRENT_CODE_SERVER, MINIMUM_CODE_SERVER } from "./installCodeServer.ts";
import { packageExtension } from "./packageExtension.ts";
import { projectRoot } from "./projectRoot.ts";
import { runCommand } from "./runCommand.ts";
import { runHostSuite } from "./runHostSuite.ts";
import { addTotals, totalsSchema, type Totals } from "./totals.ts";

/** The stages of `npm test`, in this order. */
export const STAGES = ["check", "unit", "host", "e2e"] as const;
export type Stage = (typeof STAGES)[number];

const results = join(projectRoot, "test-results");
const NONE: Totals = { passed: 0, failed: 0, skipped: 0 };
const FAILED: Totals = { passed: 0, failed: 1, skipped: 0 };

const playwrightReportSchema = z.looseObject({
  stats: z.looseObject({
    expected: z.number(),
    unexpected: z.number(),
    flaky: z.number(),
    skipped: z.number(),
  }),
  errors: z.array(z.unknown()),
});

/**
 * Runs one stage, with `extra` arguments for its own tool (`--grep save`), and returns what it counted. A stage
 * that breaks off, counts nothing or ends badly without a failed test has one failure.
 */
export async function runStage(stage: Stage, extra: readonly string[]): Promise<Totals> {
  await mkdir(results, { recursive: true });
  const totals = await runners[stage](extra);
  return totals.passed + totals.failed + totals.skipped === 0 ? FAILED : totals;
}

const runners: Readonly<Record<Stage, (extra: readonly string[]) => Promise<Totals>>> = {
  check: async () => {
    let totals = NONE;
    const checks: readonly (readonly [string, ...string[]])[] = [
      ["tsc", "-p", "tsconfig.json"],
      ["tsc", "-p", "src/webview/tsconfig.json"],
      ["eslint", "."],
      ["prettier", "--check", "--log-level", "warn", "."],
    ];
    for (const [command, ...args] of checks) {
      const passed = (await runCommand(command, args)) === 0;
      console.log(`${passed ? "✓" : "✗"} ${command} ${args.join(" ")}`);
      totals = addTotals(totals, passed ? { ...NONE, passed: 1 } : FAILED);
    }
    return totals;
  },

  unit: async (extra) => {
    const report = join(results, "unit.json");
    await rm(report, { force: true });
    const named = extra.some((argument) => argument.endsWith(".ts"));
    const files = named ? [] : globSync("test/unit/**/*.test.ts", { cwd: projectRoot }).sort();
    const reporters = [
      ...["--test-reporter=spec", "--test-reporter-destination=stdout"],
      ...["--test-reporter=./test/support/unitTotals.ts", `--test-reporter-destination=${report}`],
    ];
    const code = await runCommand("node", ["--test", ...reporters, ...extra, ...files]);
    return judged(code, totalsSchema.parse(JSON.parse(await readFile(report, "utf8"))));
  },

  host: async (extra) => {
    if ((await runCommand("node", ["esbuild.mjs"])) !== 0) return FAILED;
    const suites = await buildHost();
    const at = extra.indexOf("--grep");
    const grep = at < 0 ? undefined : extra[at + 1];
    let totals = NONE;
    for (const version of [CURRENT_CODE_SERVER, MINIMUM_CODE_SERVER]) {
      const run = { version, extension: projectRoot, suites, verbose: extra.includes("--verbose") };
      totals = addTotals(totals, await runHostSuite({ ...run, ...(grep !== undefined && { grep }) }));
    }
    return totals;
  },

  e2e: async (extra) => {
    const vsix = await packageExtension();
    const report = join(process.env["E2E_RESULTS"] ?? join(results, "e2e"), "report.json");
    await rm(report, { force: true });
    const config = join("test", "e2e", "playwright.config.ts");
    const code = await runCommand("playwright", ["test", "-c", config, ...extra], {
      E2E_VSIX: vsix,
    });
    const { stats, errors } = playwrightReportSchema.parse(JSON.parse(await readFile(report, "utf8")));
    const failed = stats.unexpected + errors.length;
    return judged(code, { passed: stats.expected + stats.flaky, failed, skipped: stats.skipped });
  },
};

/** A tool that ended badly although no test failed has failed all the same. */
function judged(code: number, totals: Totals): Totals {
  return code !== 0 && totals.failed === 0 ? addTotals(totals, FAILED) : totals;
}
