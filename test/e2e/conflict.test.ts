import type { Sandbox } from "../../src/sandbox/sandbox.ts";
import { changeElsewhere, contactNow } from "./elsewhere.ts";
import { expect, test } from "./fixtures.ts";
import { openContact } from "./pages/contactsView.ts";

const serverEmail = async (sandbox: Sandbox): Promise<unknown> => (await contactNow(sandbox))["email"];

test("a change on both sides is compared and then overwritten, never silently", async ({
  sandbox,
  vscode,
}) => {
  const editor = await openContact(vscode, "林志明");
  await editor.email.fill("mine@example.com");
  await changeElsewhere(sandbox, { email: "them@example.com" });
  await editor.email.press("Control+s");
  await expect(vscode.messages.notification("The content of the file is newer")).toBeVisible();
  await expect(editor.notice).toContainText("E-mail");
  expect(await serverEmail(sandbox)).toBe("them@example.com");
  await vscode.messages.answerNotification("The content of the file is newer", "Compare");
  await expect(vscode.page.locator(".monaco-diff-editor")).toBeVisible();
  await expect(
    vscode.page.locator(".monaco-diff-editor .view-line", { hasText: "them@example.com" }).first(),
  ).toBeVisible();
  await vscode.page.getByRole("button", { name: /^Use your changes and overwrite/ }).click();
  await expect.poll(() => serverEmail(sandbox)).toBe("mine@example.com");
});

test("'Take Theirs' in the editor drops the user's change, 'Keep Mine' sends it", async ({
  sandbox,
  vscode,
}) => {
  const editor = await openContact(vscode, "林志明");
  const tab = vscode.workbench.tab("林志明");
  await editor.email.fill("mine@example.com");
  await changeElsewhere(sandbox, { email: "them@example.com" });
  await editor.email.press("Control+s");
  await editor.notice.getByRole("button", { name: "Take Theirs" }).click();
  await expect(editor.email).toHaveValue("them@example.com");
  await vscode.workbench.expectDirty(tab, false);

  await editor.email.fill("mine2@example.com");
  await changeElsewhere(sandbox, { email: "them2@example.com" });
  await editor.email.press("Control+s");
  await editor.notice.getByRole("button", { name: "Keep Mine" }).click();
  await vscode.workbench.expectDirty(tab, false);
  expect(await serverEmail(sandbox)).toBe("mine2@example.com");
});

test("each field of a conflict is decided by itself, with the keyboard, and nothing else is lost", async ({
  sandbox,
  vscode,
}) => {
  const editor = await openContact(vscode, "林志明");
  const tab = vscode.workbench.tab("林志明");
  await editor.email.fill("mine@example.com");
  await editor.phone.fill("+886 2 0000 0001");
  await editor.sourceId.fill("crm-mine");
  await changeElsewhere(sandbox, {
    email: "them@example.com",
    phoneNumber: "+886 2 0000 0002",
    avatar: "https://example.com/them.png",
  });
  await editor.email.press("Control+s");

  await expect(editor.notice.getByRole("listitem")).toHaveCount(2);
  const emailRow = editor.notice.getByRole("listitem").filter({ hasText: "E-mail" });
  await expect(emailRow).toContainText("mine@example.com");
  await expect(emailRow).toContainText("them@example.com");
  await emailRow.getByRole("button", { name: "Keep Mine: E-mail" }).focus();
  await vscode.page.keyboard.press("Enter");
  await expect(editor.notice.getByRole("listitem")).toHaveCount(1);
  const keepPhone = editor.notice.getByRole("button", { name: "Keep Mine: Phone" });
  await expect(keepPhone).toBeFocused();
  expect(await serverEmail(sandbox)).toBe("them@example.com");
  await vscode.page.keyboard.press("Tab");
  await vscode.page.keyboard.press("Enter");

  await vscode.workbench.expectDirty(tab, false);
  await expect
    .poll(() => contactNow(sandbox))
    .toMatchObject({
      email: "mine@example.com",
      phoneNumber: "+886 2 0000 0002",
      sourceId: "crm-mine",
      avatar: "https://example.com/them.png",
    });
  await expect(editor.phone).toHaveValue("+886 2 0000 0002");
  await expect(editor.notice).toContainText("Merged in");
  await expect(editor.notice).toContainText("Avatar URL");
  // The icon font has it.
  const glyph = await editor.notice.locator(".codicon-info").evaluate((icon) => {
    const page = globalThis as unknown as {
      getComputedStyle(element: unknown, pseudo: string): { readonly content: string };
    };
    return page.getComputedStyle(icon, "::before").content;
  });
  expect(glyph).toMatch(/^"."$/u);
  await expect(editor.frame.locator('.visually-hidden[role="status"]')).toContainText("Merged in");
  await editor.notice.getByRole("button", { name: "Dismiss" }).click();
  await expect(editor.notice).toBeHidden();
});

