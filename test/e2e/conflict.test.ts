import type { Sandbox } from "../../src/sandbox/sandbox.ts";
import { expect, test } from "./fixtures.ts";
import { openContact } from "./pages/contactsView.ts";

/** Changes 林志明 as somebody else would. */
async function changeElsewhere(sandbox: Sandbox, body: object): Promise<void> {
  const headers = { authorization: `Api-Key ${sandbox.apiKey}`, "content-type": "application/json" };
  const answer = await fetch(`${sandbox.baseUrl}/contacts/?search=crm-104171`, { headers });
  const { results } = (await answer.json()) as { readonly results: readonly { readonly id: string }[] };
  const path = `${sandbox.baseUrl}/contacts/${results[0]?.id ?? ""}/`;
  expect((await fetch(path, { method: "PATCH", headers, body: JSON.stringify(body) })).ok).toBe(true);
}

async function serverEmail(sandbox: Sandbox): Promise<unknown> {
  const headers = { authorization: `Api-Key ${sandbox.apiKey}` };
  const answer = await fetch(`${sandbox.baseUrl}/contacts/?search=crm-104171`, { headers });
  return ((await answer.json()) as { readonly results: readonly { readonly email: unknown }[] }).results[0]
    ?.email;
}

test("a change on both sides is compared and then overwritten, never silently", async ({
  sandbox,
  vscode,
}) => {
  const editor = await openContact(vscode, "林志明");
  await editor.email.fill("mine@example.com");
  await changeElsewhere(sandbox, { email: "them@example.com" });
  await editor.email.press("Control+s");
  await expect(vscode.messages.notification("The content of the file is newer")).toBeVisible();
  await expect(editor.notice).toContainText("email");
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
  await vscode.workbench.expectDirty(tab, true);
  await expect(editor.email).toHaveValue("unsaved@example.com", { timeout: 30_000 });
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
