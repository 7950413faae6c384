import { join } from "node:path";
import { defineConfig } from "@playwright/test";
import { browserLaunchOptions } from "../support/browser.ts";
import { projectRoot } from "../support/projectRoot.ts";

/** Two runs in one clone need a folder each: a run empties its own first. */
const results = process.env["E2E_RESULTS"] ?? join(projectRoot, "test-results", "e2e");

/** Journeys of a person in a real VS Code with the packaged extension installed (`npm run test:e2e`). */
export default defineConfig({
  testDir: process.env["E2E_TESTS"] ?? import.meta.dirname,
  testMatch: "**/*.test.ts",
  outputDir: join(results, "artifacts"),
  globalSetup: join(import.meta.dirname, "installedExtension.ts"),
  fullyParallel: true,
  workers: Number(process.env["E2E_WORKERS"] ?? 2),
  // A build machine is shared: a journey that ran out of time there gets a second try, and is named as flaky.
  retries: process.env["CI"] === undefined ? 0 : 1,
  forbidOnly: process.env["CI"] !== undefined,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  reporter: [["list"], ["json", { outputFile: join(results, "report.json") }]],
  use: {
    launchOptions: await browserLaunchOptions(),
    viewport: { width: 1400, height: 900 },
    actionTimeout: 15_000,
    screenshot: "only-on-failure",
    trace: "retain-on-failure",
  },
});