test("what the server makes of a value is told after the save, until it is dismissed", async ({
  sandbox,
  vscode,
}) => {
  const editor = await openContact(vscode, "林志明");
  await editor.name.fill("  林志明 Chih-Ming  ");
  const before = await contactNow(sandbox);
  await editor.email.fill("new@example.com");
  await editor.typeInJson('"operator": "', "-x");
  const metadata = JSON.stringify(before["queryMetadata"])
    .replace('"operator":"OR"', '"operator":"OR-x"')
    .replaceAll(/_([a-z])(?=[a-z_]*":)/g, (_, letter: string) => letter.toUpperCase());
  const stored = {
    ...before,
    name: "林志明 Chih-Ming",
    email: null,
    queryMetadata: JSON.parse(metadata) as unknown,
  };
  sandbox.respondNext({ method: "PATCH", status: 200, body: stored });
  await editor.name.press("Control+s");
  await expect(editor.notice).toContainText("The server changed what was sent");
  await expect(editor.notice).toContainText("Name (spaces at the ends removed)");
  await expect(editor.notice).toContainText("E-mail (the value was dropped)");
  await expect(editor.notice).toContainText("label_relations → labelRelations");
  const rows = editor.notice.getByRole("listitem");
  await expect(rows.filter({ hasText: "E-mail" })).toContainText("new@example.com");
  await editor.notice.getByRole("button", { name: "Dismiss" }).click();
  await expect(editor.notice).toBeHidden();
});

test("the editor and the server are compared at any time, as copies that cannot be changed", async ({
  sandbox,
  vscode,
}) => {
  const editor = await openContact(vscode, "林志明");
  await editor.email.fill("mine@example.com");
  await changeElsewhere(sandbox, { phoneNumber: "+886 2 0000 0009" });
  await vscode.workbench.runCommand("MaiAgent: Compare with Server");
  const diff = vscode.page.locator(".monaco-diff-editor");
  await expect(diff.locator(".view-line", { hasText: "mine@example.com" }).first()).toBeVisible();
  await expect(diff.locator(".view-line", { hasText: "+886 2 0000 0009" }).first()).toBeVisible();
  const line = diff.locator(".modified .view-line", { hasText: "mine@example.com" });
  await line.click();
  await vscode.page.keyboard.type("x");
  await expect(line).toBeVisible();
  await vscode.workbench.runCommand("View: Close Editor");
  await expect(diff).toBeHidden();
  await expect(vscode.messages.dialog).toBeHidden();
  await expect(editor.email).toHaveValue("mine@example.com");
  await vscode.workbench.expectDirty(vscode.workbench.tab("林志明"), true);
});

test("'Use your changes' in VS Code's comparison sends the user's own changes only", async ({
  sandbox,
  vscode,
}) => {
  const editor = await openContact(vscode, "林志明");
  await editor.email.fill("mine@example.com");
  await changeElsewhere(sandbox, { email: "them@example.com", phoneNumber: "+886 2 0000 0008" });
  await editor.email.press("Control+s");
  await vscode.messages.answerNotification("The content of the file is newer", "Compare");
  await vscode.page.getByRole("button", { name: /^Use your changes and overwrite/ }).click();
  await expect
    .poll(() => contactNow(sandbox))
    .toMatchObject({ email: "mine@example.com", phoneNumber: "+886 2 0000 0008" });
});

test("two windows with one contact: the second save asks, and nothing of the first is lost", async ({
  sandbox,
  vscode,
}) => {
  test.slow();
  const first = await openContact(vscode, "林志明");
  const other = await vscode.openSecondWindow();
  const second = await openContact(other, "林志明");
  await second.email.fill("second@example.com");
  await second.phone.fill("+886 2 0000 0022");
  await first.email.fill("first@example.com");
  await first.sourceId.fill("crm-first");
  await first.email.press("Control+s");
  await expect.poll(() => serverEmail(sandbox)).toBe("first@example.com");
  await second.email.press("Control+s");
  await expect(second.notice).toContainText("first@example.com");
  expect(await serverEmail(sandbox)).toBe("first@example.com");
  await second.notice.getByRole("button", { name: "Keep Mine: E-mail" }).click();
  await expect
    .poll(() => contactNow(sandbox))
    .toMatchObject({
      email: "second@example.com",
      phoneNumber: "+886 2 0000 0022",
      sourceId: "crm-first",
    });
  await other.page.close();
});

test("'Keep Mine' holds for one save only, also when that save fails", async ({ sandbox, vscode }) => {
  const editor = await openContact(vscode, "林志明");
  await editor.email.fill("mine@example.com");
  await changeElsewhere(sandbox, { email: "them@example.com" });
  await editor.email.press("Control+s");
  sandbox.respondNext({ method: "PATCH", status: 400, body: { detail: "Not now." } });
  await editor.notice.getByRole("button", { name: "Keep Mine" }).click();
  await expect(vscode.messages.notification("Not now.")).toBeVisible();

  await changeElsewhere(sandbox, { email: "them-later@example.com" });
  await editor.email.press("Control+s");
  await expect(editor.notice).toContainText("Both sides changed");
  expect(await serverEmail(sandbox)).toBe("them-later@example.com");
});

test("a change made elsewhere while the question about a save stands is not overwritten", async ({
  sandbox,
  vscode,
}) => {
  await vscode.setUserSettings({ "maiagent.save.preview": "always" });
  const editor = await openContact(vscode, "林志明");
  await editor.email.fill("mine@example.com");
  await editor.email.press("Control+s");
  await expect(vscode.messages.dialog).toContainText("mine@example.com");
  await changeElsewhere(sandbox, { email: "them@example.com" });
  await vscode.messages.answerDialog("Save");
  await expect(editor.notice).toContainText("Both sides changed");
  expect(await serverEmail(sandbox)).toBe("them@example.com");
  await expect(editor.email).toHaveValue("mine@example.com");

  await editor.notice.getByRole("button", { name: "Keep Mine" }).click();
  await vscode.messages.answerDialog("Save");
  await expect.poll(() => serverEmail(sandbox)).toBe("mine@example.com");
});

test("unsaved edits survive a reload of the window and can be saved after it", async ({
  sandbox,
  vscode,
}) => {
  const editor = await openContact(vscode, "林志明");
  await editor.email.fill("unsaved@example.com");
  await vscode.reload("unsaved@example.com");
  const tab = vscode.workbench.tab("林志明");
  await expect(editor.email).toHaveValue("unsaved@example.com", { timeout: 30_000 });
  await vscode.workbench.expectDirty(tab, true);
  await editor.email.press("Control+s");
  await vscode.workbench.expectDirty(tab, false);
  expect(await serverEmail(sandbox)).toBe("unsaved@example.com");
});

test("unsaved edits survive a reload, and a change made elsewhere meanwhile is not overwritten", async ({
  sandbox,
  vscode,
}) => {
  const editor = await openContact(vscode, "林志明");
  await editor.email.fill("unsaved@example.com");
  await changeElsewhere(sandbox, { email: "them@example.com" });
  await vscode.reload("unsaved@example.com");
  await expect(editor.email).toHaveValue("unsaved@example.com", { timeout: 30_000 });
  await editor.email.press("Control+s");
  await expect(vscode.messages.notification("The content of the file is newer")).toBeVisible();
  expect(await serverEmail(sandbox)).toBe("them@example.com");
});
