import { format } from "node:util";
import Mocha from "mocha";
import { remark } from "../support/totals.ts";
import { REPORT_MARK, TOTALS_MARK } from "./reportMarks.ts";

/** A test file of the host suite: its name and how to load it. */
export type TestFile = readonly [name: string, load: () => Promise<unknown>];

/**
 * Runs the test files with mocha inside the extension host; rejects when a test failed or none ran. VS Code calls
 * it through the `run` of the bundle that test/support/buildHost.ts makes.
 */
export async function runSuite(files: readonly TestFile[]): Promise<void> {
  if (process.env["HOST_SUITE_MARKED"] === "1") {
    Mocha.reporters.Base.consoleLog = (...args: unknown[]) => {
      for (const line of format(...args).split("\n")) console.log(REPORT_MARK + line);
    };
  }
  const grep = process.env["HOST_SUITE_GREP"];
  const mocha = new Mocha({
    ui: "bdd",
    reporter: "spec",
    color: process.env["HOST_SUITE_COLOR"] === "1",
    timeout: 30_000,
    // As the journeys: a build machine is shared.
    retries: process.env["CI"] === undefined ? 0 : 1,
    forbidOnly: process.env["CI"] !== undefined,
    ...(grep && { grep }),
  });
  for (const [name, load] of files) {
    mocha.suite.emit("pre-require", globalThis, name, mocha);
    await load();
    mocha.suite.emit("post-require", globalThis, name, mocha);
  }
  const remarks: string[] = [];
  const stats = await new Promise<Mocha.Stats | undefined>((resolve) => {
    const runner = mocha.run(() => resolve(runner.stats));
    runner.on("retry", (test: Mocha.Test, error: Error) =>
      remarks.push(remark("second try", test.fullTitle(), error.message)),
    );
    runner.on("fail", (test: Mocha.Runnable, error: Error) =>
      remarks.push(remark("failed", test.fullTitle(), error.message)),
    );
  });
  const { passes: passed = 0, failures: failed = 0, pending: skipped = 0 } = stats ?? {};
  const totals = { passed, failed, skipped, remarks };
  console.log(TOTALS_MARK + JSON.stringify(totals));
  if (totals.failed > 0) throw new Error(`${totals.failed} host tests failed`);
  if (totals.passed === 0 && !grep) throw new Error("no host test ran");
}
