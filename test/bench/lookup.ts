import { expect } from "@playwright/test";
import { startSandbox } from "../../src/sandbox/startSandbox.ts";
import { lowerIsBetter, type Row } from "./measure.ts";
import { withRealWindow } from "./realWindow.ts";

const TYPED = "crm-104171";

/** Requests that ten keystrokes cost, as fast as a quick typist's, against a picker that asks at each. */
export async function lookupRow(): Promise<Row> {
  const sandbox = await startSandbox({ contacts: 300 });
  try {
    return await withRealWindow(sandbox, {}, async ({ page, workbench, quickInput }) => {
      await workbench.runCommand("MaiAgent: Find Contact…");
      await expect(quickInput.row("陳美玲")).toBeVisible({ timeout: 30_000 });
      sandbox.clearRequests();
      await quickInput.input.focus();
      await page.keyboard.type(TYPED, { delay: 60 });
      // The row may stand before its request: the picker knows contacts that it has seen.
      await expect
        .poll(() => sandbox.requests.some(({ path }) => path.endsWith(TYPED)), { timeout: 30_000 })
        .toBe(true);
      await expect(quickInput.rows).toHaveCount(1);
      await expect(quickInput.row("林志明")).toBeVisible();
      const requests = sandbox.requests.length;
      return lowerIsBetter("requests for 10 fast keystrokes", "one each", "", TYPED.length, requests);
    });
  } finally {
    await sandbox.close();
  }
}
