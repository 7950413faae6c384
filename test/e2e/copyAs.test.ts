import { expect, test } from "./fixtures.ts";
import { ContactEditor } from "./pages/contactEditor.ts";
import { openContact } from "./pages/contactsView.ts";
import type { VSCode } from "./pages/vscode.ts";

/** What is in the clipboard, read back as a person would: pasted into an empty file. */
async function pasted(vscode: VSCode): Promise<string> {
  await vscode.workbench.runCommand("File: New Untitled Text File");
  const lines = vscode.page.locator(".editor-instance .view-lines");
  await expect(lines).toBeVisible();
  await vscode.page.keyboard.press("Control+v");
  await expect(lines).toContainText("MAIAGENT_API_KEY");
  // The editor draws spaces as no-break spaces.
  return (await lines.innerText()).replaceAll("\u00a0", " ");
}

test("a contact is copied from the tree and from Find Contact as a request that reads the key when it runs", async ({
  sandbox,
  vscode,
}) => {
  await openContact(vscode, "林志明");
  const editor = new ContactEditor(vscode.workbench);
  await editor.expectLoaded();
  sandbox.clearRequests();

  const tree = vscode.tree("Contacts");
  const { quickInput } = vscode;
  await tree.chooseFromMenu(tree.row("林志明", 3), "Copy Contact As…");
  await expect(quickInput.title).toHaveText("Copy 林志明 As");
  await expect(quickInput.row("cURL (bash)").first()).toBeVisible();
  // Nothing is changed: there is nothing to save.
  await quickInput.type("PATCH");
  await expect(quickInput.row("PATCH")).toHaveCount(0);
  await quickInput.type("bash");
  await expect(quickInput.rows.first()).toContainText("GET");
  await vscode.page.keyboard.press("Enter");
  await expect(vscode.workbench.statusBarItem("Copied as cURL (bash), GET")).toBeVisible();
  const curl = await pasted(vscode);
  expect(curl).toContain(`curl --request GET '${sandbox.baseUrl}/contacts/`);
  expect(curl).toContain('--header "Authorization: Api-Key $MAIAGENT_API_KEY"');
  expect(curl).not.toContain(sandbox.apiKey);
  expect(sandbox.requests).toEqual([]);

  await vscode.workbench.runCommand("MaiAgent: Find Contact");
  await quickInput.type("crm-104171");
  await expect(quickInput.row("林志明")).toBeVisible();
  await vscode.page.keyboard.press("Control+.");
  await quickInput.pick("Copy As…");
  await expect(quickInput.title).toHaveText("Copy 林志明 As");
  // What was used last comes first.
  await expect(quickInput.rows.first()).toContainText("cURL (bash)");
  await quickInput.type("fetch");
  await vscode.page.keyboard.press("Enter");
  await expect(vscode.workbench.statusBarItem("Copied as JavaScript fetch, GET")).toBeVisible();
});

test("what was changed in an open contact is copied as the request that would save it", async ({
  sandbox,
  vscode,
}) => {
  await openContact(vscode, "林志明");
  const editor = new ContactEditor(vscode.workbench);
  await editor.expectLoaded();
  // Not the name: the tab would show it.
  await editor.sourceId.fill('it\'s "quoted"');
  await vscode.workbench.expectDirty(vscode.workbench.tab("林志明"), true);
  await vscode.workbench.runCommand("MaiAgent: Copy Contact As…");
  await vscode.quickInput.pick("林");
  await vscode.quickInput.type("bash");
  await vscode.quickInput.pick(/cURL \(bash\).*PATCH/u);
  await expect(vscode.workbench.statusBarItem("Copied as cURL (bash), PATCH")).toBeVisible();
  const text = await pasted(vscode);
  expect(text).toContain("--data-binary @- <<'JSON'");
  expect(text).toContain(String.raw`"sourceId": "it's \"quoted\""`);
  expect(text).not.toContain(sandbox.apiKey);
});
