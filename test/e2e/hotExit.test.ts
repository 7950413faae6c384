import { changeElsewhere, contactNow } from "./elsewhere.ts";
import { expect, test } from "./fixtures.ts";
import { LINE, openContact } from "./pages/contactsView.ts";
import { sandboxSettings } from "../support/sandboxSettings.ts";

const RESTORED = { timeout: 30_000 };

test("unsaved edits come back while the API is down, with what they changed, and are saved once it is back", async ({
  sandbox,
  vscode,
}) => {
  test.slow();
  const editor = await openContact(vscode, "林志明");
  const tab = vscode.workbench.tab("林志明");
  await editor.email.fill("unsaved@example.com");
  await changeElsewhere(sandbox, { phoneNumber: "+886 2 0000 0700" });
  sandbox.respondNext({ fault: "reset", times: 10_000 });
  await vscode.reload("unsaved@example.com");
  await expect(editor.email).toHaveValue("unsaved@example.com", RESTORED);
  await vscode.workbench.expectDirty(tab, true);
  await expect(editor.footer).toContainText("1 field changed");
  await editor.email.press("Control+s");
  await expect(vscode.messages.notification("MaiAgent cannot be reached")).toBeVisible(RESTORED);
  await vscode.workbench.expectDirty(tab, true);

  sandbox.clearPlannedResponses();
  await editor.email.press("Control+s");
  await vscode.workbench.expectDirty(tab, false);
  expect(await contactNow(sandbox)).toMatchObject({
    email: "unsaved@example.com",
    phoneNumber: "+886 2 0000 0700",
  });
  await expect(editor.phone).toHaveValue("+886 2 0000 0700");
});

test("unsaved edits come back while the key is gone, and are saved once there is a key", async ({
  sandbox,
  vscode,
}) => {
  test.slow();
  const editor = await openContact(vscode, "林志明");
  const tab = vscode.workbench.tab("林志明");
  await editor.email.fill("unsaved@example.com");
  const { "maiagent.connections": connections } = sandboxSettings(sandbox.baseUrl) as {
    readonly "maiagent.connections": readonly object[];
  };
  await vscode.setUserSettings({
    "maiagent.connections": connections.map((connection) => ({ ...connection, keySource: "secret" })),
  });
  await vscode.reload("unsaved@example.com");
  await expect(editor.email).toHaveValue("unsaved@example.com", RESTORED);
  await editor.email.press("Control+s");
  await expect(vscode.messages.notification("has no API key")).toBeVisible(RESTORED);
  await vscode.workbench.expectDirty(tab, true);

  await vscode.messages.notification("has no API key").getByRole("link", { name: "Set API key" }).click();
  await vscode.quickInput.enter(sandbox.apiKey);
  await expect(vscode.tree("Contacts").row(LINE, 2)).toBeVisible(RESTORED);
  await editor.email.press("Control+s");
  await vscode.workbench.expectDirty(tab, false);
  expect(await contactNow(sandbox)).toMatchObject({ email: "unsaved@example.com" });
});

test("a conflict found after a reload is decided field by field", async ({ sandbox, vscode }) => {
  test.slow();
  const editor = await openContact(vscode, "林志明");
  await editor.email.fill("unsaved@example.com");
  await editor.sourceId.fill("crm-unsaved");
  await changeElsewhere(sandbox, { email: "them@example.com", phoneNumber: "+886 2 0000 0701" });
  await vscode.reload("crm-unsaved");
  await expect(editor.email).toHaveValue("unsaved@example.com", RESTORED);
  await editor.email.press("Control+s");
  await expect(editor.notice.getByRole("listitem")).toHaveCount(1, RESTORED);
  await editor.notice.getByRole("button", { name: "Take Theirs: E-mail" }).click();
  await expect
    .poll(() => contactNow(sandbox))
    .toMatchObject({ email: "them@example.com", sourceId: "crm-unsaved", phoneNumber: "+886 2 0000 0701" });
});
