/**
 * Runs the bundled host suite inside VS Code in the browser. It builds nothing: see buildHost.ts.
 *
 * Usage: node runHostSuite.ts [--minimum | --all] [--verbose] [--grep TEXT] [--extension FOLDER] [--suite FILE]...
 */
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { chromium } from "@playwright/test";
import { CANARY_TRACES } from "../host/canaryMark.ts";
import { REPORT_MARK, TOTALS_MARK } from "../host/reportMarks.ts";
import { browserLaunchOptions } from "./browser.ts";
import { hostBundles } from "./buildHost.ts";
import { startCodeServer } from "./codeServer.ts";
import { HostReport } from "./hostReport.ts";
import { runHostSession } from "./hostSession.ts";
import { CURRENT_CODE_SERVER, MINIMUM_CODE_SERVER, vscodeVersion } from "./installCodeServer.ts";
import { projectRoot } from "./projectRoot.ts";
import { addTotals, totalsSchema, type Totals } from "./totals.ts";

/** What to run, and in which code-server. */
export interface HostRun {
  readonly version: string;
  /** The folder of the extension under test. */
  readonly extension: string;
  /** Bundles to run one after the other in one profile. */
  readonly suites: readonly string[];
  readonly grep?: string;
  /** Print what else VS Code and the tests write to the console. */
  readonly verbose?: boolean;
}

/** Runs the suites and returns their totals; a session that breaks off or reports no totals counts as a failure. */
export async function runHostSuite(run: HostRun): Promise<Totals> {
  console.log(`Host suite in VS Code ${vscodeVersion(run.version)}`);
  const isTrace = new RegExp(CANARY_TRACES.join("|"), "u");
  const traces: string[] = [];
  const watch = (line: string) => {
    if (isTrace.test(line)) traces.push(line);
  };
  const server = await startCodeServer({
    version: run.version,
    onOutput: watch,
    env: {
      HOST_SUITE_MARKED: "1",
      ...(run.grep && { HOST_SUITE_GREP: run.grep }),
      ...(process.stdout.isTTY && { HOST_SUITE_COLOR: "1" }),
      ...(process.env["CI"] && { CI: process.env["CI"] }),
    },
  });
  const browser = await chromium.launch(await browserLaunchOptions());
  let totals: Totals = { passed: 0, failed: 0, skipped: 0 };
  try {
    // One context for all sessions: SecretStorage lives in the browser's profile.
    const context = await browser.newContext();
    for (const suite of run.suites) totals = addTotals(totals, await session(suite));
    if (traces.length > 0) {
      console.error(`VS Code wrote the key of keyCanary.test.ts ${traces.length} times:\n${traces[0] ?? ""}`);
      totals = addTotals(totals, { passed: 0, failed: 1, skipped: 0 });
    }
    return totals;

    async function session(suite: string): Promise<Totals> {
      let reported: Totals | undefined;
      const others: string[] = [];
      const report = new HostReport(suite);
      const code = await runHostSession(server, context, { extension: run.extension, suite }, (line) => {
        watch(line);
        if (line.startsWith(TOTALS_MARK))
          reported = totalsSchema.parse(JSON.parse(line.slice(TOTALS_MARK.length)));
        else if (line.startsWith(REPORT_MARK)) report.write(line.slice(REPORT_MARK.length));
        else if (run.verbose) console.log(line);
        else others.push(line);
      });
      if (reported && (code === 0 || reported.failed > 0)) return reported;
      console.error(others.slice(-60).join("\n"));
      console.error(`${suite} ended with exit code ${code}${reported ? "" : " before it could report"}`);
      return addTotals(reported, { passed: 0, failed: 1, skipped: 0 });
    }
  } finally {
    await browser.close();
    await server.stop();
  }
}

/** The bundles that buildHost.ts left. */
export function builtSuites(): string[] {
  return ["suite.cjs", "restart.cjs"]
    .map((name) => join(hostBundles, name))
    .filter((file) => existsSync(file));
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: {
      minimum: { type: "boolean", default: false },
      all: { type: "boolean", default: false },
      verbose: { type: "boolean", default: false },
      grep: { type: "string" },
      extension: { type: "string", default: projectRoot },
      suite: { type: "string", multiple: true },
    },
  });
  const both = [CURRENT_CODE_SERVER, MINIMUM_CODE_SERVER];
  const versions = values.all ? both : [values.minimum ? MINIMUM_CODE_SERVER : CURRENT_CODE_SERVER];
  const suites = values.suite?.map((file) => resolve(file)) ?? builtSuites();
  if (suites.length === 0) throw new Error(`Nothing to run in ${hostBundles}: build the suite first`);
  let totals: Totals | undefined;
  for (const version of versions) {
    const extension = resolve(values.extension);
    const grep = values.grep === undefined ? {} : { grep: values.grep };
    totals = addTotals(
      totals,
      await runHostSuite({ version, extension, suites, verbose: values.verbose, ...grep }),
    );
  }
  console.log(`${totals?.passed ?? 0} passed, ${totals?.failed ?? 0} failed`);
  process.exitCode = totals?.failed === 0 && totals.passed > 0 ? 0 : 1;
}
