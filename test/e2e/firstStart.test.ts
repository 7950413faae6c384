import { expect, test } from "./fixtures.ts";
import { ContactEditor } from "./pages/contactEditor.ts";
import { expandInbox, LINE, showContacts } from "./pages/contactsView.ts";

test.use({ connected: false });

test("a newcomer tries the sample data, opens a contact and finds the change again after a reload", async ({
  vscode,
}) => {
  const tree = await showContacts(vscode);
  await expect(tree.welcome.getByRole("button", { name: "Add Connection" })).toBeVisible();
  await tree.welcome.getByRole("button", { name: "Try with Sample Data" }).click();
  const contacts = await expandInbox(tree, LINE);
  await expect(contacts.first()).toContainText("陳美玲");
  await expect(tree.description(tree.row(LINE, 2))).toHaveText("136");
  await expect(vscode.workbench.statusBarItem("Sample data")).toBeVisible();

  await tree.row("陳美玲", 3).dblclick();
  const editor = new ContactEditor(vscode.workbench);
  await editor.expectLoaded();
  await editor.email.fill("kept@example.com");
  await editor.email.press("Control+s");
  await vscode.workbench.expectDirty(vscode.workbench.tab("陳美玲"), false);
  await expect(editor.footer).toContainText("No changes");

  await vscode.reload();
  await editor.expectLoaded();
  await expect(editor.email).toHaveValue("kept@example.com");

  await vscode.workbench.runCommand("MaiAgent: Reset Sample Data…");
  await vscode.messages.answerDialog("Reset");
  await expect(editor.email).toHaveValue("meiling.chen@example.com");
});

test.describe("in 繁體中文", () => {
  test.use({ language: "zh-tw" });

  test("the view, the commands and the editor are in 繁體中文", async ({ vscode }) => {
    await vscode.workbench.showView("MaiAgent");
    const view = vscode.page.locator(".part.sidebar .pane");
    await view.getByRole("button", { name: "範例資料" }).click();
    const tree = vscode.tree("聯絡人");
    await expandInbox(tree, LINE);
    await tree.row("陳美玲", 3).dblclick();
    const frame = vscode.workbench.webview();
    await expect(frame.getByText("電子郵件").first()).toBeVisible({ timeout: 30_000 });
  });
});
