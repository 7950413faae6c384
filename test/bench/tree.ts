import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium, expect, type Page } from "@playwright/test";
import { startSandbox } from "../../src/sandbox/startSandbox.ts";
import { browserLaunchOptions } from "../support/browser.ts";
import { installExtension, startCodeServer } from "../support/codeServer.ts";
import { packagedExtension } from "../support/projectRoot.ts";
import { sandboxSettings } from "../support/sandboxSettings.ts";
import { elapsed, median, type Row } from "./measure.ts";

const PAGES = 20;

/** Milliseconds from 'Load more' until the row that offers the page after it stands at the end of the list. */
async function loadMore(page: Page, loaded: number): Promise<number> {
  const last = page.locator(".part.sidebar .monaco-list-row.focused");
  const next = `Load more (${loaded.toLocaleString("en")} of`;
  return elapsed(async () => {
    await page.keyboard.press("Enter");
    await expect(async () => {
      await page.keyboard.press("End");
      await expect(last).toContainText(next, { timeout: 50 });
    }).toPass({ intervals: [20], timeout: 20_000 });
  });
}

/** The first page of a list and its twentieth, painted in the real tree; ours is page 20, the peer our own page 2. */
export async function treeRows(): Promise<readonly Row[]> {
  const sandbox = await startSandbox({ contacts: (PAGES + 2) * 100 });
  const extensionsFolder = await mkdtemp(join(tmpdir(), "maiagent-bench-"));
  await installExtension(packagedExtension, extensionsFolder);
  const server = await startCodeServer({
    extensionsFolder,
    settings: sandboxSettings(sandbox.baseUrl),
    env: { MAIAGENT_API_KEY: sandbox.apiKey },
  });
  const browser = await chromium.launch(await browserLaunchOptions());
  try {
    const page = await browser.newPage();
    await page.goto(server.url);
    await page.locator('.part.activitybar .action-label[aria-label^="MaiAgent"]').click({ timeout: 60_000 });
    const list = page.locator('.part.sidebar .monaco-list-row[aria-level="2"]').last();
    await expect(list).toContainText("2,200", { timeout: 60_000 });
    sandbox.clearRequests();
    await list.click();
    const times: number[] = [];
    await expect(page.locator('.part.sidebar .monaco-list-row[aria-level="3"]').first()).toBeVisible();
    const requests = sandbox.requests.length;
    await page.keyboard.press("End");
    for (let number = 2; number <= PAGES; number++) {
      times.push(await loadMore(page, number * 100));
    }
    const early = median(times.slice(0, 4));
    const late = median(times.slice(-4));
    return [
      {
        name: "requests until an expanded list is painted",
        peer: "one page",
        unit: "",
        peerValue: 1,
        ourValue: requests,
        ratio: requests,
        better: "lower",
      },
      {
        name: "'Load more' up to page 20",
        peer: "pages 2 to 5",
        unit: "ms",
        peerValue: early,
        ourValue: late,
        ratio: late / early,
        better: "lower",
      },
    ];
  } finally {
    await browser.close();
    await server.stop();
    await sandbox.close();
    await rm(extensionsFolder, { recursive: true, force: true });
  }
}
