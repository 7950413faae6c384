import { join } from "node:path";
import { expect, test } from "./fixtures.ts";
import { expandInbox, LINE, showContacts } from "./pages/contactsView.ts";
import { ImportPage } from "./pages/importPage.ts";
import type { TreeView } from "./pages/treeView.ts";

test.use({ files: { "two.csv": "name,sourceId\nAda,live-1\nBob,live-2\n" } });

test("a production connection takes an import or a bulk change only once its name was typed, in each window anew", async ({
  sandbox,
  vscode,
}) => {
  test.setTimeout(120_000);
  const { messages, quickInput, workbench } = vscode;
  const writes = (method: string) =>
    sandbox.requests.filter((request) => request.method === method && request.status < 300);
  await vscode.setUserSettings({
    "maiagent.connections": [
      {
        ...{ id: "live", label: "Live Shop", baseUrl: sandbox.baseUrl },
        ...{ role: "production", keySource: "environment" },
      },
    ],
  });
  let tree: TreeView = await showContacts(vscode);
  await expect(tree.row("Live Shop", 1)).toBeVisible({ timeout: 30_000 });
  await expect(tree.row(LINE, 2)).toBeVisible({ timeout: 30_000 });
  await tree.chooseFromMenu(tree.row(LINE, 2), "Import Contacts…");
  await quickInput.chooseFile(join(vscode.workspace, "two.csv"));
  const page = new ImportPage(workbench);
  await page.expectLoaded("two.csv");
  await page.run("Import");
  await expect(messages.dialog).toContainText("Live Shop is a production connection");
  await messages.answerDialog("Cancel");
  await expect(messages.dialog).toBeHidden();
  await page.run("Import");
  await messages.answerDialog("Unlock for 10 Minutes…");
  await quickInput.type("Live");
  await expect(quickInput.message).toContainText("This is not the connection's name.");
  expect(writes("POST")).toEqual([]);
  await quickInput.enter("Live Shop");
  await expect(messages.dialog).toContainText("Import 2 contacts into Live Shop (production)?");
  await messages.answerDialog("Import");
  await page.expectCount("created", 2);

  await vscode.reload();
  tree = await showContacts(vscode);
  await expandInbox(tree, LINE);
  const deleteBoth = async () => {
    await tree.row("陳美玲", 3).click();
    await tree.row("黃雅婷", 3).click({ modifiers: ["ControlOrMeta"] });
    await tree.chooseFromMenu(tree.row("黃雅婷", 3), "Delete Contacts…");
    await expect(quickInput.title).toContainText("Delete 2 contacts from Live Shop (production)?");
  };
  await deleteBoth();
  await quickInput.type("Live");
  await expect(quickInput.message).toContainText("Type “Live Shop” to go on.");
  await vscode.page.keyboard.press("Enter");
  await quickInput.cancel();
  expect(writes("DELETE")).toEqual([]);
  await deleteBoth();
  await quickInput.enter("Live Shop");
  await expect(messages.notification("2 done")).toBeVisible();
  expect(writes("DELETE")).toHaveLength(2);
});
