import { chromium, expect, type Locator } from "@playwright/test";
import { browserLaunchOptions } from "./browser.ts";

const LIMIT_MS = 60_000;

/**
 * Opens VS Code in a headless browser, goes down the extension's tree and returns the labels of the contacts it
 * finds there. Rejects when there are none.
 */
export async function seesContacts(url: string): Promise<string[]> {
  const browser = await chromium.launch(await browserLaunchOptions());
  try {
    const page = await browser.newPage();
    await page.goto(url);
    await page
      .locator('.part.activitybar .action-label[aria-label^="MaiAgent"]')
      .click({ timeout: LIMIT_MS });
    const level = (number: number): Locator =>
      page.locator(`.part.sidebar .monaco-list-row[aria-level="${number}"]`);
    // Connection, then inbox, then contacts.
    for (const depth of [1, 2]) {
      const row = level(depth).first();
      await expect(row).toBeVisible({ timeout: LIMIT_MS });
      await expect(row).toHaveAttribute("aria-expanded", /.+/, { timeout: LIMIT_MS });
      if ((await row.getAttribute("aria-expanded")) === "false")
        await row.locator(".monaco-tl-twistie").click();
    }
    const contacts = level(3);
    await expect(contacts.nth(2)).toBeVisible({ timeout: LIMIT_MS });
    return (await contacts.locator(".label-name").allTextContents()).slice(0, 5);
  } finally {
    await browser.close();
  }
}
