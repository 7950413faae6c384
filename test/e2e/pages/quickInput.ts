import { dirname } from "node:path";
import { expect, type Locator, type Page } from "@playwright/test";

/** The box at the top of the window: command palette, quick picks, input boxes. */
export class QuickInput {
  readonly #page: Page;
  readonly widget: Locator;
  readonly input: Locator;
  readonly rows: Locator;
  readonly title: Locator;
  /** Prompt or validation message under the input. */
  readonly message: Locator;

  constructor(page: Page) {
    this.#page = page;
    this.widget = page.locator(".quick-input-widget");
    this.input = this.widget.locator(".quick-input-box input");
    this.rows = this.widget.locator(".quick-input-list .monaco-list-row");
    this.title = this.widget.locator(".quick-input-title");
    this.message = this.widget.locator(".quick-input-message");
  }

  /** The rows whose label or description contains `text`. */
  row(text: string | RegExp): Locator {
    return this.rows.filter({ hasText: text });
  }

  /** Waits for an input box or filter and replaces its text, without confirming. */
  async type(text: string): Promise<void> {
    await expect(this.input).toBeFocused();
    await this.input.fill(text);
  }

  /** Types, presses Enter and waits until the box is gone or asks for something else. */
  async enter(text: string): Promise<void> {
    await this.type(text);
    await this.#page.keyboard.press("Enter");
    await expect
      .poll(async () => (await this.input.isVisible()) && (await this.input.inputValue()) === text)
      .toBe(false);
  }

  /** Clicks the first row that contains `text`. */
  async pick(text: string | RegExp): Promise<void> {
    await this.row(text).first().click();
  }

  /** Answers the file dialog, which is a quick input here, with a path. */
  async chooseFile(path: string): Promise<void> {
    // The dialog begins in the folder above, goes down and then puts a name there: what is filled in before is lost.
    let last = "";
    const isSettled = async () => {
      const before = last;
      last = await this.input.inputValue();
      return last === before && last.includes(`${dirname(path)}/`);
    };
    await expect.poll(isSettled, { intervals: [250], timeout: 15_000 }).toBe(true);
    // The dialog looks at the disk after each change and ignores Enter meanwhile.
    await expect(async () => {
      if (await this.widget.isVisible()) {
        await this.input.fill(path, { timeout: 2_000 });
        await this.#page.keyboard.press("Enter");
      }
      await expect(this.widget).toBeHidden({ timeout: 3_000 });
    }).toPass({ timeout: 30_000 });
  }

  async cancel(): Promise<void> {
    await this.#page.keyboard.press("Escape");
    await expect(this.widget).toBeHidden();
  }
}
