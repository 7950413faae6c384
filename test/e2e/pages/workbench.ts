import { expect, type FrameLocator, type Locator, type Page } from "@playwright/test";
import type { QuickInput } from "./quickInput.ts";

/** The window as a whole: commands, activity bar, tabs, status bar, webviews. */
export class Workbench {
  readonly #page: Page;
  readonly #quickInput: QuickInput;
  /** Tabs of all editor groups. */
  readonly tabs: Locator;
  readonly statusBarItems: Locator;

  constructor(page: Page, quickInput: QuickInput) {
    this.#page = page;
    this.#quickInput = quickInput;
    this.tabs = page.locator(".part.editor .tabs-container .tab");
    this.statusBarItems = page.locator(".part.statusbar .statusbar-item");
  }

  /** Waits until the window takes input and its extension host has started. */
  async waitUntilReady(): Promise<void> {
    await expect(this.#page.locator(".monaco-workbench .part.statusbar .statusbar-item").first()).toBeVisible(
      { timeout: 45_000 },
    );
  }

  /** Opens the command palette and waits for its row of this exact title, such as "View: Close Editor". */
  async findCommand(title: string): Promise<Locator> {
    const { input, rows } = this.#quickInput;
    // Highlighted: the list answers to what was typed, and is not the one that stood there before.
    const name = this.#page.locator(".label-name .highlight").getByText(title, { exact: true });
    const row = rows.filter({ has: name }).first();
    // An open palette does not learn of commands that are registered later: close it and look again.
    await expect(async () => {
      await this.#page.keyboard.press("Escape");
      await this.#page.keyboard.press("F1");
      await expect(input).toHaveValue(/^>/, { timeout: 2_000 });
      await input.fill(`>${title}`);
      await expect(row).toBeVisible({ timeout: 2_000 });
    }).toPass({ timeout: 20_000 });
    return row;
  }

  /**
   * Runs a command from the palette. By Enter and not by a click: rows are used again for other commands while the
   * list changes, and a click may hit what stands there by then.
   */
  async runCommand(title: string): Promise<void> {
    const row = await this.findCommand(title);
    const focused = row.and(this.#page.locator(".focused"));
    await expect(async () => {
      if (!(await focused.isVisible())) await this.#page.keyboard.press("ArrowDown");
      await expect(focused).toBeVisible({ timeout: 500 });
    }).toPass({ timeout: 10_000 });
    await this.#page.keyboard.press("Enter");
  }

  /** Clicks an icon of the activity bar, unless its view is shown already. */
  async showView(container: string): Promise<void> {
    const icon = this.#page.locator(".part.activitybar .action-item", {
      has: this.#page.locator(`.action-label[aria-label^="${container}"]`),
    });
    const checked = this.#page.locator(".part.activitybar .action-item.checked", {
      has: this.#page.locator(`.action-label[aria-label^="${container}"]`),
    });
    await expect(icon).toBeVisible();
    // A window that is being restored may show the view by itself; a click would then hide it.
    await expect(async () => {
      if (!(await checked.isVisible())) await icon.click({ timeout: 2_000 });
      await expect(checked).toBeVisible({ timeout: 3_000 });
    }).toPass({ timeout: 20_000 });
  }

  /** The tab with this label. */
  tab(label: string | RegExp): Locator {
    const text =
      typeof label === "string" ? this.#page.getByText(label, { exact: true }) : this.#page.getByText(label);
    return this.tabs.filter({ has: this.#page.locator(".label-name").and(text) });
  }

  /** Asserts whether a tab has unsaved changes. */
  async expectDirty(tab: Locator, dirty: boolean): Promise<void> {
    if (dirty) await expect(tab).toHaveClass(/\bdirty\b/);
    else await expect(tab).not.toHaveClass(/\bdirty\b/);
  }

  statusBarItem(text: string | RegExp): Locator {
    return this.statusBarItems.filter({ hasText: text });
  }

  /**
   * The content of the webview that is shown. VS Code nests two frames: its own and the extension's. With a split
   * editor `index` counts the visible ones.
   */
  webview(index = 0): FrameLocator {
    return this.#page
      .locator("iframe.webview.ready:visible")
      .nth(index)
      .contentFrame()
      .frameLocator("iframe#active-frame");
  }
}
