import { expect, test } from "./fixtures.ts";
import { ContactEditor } from "./pages/contactEditor.ts";
import { LINE } from "./pages/contactsView.ts";

test("a contact is reached, changed and saved by keyboard alone", async ({ sandbox, vscode }) => {
  const { keyboard } = vscode.page;
  const press = async (key: string, times = 1) => {
    for (let time = 0; time < times; time++) {
      await keyboard.press(key);
    }
  };
  await vscode.workbench.runCommand("MaiAgent: Focus on Contacts View");
  const tree = vscode.tree("Contacts");
  await expect(tree.row(LINE, 2)).toBeVisible({ timeout: 30_000 });
  // Again: rows that arrive later do not take the focus by themselves.
  await vscode.workbench.runCommand("MaiAgent: Focus on Contacts View");
  const focused = tree.pane.locator(".monaco-list-row.focused");
  await press("Home");
  await press("ArrowDown");
  await expect(focused).toContainText(LINE);
  await press("ArrowRight");
  await expect(tree.row("陳美玲", 3)).toBeVisible();
  await press("ArrowDown");
  await expect(focused).toContainText("陳美玲");
  await press("Enter");
  const editor = new ContactEditor(vscode.workbench);
  await editor.expectLoaded();

  await vscode.workbench.runCommand("View: Focus Active Editor Group");
  await expect(async () => {
    await press("Tab");
    await expect(editor.name).toBeFocused({ timeout: 500 });
  }).toPass();
  await press("Tab");
  await expect(editor.email).toBeFocused();
  await press("End");
  await keyboard.type(".tw");
  await press("Control+s");
  await expect(editor.footer).toContainText("No changes");
  await expect
    .poll(() => sandbox.requests.filter(({ method }) => method === "PATCH").map(({ body }) => body))
    .toEqual(['{"email":"meiling.chen@example.com.tw"}']);

  // Tab leaves the JSON pane again instead of writing into it.
  await editor.json.focus();
  await press("Tab");
  await expect(editor.json).not.toBeFocused();
});

test("a contact opened while the server fails says so, and loads when it is tried again", async ({
  sandbox,
  vscode,
}) => {
  await vscode.workbench.showView("MaiAgent");
  const tree = vscode.tree("Contacts");
  await expect(tree.row(LINE, 2)).toBeVisible({ timeout: 30_000 });
  await tree.expand(tree.row(LINE, 2));
  await expect(tree.row("陳美玲", 3)).toBeVisible();
  sandbox.respondNext({
    method: "GET",
    pathPattern: /contacts\/[0-9a-f-]{36}\/$/,
    status: 403,
    body: { detail: "No." },
  });
  await tree.row("陳美玲", 3).dblclick();
  const editor = new ContactEditor(vscode.workbench);
  await expect(editor.notice).toContainText("The API key was refused", { timeout: 30_000 });
  await expect(editor.name).toBeHidden();
  await editor.notice.getByRole("button", { name: "Try Again" }).click();
  await editor.expectLoaded();
  await expect(editor.name).toHaveValue("陳美玲");
});
