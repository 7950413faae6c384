import { expect, test } from "./fixtures.ts";
import { ContactEditor } from "./pages/contactEditor.ts";
import { LINE, showContacts } from "./pages/contactsView.ts";
import type { VSCode } from "./pages/vscode.ts";

/** Opens the picker as a person does and waits for its first rows. */
async function find(vscode: VSCode): Promise<void> {
  await vscode.workbench.runCommand("MaiAgent: Find Contact…");
  await expect(vscode.quickInput.title).toContainText("Find Contact", { timeout: 30_000 });
}

// These journeys are long, and a busy machine takes its time.
test.setTimeout(120_000);

test("a contact is peeked, pinned and opened to the side by keyboard, and is remembered after a restart", async ({
  sandbox,
  vscode,
}) => {
  const { keyboard } = vscode.page;
  const { quickInput } = vscode;
  await find(vscode);
  await quickInput.type("crm-104171");
  await expect(quickInput.row("林志明")).toBeVisible();
  await expect(quickInput.row("林志明")).toContainText("crm-104171");
  await expect(quickInput.row("林志明")).toContainText("LINE 官方帳號");

  await keyboard.press("Alt+Enter");
  const editor = new ContactEditor(vscode.workbench);
  await editor.expectLoaded();
  await expect(editor.name).toHaveValue("林志明");
  await expect(quickInput.input).toBeFocused();
  await expect(quickInput.input).toHaveValue("crm-104171");

  await keyboard.press("Control+.");
  await expect(quickInput.title).toContainText("Actions");
  await quickInput.enter("Pin");
  await expect(quickInput.title).toContainText("Find Contact");
  await expect(quickInput.row("林志明").locator(".codicon-pinned").first()).toBeVisible();
  await expect(quickInput.input).toHaveValue("crm-104171");

  await quickInput.type("Hiroshi Tanaka");
  await expect(quickInput.row("Hiroshi Tanaka")).toBeVisible();
  await keyboard.press("Control+Enter");
  await expect(quickInput.widget).toBeHidden();
  await expect(vscode.workbench.tab("Hiroshi Tanaka")).toBeVisible();
  await expect(vscode.page.locator(".part.editor .editor-group-container")).toHaveCount(2);

  await vscode.reload();
  sandbox.clearRequests();
  // A window that has just opened does not know the keys of extensions yet.
  await expect(async () => {
    await vscode.page.keyboard.press("Shift+Alt+M");
    await expect(quickInput.title).toContainText("Find Contact", { timeout: 5_000 });
  }).toPass({ timeout: 45_000 });
  await expect(quickInput.rows.first()).toContainText("林志明");
  await expect(quickInput.rows.first()).toContainText("pinned");
  await expect(quickInput.row("Hiroshi Tanaka")).toContainText("recent");
  expect(sandbox.requests.filter(({ path }) => path.startsWith("/api/contacts/?"))).toEqual([]);
  await quickInput.cancel();

  const tree = await showContacts(vscode);
  await tree.expand(tree.row("Pinned", 2));
  await tree.clickInlineAction(tree.row("林志明", 3), "Unpin Contact");
  await expect(tree.row("Pinned", 2)).toBeHidden();
});

test("in: narrows to an inbox whose name is completed, and the search is saved, runs in the tree, is renamed and deleted", async ({
  vscode,
}) => {
  const { keyboard } = vscode.page;
  const { quickInput } = vscode;
  await find(vscode);
  await quickInput.type("in:web");
  await expect(quickInput.rows).toHaveCount(1);
  await expect(quickInput.row("Website Chat")).toContainText("inboxes");
  await keyboard.press("Enter");
  await expect(quickInput.input).toHaveValue('in:"Website Chat" ');
  await expect(quickInput.title).toContainText("Website Chat");
  await quickInput.type('in:"Website Chat" example.com');
  await expect(quickInput.rows.first()).toContainText("Website Chat");

  await keyboard.press("Control+s");
  await expect(quickInput.title).toContainText("Save This Search");
  await quickInput.enter("Web people");
  await expect(quickInput.title).toContainText("Find Contact");
  await expect(quickInput.input).toHaveValue('in:"Website Chat" example.com');
  await quickInput.cancel();

  const tree = await showContacts(vscode);
  const saved = tree.row("Saved: Web people", 2);
  await expect(saved).toBeVisible({ timeout: 30_000 });
  await expect(tree.description(saved)).toHaveText(/^\d+$/);
  await tree.expand(saved);
  await expect(tree.pane.locator('.monaco-list-row[aria-level="3"]').first()).toBeVisible();

  await tree.chooseFromMenu(saved, "Rename Search…");
  await quickInput.enter("Web folk");
  await expect(tree.row("Saved: Web folk", 2)).toBeVisible();
  await tree.clickInlineAction(tree.row("Saved: Web folk", 2), "Find Contact…");
  await expect(quickInput.input).toHaveValue(/^example\.com in:/);
  await expect(quickInput.rows.first()).toContainText("Website Chat");
  await quickInput.cancel();
  await tree.chooseFromMenu(tree.row("Saved: Web folk", 2), "Delete Search…");
  await expect(tree.row("Saved: Web folk", 2)).toBeHidden();
  await vscode.messages.answerNotification("was deleted", "Undo");
  await expect(tree.row("Saved: Web folk", 2)).toBeVisible();
});

