import { expect, type FrameLocator, type Locator } from "@playwright/test";
import type { Workbench } from "./workbench.ts";

/** A table in an editor tab: dry run, result, seed run. */
export class DataTable {
  readonly frame: FrameLocator;
  readonly title: Locator;
  readonly rows: Locator;

  constructor(workbench: Workbench) {
    this.frame = workbench.webview();
    this.title = this.frame.getByRole("heading", { level: 1 });
    this.rows = this.frame.locator("tbody tr");
  }

  /** Waits for the table of this title and for the number of rows in some of its groups. */
  async expectCounts(title: string, counts: Readonly<Record<string, number>>): Promise<void> {
    await expect(this.title).toContainText(title, { timeout: 45_000 });
    for (const [label, count] of Object.entries(counts)) {
      await expect(this.frame.locator(".group", { hasText: label }).first()).toContainText(String(count), {
        timeout: 45_000,
      });
    }
  }

  /** Shows only the rows of a group. */
  async filter(label: string): Promise<void> {
    await this.frame.locator(".group", { hasText: label }).click();
  }

  async click(button: string): Promise<void> {
    await this.frame.getByRole("button", { name: button, exact: true }).click();
  }

  /** The rows with this text. */
  row(text: string | RegExp): Locator {
    return this.rows.filter({ hasText: text });
  }
}
