import { expect, test } from "./fixtures.ts";
import { ContactEditor } from "./pages/contactEditor.ts";
import { expandInbox, LINE, openContact, showContacts } from "./pages/contactsView.ts";

const ID = "1b4e28ba-2fa1-41d2-883f-0016d3cca427";

test("a knowledge base is added by completion, and the form says what the contact gains", async ({
  sandbox,
  vscode,
}) => {
  const editor = await openContact(vscode, "林志明");
  await expect(editor.access).toContainText("May read 2 knowledge bases");
  await expect(editor.access).toContainText(/Label rule: [0-9a-f]{8} or [0-9a-f]{8}/);
  await expect(editor.access.getByRole("listitem")).toHaveCount(0);

  await editor.frame.locator(".cm-line", { hasText: '"operator"' }).getByText('"operator"').hover();
  await expect(editor.frame.locator(".json-hover")).toContainText("AND wants all of them, OR any of them");

  await editor.frame.locator(".cm-line", { hasText: '"knowledge_bases": [' }).click();
  await editor.json.press("End");
  await editor.json.press("Control+Space");
  await expect(editor.completion("Part of a knowledge base")).toBeVisible();
  await editor.completion("Whole knowledge base").click();
  await expect(editor.access).toContainText("May read 3 knowledge bases");
  await expect(editor.json).toContainText("This is not an id");
  await editor.json.pressSequentially(ID);
  await expect(editor.access.getByRole("listitem")).toHaveText(["+ gains knowledge base 1b4e28ba (all)"]);
  await expect(editor.json).not.toContainText("This is not an id");

  await editor.json.press("Control+s");
  await vscode.workbench.expectDirty(vscode.workbench.tab("林志明"), false);
  await expect(editor.access.getByRole("listitem")).toHaveCount(0);
  await expect(editor.access).toContainText("May read 3 knowledge bases");
  const [patch] = sandbox.requests.filter(({ method }) => method === "PATCH");
  expect(JSON.parse(patch?.body ?? "{}")).toMatchObject({
    queryMetadata: { knowledge_bases: [{ knowledge_base_id: ID, has_user_selected_all: "True" }, {}, {}] },
  });
});

test("keys and values are completed while typing, and a wrong value is named in all three places", async ({
  vscode,
}) => {
  const editor = await openContact(vscode, "林志明");
  const operator = editor.frame.locator(".cm-line", { hasText: '"operator": "OR"' });
  await editor.typeInJson('"operator": "OR"', "X");
  await expect(editor.json).toContainText('The operator of conditions is "AND" or "OR".');
  const form = editor.frame.locator(".contact-form");
  await expect(form).toContainText('The operator of conditions is "AND" or "OR".');
  // The row that holds it says so while it is closed, and its own row once it is open.
  const row = (key: string) =>
    editor.frame.getByRole("treeitem", { name: new RegExp(`^${key}: .*The operator of conditions`) });
  await expect(row("label_relations")).toBeVisible();
  await row("label_relations").press("ArrowRight");
  await expect(row("operator")).toBeVisible();
  await expect(row("label_relations")).toHaveCount(0);
  await expect(editor.access.getByRole("listitem")).toHaveText([
    /^\+ gains the label rule \w{8} ORX \w{8}$/,
    /^− loses the label rule \w{8} or \w{8}$/,
  ]);
  await vscode.problems.show();
  await expect(vscode.problems.row('The operator of conditions is "AND" or "OR".')).toBeVisible();

  await editor.frame.locator(".cm-line", { hasText: '"operator": "ORX"' }).getByText('"ORX"').click();
  await editor.json.press("Control+Space");
  await editor.completion('"AND"').click();
  await expect(editor.access).toContainText(/Label rule: \w{8} and \w{8}/);
  await expect(editor.json).not.toContainText("The operator of conditions");
  await expect(operator).toHaveCount(0);

  await editor.frame.locator(".cm-line", { hasText: '"operator": "AND"' }).click();
  await editor.json.press("End");
  await editor.json.press("Enter");
  await editor.json.pressSequentially('"stranger": 1,');
  await expect(editor.access).toContainText("Custom metadata");
  await expect(editor.footer).toContainText("No problems");
});

test("what a change does to access is part of the question before it is sent to production", async ({
  sandbox,
  vscode,
}) => {
  await vscode.setUserSettings({
    "maiagent.connections": [
      { id: "live", label: "Live", baseUrl: sandbox.baseUrl, role: "production", keySource: "environment" },
    ],
  });
  const tree = await showContacts(vscode);
  await expect(tree.row("Live", 1)).toBeVisible({ timeout: 30_000 });
  const editor = await openContact(vscode, "林志明");
  await editor.frame.locator(".cm-line", { hasText: '"operator": "OR"' }).getByText('"OR"').click();
  await editor.json.press("Control+Space");
  await editor.completion('"AND"').click();
  await expect(editor.access).toContainText(/gains the label rule/);
  await editor.json.press("Control+s");
  await expect(vscode.messages.dialog).toContainText(/\+ gains the label rule \w{8} and \w{8}/);
  await expect(vscode.messages.dialog).toContainText(/− loses the label rule \w{8} or \w{8}/);
  await vscode.messages.answerDialog("Save");
  await vscode.workbench.expectDirty(vscode.workbench.tab("林志明"), false);

  // In few words where it is looked up, which cuts its rows, and in the same words where it is taken back.
  await editor.header.getByRole("button", { name: "History" }).click();
  await expect(vscode.quickInput.row("Changed queryMetadata")).toContainText("± label rule");
  await vscode.quickInput.cancel();
  await vscode.workbench.runCommand("MaiAgent: Undo Last Change…");
  await expect(vscode.messages.dialog).toContainText(/\+ gains the label rule \w{8} or \w{8}/);
  await vscode.messages.answerDialog("Cancel");
});

for (const { language, view, hover, open, access } of [
  {
    language: "zh-tw",
    view: "聯絡人",
    hover: "需符合任一",
    open: "以文字開啟",
    access: "可讀取 2 個知識庫",
  },
  {
    language: "ja",
    view: "連絡先",
    hover: "いずれかを満たす",
    open: "テキストとして開く",
    access: "2 個のナレッジベースを読み取れます",
  },
]) {
  test.describe(`in ${language}`, () => {
    test.use({ language });

    test(`help for query metadata is in that language, in the form, the JSON pane and the text editor (${language})`, async ({
      vscode,
    }) => {
      await vscode.workbench.showView("MaiAgent");
      const tree = vscode.tree(view);
      await expandInbox(tree, LINE);
      await tree.row("林志明", 3).dblclick();
      const editor = new ContactEditor(vscode.workbench);
      await expect(editor.frame.locator(".knowledge-access")).toContainText(access, { timeout: 30_000 });
      const line = editor.frame.locator(".cm-line", { hasText: '"operator"' });
      await line.getByText('"operator"').hover();
      await expect(editor.frame.locator(".json-hover")).toContainText(hover);

      await editor.frame.getByRole("button", { name: open }).click();
      const text = vscode.page.locator(".monaco-editor .view-line", { hasText: '"operator"' }).first();
      await expect(text).toBeVisible();
      await expect(async () => {
        await text.getByText('"operator"').click();
        await vscode.page.keyboard.press("Control+k");
        await vscode.page.keyboard.press("Control+i");
        await expect(vscode.page.locator(".monaco-hover", { hasText: hover }).first()).toBeVisible({
          timeout: 3_000,
        });
      }).toPass({ timeout: 30_000 });
    });
  });
}
