import { expect, type Locator, type Page } from "@playwright/test";

/** One view of the side bar that shows a tree. */
export class TreeView {
  readonly #page: Page;
  /** The section of the side bar, with its title and toolbar. */
  readonly pane: Locator;
  /** All rows on screen; a long tree renders only these. */
  readonly rows: Locator;
  /** Texts and buttons of the welcome state. */
  readonly welcome: Locator;

  /** @param name Title of the view, as its section heading shows it. */
  constructor(page: Page, name: string) {
    this.#page = page;
    // A lone view merges its title with its container's.
    const header = page.locator(".pane-header").filter({ hasText: name });
    this.pane = page.locator(".part.sidebar .pane").filter({ has: header });
    this.rows = this.pane.locator(".monaco-list-row");
    this.welcome = this.pane.locator(".welcome-view-content");
  }

  /** The row with exactly this label, at this level (1 = top) when given. */
  row(label: string, level?: number): Locator {
    const exact = this.#page.locator(".label-name").getByText(label, { exact: true });
    const rows =
      level === undefined ? this.rows : this.pane.locator(`.monaco-list-row[aria-level="${level}"]`);
    return rows.filter({ has: exact });
  }

  /** The grey text behind a row's label. */
  description(row: Locator): Locator {
    return row.locator(".label-description");
  }

  /** Labels of the rows on screen, from top to bottom. */
  async labels(): Promise<string[]> {
    return this.rows.locator(".label-name").allTextContents();
  }

  async expand(row: Locator): Promise<void> {
    if ((await row.getAttribute("aria-expanded")) !== "true") await row.locator(".monaco-tl-twistie").click();
    await expect(row).toHaveAttribute("aria-expanded", "true");
  }

  async collapse(row: Locator): Promise<void> {
    if ((await row.getAttribute("aria-expanded")) === "true") await row.locator(".monaco-tl-twistie").click();
    await expect(row).toHaveAttribute("aria-expanded", "false");
  }

  /** Right-clicks a row and chooses an entry of its menu, or with two names the entry of a submenu. */
  async chooseFromMenu(row: Locator, ...path: readonly [entry: string, inSubmenu?: string]): Promise<void> {
    const [first, second] = path;
    const item = this.#menuEntry(second ?? first);
    let isChosen = false;
    await expect(async () => {
      if (!isChosen) {
        // An editor that opens meanwhile takes the focus, and with it the menu.
        if (!(await this.#menuEntry(first).isVisible())) await row.click({ button: "right", timeout: 2_000 });
        if (second !== undefined) await this.#menuEntry(first).hover({ timeout: 2_000 });
      }
      // A menu ignores the mouse for its first 100 ms, lest the click that opens it also chooses.
      if (!isChosen || (await item.isVisible())) await item.click({ timeout: 2_000 });
      isChosen = true;
      await expect(item).toBeHidden({ timeout: 1_000 });
    }).toPass({ timeout: 35_000 });
  }

  #menuEntry(entry: string): Locator {
    return this.#page.locator(".monaco-menu").getByRole("menuitem", { name: entry, exact: true });
  }

  /** Clicks an icon that a row shows while the mouse is over it. */
  async clickInlineAction(row: Locator, action: string): Promise<void> {
    await row.hover();
    await row.locator(".actions").getByRole("button", { name: action }).click();
  }

  /** Clicks an icon in the view's own title. */
  async clickTitleAction(action: string): Promise<void> {
    // A lone view has its icons in the title of the side bar.
    await this.#page.locator(".part.sidebar .composite.title, .part.sidebar > .title").first().hover();
    await this.#page
      .locator(".part.sidebar .title-actions")
      .getByRole("button", { name: action })
      .first()
      .click();
  }
}
