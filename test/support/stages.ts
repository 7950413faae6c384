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
import { addTotals, remark, totalsSchema, type Totals } from "./totals.ts";

/** The stages of `npm test`, in this order. */
export const STAGES = ["check", "unit", "host", "e2e", "bench"] as const;
/** Every stage: `long` takes minutes and is run by name only (`npm run test:long`). */
export const ALL_STAGES = [...STAGES, "long"] as const;
export type Stage = (typeof ALL_STAGES)[number];

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
  suites: z.array(z.unknown()),
});
const suiteSchema = z.looseObject({
  specs: z.array(
    z.looseObject({
      title: z.string(),
      file: z.string(),
      line: z.number(),
      tests: z.array(
        z.looseObject({
          status: z.enum(["expected", "unexpected", "flaky", "skipped"]),
          results: z.array(z.looseObject({ error: z.optional(z.looseObject({ message: z.string() })) })),
        }),
      ),
    }),
  ),
  suites: z.optional(z.array(z.unknown())),
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
      const failed = { ...FAILED, remarks: [remark("failed", [command, ...args].join(" "))] };
      totals = addTotals(totals, passed ? { ...NONE, passed: 1 } : failed);
    }
    return totals;
  },

  unit: (extra) => nodeTests("unit", extra),

  long: (extra) => nodeTests("long", extra),

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
    const { stats, errors, suites } = playwrightReportSchema.parse(
      JSON.parse(await readFile(report, "utf8")),
    );
    const failed = stats.unexpected + errors.length;
    const passed = stats.expected + stats.flaky;
    return judged(code, { passed, failed, skipped: stats.skipped, remarks: suites.flatMap(journeyRemarks) });
  },

  bench: async (extra) => {
    const report = join(projectRoot, "out", "bench.json");
    await rm(report, { force: true });
    const code = await runCommand("node", [join("test", "bench", "bench.ts"), "--gate", ...extra]);
    const rows = benchReportSchema.parse(JSON.parse(await readFile(report, "utf8")));
    const missed = rows.filter(({ met }) => !met);
    const remarks = missed.map(({ name, ratio }) => remark("failed", name, `ratio ${ratio.toFixed(2)}`));
    return judged(code, {
      passed: rows.length - missed.length,
      failed: missed.length,
      skipped: 0,
      remarks,
    });
  },
};

const benchReportSchema = z.array(z.looseObject({ name: z.string(), ratio: z.number(), met: z.boolean() }));

/** What the end of the output says of the journeys in a suite of Playwright's report. */
function journeyRemarks(suite: unknown): string[] {
  const { specs, suites = [] } = suiteSchema.parse(suite);
  const own = specs.flatMap(({ title, file, line, tests }) =>
    tests.flatMap(({ status, results }) => {
      if (status === "expected") return [];
      const how = { unexpected: "failed", flaky: "second try", skipped: "skipped" } as const;
      const message = results.find(({ error }) => error)?.error?.message;
      return remark(how[status], `${file}:${line} › ${title}`, message);
    }),
  );
  return [...own, ...suites.flatMap(journeyRemarks)];
}

/** Runs the tests of a folder of `test` in plain Node. */
async function nodeTests(folder: "unit" | "long", extra: readonly string[]): Promise<Totals> {
  const report = join(results, `${folder}.json`);
  await rm(report, { force: true });
  const named = extra.some((argument) => argument.endsWith(".ts"));
  const files = named ? [] : globSync(`test/${folder}/**/*.test.ts`, { cwd: projectRoot }).sort();
  const reporters = [
    ...["--test-reporter=spec", "--test-reporter-destination=stdout"],
    ...["--test-reporter=./test/support/unitTotals.ts", `--test-reporter-destination=${report}`],
  ];
  const code = await runCommand("node", ["--test", ...reporters, ...extra, ...files]);
  return judged(code, totalsSchema.parse(JSON.parse(await readFile(report, "utf8"))));
}

/** A tool that ended badly although no test failed has failed all the same. */
function judged(code: number, totals: Totals): Totals {
  return code !== 0 && totals.failed === 0 ? addTotals(totals, FAILED) : totals;
}
