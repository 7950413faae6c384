import { expect, type Locator, type Page } from "@playwright/test";
import type { Workbench } from "./workbench.ts";

/** The Problems panel. */
export class ProblemsPanel {
  readonly #workbench: Workbench;
  readonly #panel: Locator;
  /** File rows and, below each, its problems. */
  readonly rows: Locator;

  constructor(page: Page, workbench: Workbench) {
    this.#workbench = workbench;
    this.#panel = page.locator(".markers-panel");
    this.rows = this.#panel.locator(".monaco-list-row");
  }

  async show(): Promise<void> {
    await this.#workbench.runCommand("Problems: Focus on Problems View");
    await expect(this.#panel).toBeVisible();
  }

  /** The rows with this text: a message or a file name. */
  row(text: string | RegExp): Locator {
    return this.rows.filter({ hasText: text });
  }
}
