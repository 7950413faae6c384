import { expect, type FrameLocator, type Locator } from "@playwright/test";
import type { Workbench } from "./workbench.ts";

/** The page of an import that is shown. */
export class ImportPage {
  readonly frame: FrameLocator;
  /** File rows and, below those with problems, their notes. */
  readonly rows: Locator;
  readonly counts: Locator;
  readonly problem: Locator;
  /** Where it is seen: the same words are also spoken by a live region. */
  readonly mappingProblem: Locator;

  constructor(workbench: Workbench) {
    this.frame = workbench.webview();
    this.rows = this.frame.locator(".columns tbody tr");
    this.counts = this.frame.locator(".counts li");
    this.problem = this.frame.locator(".problem");
    this.mappingProblem = this.frame.locator(".mapping-problem");
  }

  async expectLoaded(file: string): Promise<void> {
    await expect(this.frame.getByRole("heading", { name: `Import ${file}` })).toBeVisible({
      timeout: 30_000,
    });
    await expect(this.rows.first()).toBeVisible();
  }

  /** The select of the field that a column becomes. */
  fieldOf(column: string): Locator {
    return this.frame.getByRole("combobox", { name: `Field for column ${column}`, exact: true });
  }

  setting(label: string): Locator {
    return this.frame.getByLabel(label, { exact: true });
  }

  /** Presses a button and waits until its outcome stands there. */
  async run(button: "Dry Run" | "Import"): Promise<void> {
    await this.frame.getByRole("button", { name: button, exact: true }).click();
  }

  /** The number with this label, such as `to create`. */
  async expectCount(label: string, count: number): Promise<void> {
    const item = this.counts.filter({ has: this.frame.getByText(label, { exact: true }) });
    await expect(item.locator("strong")).toHaveText(count.toLocaleString("en"), { timeout: 30_000 });
  }
}