test("many matches are shown a hundred at a time, and buttons of a row leave the picker open", async ({
  sandbox,
  vscode,
}) => {
  const { keyboard } = vscode.page;
  const { quickInput } = vscode;
  await find(vscode);
  await expect(quickInput.title).toContainText("1 to 100 of 300", { timeout: 30_000 });
  await keyboard.press("End");
  await keyboard.press("ArrowUp");
  await expect(quickInput.rows.first()).toBeVisible();
  await expect(async () => {
    await keyboard.press("ArrowUp");
    await expect(quickInput.row("Show more (100 of 300)")).toBeVisible({ timeout: 500 });
  }).toPass();
  sandbox.clearRequests();
  await quickInput.pick("Show more (100 of 300)");
  await expect(quickInput.title).toContainText("101 to 200 of 300");
  expect(sandbox.requests.map(({ path }) => path)).toEqual(["/api/contacts/?page=2&pageSize=100"]);
  await quickInput.pick("Show previous");
  await expect(quickInput.title).toContainText("· 1 to 100 of 300");

  await quickInput.type("crm-104171");
  // Until the answer is there the row is one that was known before, and is made anew under the mouse.
  await expect(quickInput.title).toContainText("· 1 contact");
  const row = quickInput.row("林志明");
  await row.hover();
  await row.getByRole("button", { name: "Copy ID" }).click();
  await expect(vscode.workbench.statusBarItem("Contact ID copied")).toBeVisible();
  await row.hover();
  await row.getByRole("button", { name: "Reveal in the Contacts View" }).click();
  const tree = vscode.tree("Contacts");
  await expect(tree.row("林志明", 3)).toBeVisible({ timeout: 30_000 });
  await expect(tree.row(LINE, 2)).toHaveAttribute("aria-expanded", "true");
  await expect(quickInput.input).toHaveValue("crm-104171");
  await quickInput.cancel();
});

test.describe("with a text file open", () => {
  test.use({ files: { "ids.txt": "one\ntwo\n" } });

  test("the id is inserted while the picker stays open", async ({ vscode }) => {
    const { quickInput } = vscode;
    await vscode.page.keyboard.press("Control+p");
    await quickInput.type("ids.txt");
    await quickInput.pick("ids.txt");
    await expect(vscode.workbench.tabs.filter({ hasText: "ids.txt" })).toBeVisible();
    await find(vscode);
    await quickInput.type("crm-104171");
    await expect(quickInput.row("林志明")).toBeVisible();
    await vscode.page.keyboard.press("Control+.");
    await expect(quickInput.title).toContainText("Actions");
    await quickInput.enter("Insert ID");
    await expect(quickInput.title).toContainText("Find Contact");
    await expect(vscode.page.locator(".editor-instance .view-lines")).toContainText(/[0-9a-f-]{36}one/);
    await quickInput.cancel();
  });
});

test("a failed search says why, and Enter tries again", async ({ sandbox, vscode }) => {
  const { quickInput } = vscode;
  await find(vscode);
  await expect(quickInput.row("陳美玲")).toBeVisible({ timeout: 30_000 });
  sandbox.respondNext({
    pathPattern: "search=crm-104171",
    status: 403,
    body: { detail: "No $(trash) for you." },
  });
  await quickInput.type("crm-104171");
  await expect(quickInput.row("The API key was refused")).toBeVisible();
  await expect(quickInput.row("Set API Key")).toBeVisible();
  await expect(quickInput.widget.locator(".codicon-trash")).toHaveCount(0);
  await vscode.page.keyboard.press("Enter");
  await expect(quickInput.row("林志明")).toBeVisible();
  await quickInput.type("nobody-is-called-this");
  await expect(quickInput.row("No contact matches “nobody-is-called-this”")).toBeVisible();
  await quickInput.cancel();
});
