import type { Locator, Page } from "@playwright/test";

/** Notifications at the lower right and modal dialogs. */
export class Messages {
  /** Every notification that is shown. */
  readonly notifications: Locator;
  /** The modal dialog. */
  readonly dialog: Locator;

  constructor(page: Page) {
    this.notifications = page.locator(".notifications-toasts .notification-list-item");
    this.dialog = page.locator(".monaco-dialog-box");
  }

  /** The notification with this text. */
  notification(text: string | RegExp): Locator {
    return this.notifications.filter({
      has: this.notifications.page().locator(".notification-list-item-message", { hasText: text }),
    });
  }

  /** Clicks a button of the notification with this text. */
  async answerNotification(text: string | RegExp, button: string): Promise<void> {
    await this.notification(text).getByRole("button", { name: button, exact: true }).click();
  }

  /** Clicks a button of the modal dialog. */
  async answerDialog(button: string): Promise<void> {
    await this.dialog.getByRole("button", { name: button, exact: true }).click();
  }
}
