import { expect, test } from "./fixtures.ts";
import { openContact } from "./pages/contactsView.ts";
import { sandboxSettings } from "../support/sandboxSettings.ts";

const patches = (requests: readonly { readonly method: string }[]): number =>
  requests.filter(({ method }) => method === "PATCH").length;

test("'Preview Changes' shows the request and each field before and after, inboxes by name", async ({
  sandbox,
  vscode,
}) => {
  const editor = await openContact(vscode, "林志明");
  await editor.email.fill("new@example.com");
  await editor.frame.getByRole("button", { name: "Add to inbox" }).click();
  await editor.frame.getByRole("option", { name: /Messenger/ }).click();
  await editor.frame.getByRole("button", { name: /^Remove from LINE/ }).click();
  await editor.typeInJson('"operator": "', "-x");
  await vscode.workbench.runCommand("MaiAgent: Preview Changes");
  const preview = editor.frame.getByRole("tabpanel", { name: "Sent on save" });
  await expect(preview).toBeFocused();
  await expect(preview).toContainText(/PATCH \/api\/contacts\/[0-9a-f-]{36}\//);

  const field = (label: string) => preview.getByRole("listitem").filter({ hasText: label });
  await expect(field("E-mail").locator('[data-sign="removed"]')).toContainText('"chihming.lin@example.com"');
  await expect(field("E-mail").locator('[data-sign="added"]')).toContainText('"new@example.com"');
  await expect(field("Inboxes").locator('.preview-meaning [data-sign="added"]')).toContainText("Messenger");
  await expect(field("Inboxes").locator('.preview-meaning [data-sign="removed"]')).toContainText("LINE");
  await expect(field("Query metadata").locator('[data-sign="added"]').last()).toContainText('-x"');
  // What stays is there as well: nothing is cut.
  await expect(field("Query metadata")).toContainText('"label_relations"');
  await expect(preview.locator(".preview-warning")).toHaveCount(0);
  expect(patches(sandbox.requests)).toBe(0);

  const before = await preview.locator(".request-body").textContent();
  await editor.frame.locator("body").press("Control+s");
  await expect.poll(() => patches(sandbox.requests)).toBe(1);
  const sent: unknown = JSON.parse(sandbox.requests.find(({ method }) => method === "PATCH")?.body ?? "");
  expect(sent).toEqual(JSON.parse(before ?? ""));
});

test.describe("on production", () => {
  test("a risky save shows what it changes and asks; the preview can be looked at first", async ({
    sandbox,
    vscode,
  }) => {
    const { "maiagent.connections": connections } = sandboxSettings(sandbox.baseUrl) as {
      readonly "maiagent.connections": readonly object[];
    };
    await vscode.setUserSettings({
      "maiagent.connections": connections.map((connection) => ({ ...connection, role: "production" })),
    });
    const editor = await openContact(vscode, "林志明");
    await expect(editor.header).toContainText("Production");
    await editor.phone.fill("+886 2 0000 0555");
    await editor.phone.press("Control+s");
    await expect.poll(() => patches(sandbox.requests)).toBe(1);
    await vscode.workbench.expectDirty(vscode.workbench.tab("林志明"), false);

    await editor.email.fill("risky@example.com");
    await editor.email.press("Control+s");
    await expect(vscode.messages.dialog).toContainText("risky@example.com");
    await expect(vscode.messages.dialog).toContainText("chihming.lin@example.com");
    await expect(vscode.messages.dialog).toContainText("Changes access or identity");
    await vscode.messages.answerDialog("Preview Changes");
    const preview = editor.frame.getByRole("tabpanel", { name: "Sent on save" });
    await expect(preview).toContainText("risky@example.com");
    await expect(preview.locator(".preview-warning")).toBeVisible();
    expect(patches(sandbox.requests)).toBe(1);
    await vscode.workbench.expectDirty(vscode.workbench.tab("林志明"), true);

    await editor.email.press("Control+s");
    await vscode.messages.answerDialog("Save");
    await expect.poll(() => patches(sandbox.requests)).toBe(2);
  });

  test.describe("and with auto save for contacts", () => {
    test.use({
      settings: { "[maiagent-contact]": { "files.autoSave": "afterDelay", "files.autoSaveDelay": 100 } },
    });

    test("what is not risky goes out by itself, what is waits for a save of one's own and is asked about once", async ({
      sandbox,
      vscode,
    }) => {
      const { "maiagent.connections": connections } = sandboxSettings(sandbox.baseUrl) as {
        readonly "maiagent.connections": readonly object[];
      };
      await vscode.setUserSettings({
        "maiagent.connections": connections.map((connection) => ({ ...connection, role: "production" })),
      });
      const editor = await openContact(vscode, "林志明");
      await expect(editor.header).toContainText("Production");
      const tab = vscode.workbench.tab("林志明");
      await editor.phone.fill("+886 2 0000 0555");
      await expect.poll(() => patches(sandbox.requests)).toBe(1);
      await vscode.workbench.expectDirty(tab, false);

      // A question would take the keys of whoever types on.
      await editor.email.click();
      await editor.email.press("End");
      await editor.email.pressSequentially(".tw");
      const told = vscode.messages.notification("Auto save sends nothing that you have to agree to first");
      await expect(told).toBeVisible();
      await editor.email.pressSequentially(".example");
      await editor.phone.fill("+886 2 0000 0777");
      await expect(editor.footer).toContainText("2 fields changed");
      await vscode.workbench.expectDirty(tab, true);
      await expect(vscode.messages.dialog).toHaveCount(0);
      await expect(told).toHaveCount(1);
      expect(patches(sandbox.requests)).toBe(1);

      await editor.phone.press("Control+s");
      await expect(vscode.messages.dialog).toContainText("chihming.lin@example.com.tw.example");
      await vscode.messages.answerDialog("Save");
      await vscode.workbench.expectDirty(tab, false);
      expect(patches(sandbox.requests)).toBe(2);
      expect(JSON.parse(sandbox.requests.findLast(({ method }) => method === "PATCH")?.body ?? "")).toEqual({
        email: "chihming.lin@example.com.tw.example",
        phoneNumber: "+886 2 0000 0777",
      });
    });
  });
});
