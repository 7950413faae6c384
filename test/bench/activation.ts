import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium, expect, type Page } from "@playwright/test";
import { browserLaunchOptions } from "../support/browser.ts";
import { installExtension, startCodeServer } from "../support/codeServer.ts";
import { packagedExtension } from "../support/projectRoot.ts";
import { lowerIsBetter, median, type Row } from "./measure.ts";

/** How VS Code's own list of running extensions calls the two. */
const OURS = "MaiAgent Contacts";
const PEER = "GitHub Authentication";

/** Activation as VS Code reports it, code loading included: in milliseconds, of an extension that is active. */
async function reportedActivation(page: Page, name: string): Promise<number> {
  const row = page.locator(".runtime-extensions-editor .monaco-list-row", { hasText: name }).first();
  await expect(row).toContainText(/Activation: \d+ms/, { timeout: 30_000 });
  return Number(/Activation: (\d+)ms/.exec(await row.innerText())?.[1]);
}

async function showRunningExtensions(page: Page): Promise<void> {
  await page.keyboard.press("F1");
  await page.locator(".quick-input-box input").fill(">Developer: Show Running Extensions");
  await page.locator(".quick-input-list .monaco-list-row").first().click();
}

/** What is allowed whatever the machine, in milliseconds. */
const LIMIT = 25;

/** Activation in fresh extension hosts, against a built-in extension that starts in the same ones. */
export async function activationRows(rounds: number): Promise<readonly [toPeer: Row, toLimit: Row]> {
  const ours: number[] = [];
  const peer: number[] = [];
  const extensionsFolder = await mkdtemp(join(tmpdir(), "maiagent-bench-"));
  await installExtension(packagedExtension, extensionsFolder);
  const browser = await chromium.launch(await browserLaunchOptions());
  try {
    for (let round = 0; round < rounds; round++) {
      const server = await startCodeServer({ extensionsFolder });
      // High enough for every row: the list draws only what is on screen, the quickest extension last.
      const page = await browser.newPage({ viewport: { width: 1400, height: 3000 } });
      try {
        await page.goto(server.url);
        const icon = page.locator('.part.activitybar .action-label[aria-label^="MaiAgent"]');
        await expect(icon).toBeVisible({ timeout: 60_000 });
        await showRunningExtensions(page);
        // The window's own start is over when the built-in extension is there; a person comes later still.
        peer.push(await reportedActivation(page, PEER));
        await page.keyboard.press("Escape");
        await icon.click();
        await expect(page.getByRole("button", { name: "Try with Sample Data" })).toBeVisible({
          timeout: 30_000,
        });
        await showRunningExtensions(page);
        ours.push(await reportedActivation(page, OURS));
      } finally {
        await page.close();
        await server.stop();
      }
    }
  } finally {
    await browser.close();
    await rm(extensionsFolder, { recursive: true, force: true });
  }
  return [
    lowerIsBetter("activation in the extension host", PEER, "ms", median(peer), median(ours)),
    lowerIsBetter("activation in the extension host, as it is", "limit", "ms", LIMIT, median(ours)),
  ];
}
