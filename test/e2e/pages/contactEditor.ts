import { expect, type FrameLocator, type Locator } from "@playwright/test";
import type { Workbench } from "./workbench.ts";

/** The contact editor that is shown: form and JSON in a webview. */
export class ContactEditor {
  readonly frame: FrameLocator;
  readonly name: Locator;
  readonly email: Locator;
  readonly phone: Locator;
  readonly sourceId: Locator;
  /** The JSON pane's editable text. */
  readonly json: Locator;
  readonly footer: Locator;
  readonly notice: Locator;
  readonly header: Locator;
  /** What `queryMetadata` lets the contact's assistant read. */
  readonly access: Locator;

  /** @param index Counts the editors that are visible side by side. */
  constructor(workbench: Workbench, index = 0) {
    this.frame = workbench.webview(index);
    this.name = this.frame.getByLabel("Name", { exact: true });
    this.email = this.frame.getByLabel("E-mail", { exact: true });
    this.phone = this.frame.getByLabel("Phone", { exact: true });
    this.sourceId = this.frame.getByLabel("Source ID", { exact: true });
    this.json = this.frame.locator(".cm-content");
    this.footer = this.frame.locator(".contact-footer");
    this.notice = this.frame.locator(".notice");
    this.access = this.frame.getByRole("region", { name: "Knowledge access" });
    this.header = this.frame.locator(".contact-header");
  }

  /** Waits until the contact's own text is there. */
  async expectLoaded(): Promise<void> {
    await expect(this.name).toBeVisible({ timeout: 30_000 });
    await expect(this.name).toBeEditable();
  }

  /** A row of the list that the JSON pane offers. */
  completion(label: string): Locator {
    return this.frame.locator(".cm-tooltip-autocomplete").getByRole("option", { name: label });
  }

  /** Types into the JSON pane behind the first `after`. */
  async typeInJson(after: string, text: string): Promise<void> {
    const line = this.frame.locator(".cm-line", { hasText: after }).first();
    await line.click();
    await this.json.press("End");
    await this.json.press("ArrowLeft");
    await this.json.press("ArrowLeft");
    await this.json.pressSequentially(text);
  }
}
