import { expect, test } from "./fixtures.ts";
import { ContactEditor } from "./pages/contactEditor.ts";
import { openContact, showContacts } from "./pages/contactsView.ts";

const patches = (requests: readonly { readonly method: string; readonly body: string }[]): unknown[] =>
  requests.filter(({ method }) => method === "PATCH").map(({ body }): unknown => JSON.parse(body));

test("a contact is edited in the form, undone, edited in JSON and saved with one PATCH of what changed", async ({
  sandbox,
  vscode,
}) => {
  const editor = await openContact(vscode, "林志明");
  const tab = vscode.workbench.tab("林志明");
  await vscode.workbench.expectDirty(tab, false);

  await editor.email.fill("first@example.com");
  await vscode.workbench.expectDirty(tab, true);
  await expect(editor.footer).toContainText("1 field changed");
  await expect(editor.json).toContainText("first@example.com");

  await editor.email.press("Control+z");
  await expect(editor.email).toHaveValue("chihming.lin@example.com");
  await vscode.workbench.expectDirty(tab, false);
  await editor.email.press("Control+y");
  await expect(editor.email).toHaveValue("first@example.com");

  await editor.typeInJson('"sourceId"', "-json");
  await expect(editor.sourceId).toHaveValue("crm-104171-json");
  await expect(editor.footer).toContainText("2 fields changed");
  await editor.frame.getByRole("tab", { name: "Sent on save" }).click();
  const request = editor.frame.getByRole("tabpanel", { name: "Sent on save" });
  await expect(request).toContainText(/PATCH \/api\/contacts\/[0-9a-f-]{36}\//);
  await expect(request).toContainText('"sourceId": "crm-104171-json"');
  await expect(request).not.toContainText('"name"');
  await editor.sourceId.press("Control+s");
  await expect(editor.footer).toContainText("No changes");
  await vscode.workbench.expectDirty(tab, false);
  expect(patches(sandbox.requests)).toEqual([{ email: "first@example.com", sourceId: "crm-104171-json" }]);
});

test("what is typed right before Ctrl+S is part of the save", async ({ sandbox, vscode }) => {
  const editor = await openContact(vscode, "林志明");
  await editor.phone.fill("");
  await editor.phone.pressSequentially("+886 2 0000 0456");
  await editor.phone.press("Control+s");
  await expect.poll(() => patches(sandbox.requests)).toEqual([{ phoneNumber: "+886 2 0000 0456" }]);
  await vscode.workbench.expectDirty(vscode.workbench.tab("林志明"), false);
});

test("a field that the server refuses is marked in the form, the JSON pane and Problems, and nothing typed is lost", async ({
  sandbox,
  vscode,
}) => {
  const editor = await openContact(vscode, "林志明");
  const tab = vscode.workbench.tab("林志明");
  await editor.email.fill("not-an-address");
  await editor.email.press("Control+s");
  await expect(editor.frame.getByText("Server: Enter a valid email address.").first()).toBeVisible();
  await vscode.workbench.expectDirty(tab, true);
  await expect(editor.email).toHaveAttribute("aria-invalid", "true");
  await expect(editor.json).toContainText("Enter a valid email address.");
  await expect(vscode.messages.notification("Enter a valid email address")).toBeVisible();
  await vscode.problems.show();
  await expect(vscode.problems.row("Enter a valid email address")).toBeVisible();

  await editor.email.fill("valid@example.com");
  await editor.email.press("Control+s");
  await vscode.workbench.expectDirty(tab, false);
  expect(patches(sandbox.requests).at(-1)).toEqual({ email: "valid@example.com" });
});

test("broken JSON disables the form, says where, and cannot be saved", async ({ sandbox, vscode }) => {
  const editor = await openContact(vscode, "林志明");
  await editor.typeInJson('"sourceId"', '"');
  await expect(editor.email).not.toBeEditable();
  await editor.json.press("Control+s");
  await vscode.workbench.expectDirty(vscode.workbench.tab("林志明"), true);
  expect(patches(sandbox.requests)).toEqual([]);
  await editor.json.press("Control+z");
  await expect(editor.email).toBeEditable();
});

test("the JSON pane has the keys of VS Code's own editor for lines, several cursors and brackets", async ({
  vscode,
}) => {
  const editor = await openContact(vscode, "林志明");
  const lines = (text: string | RegExp) => editor.frame.locator(".cm-line", { hasText: text });
  const [copyDown, cursorBelow] =
    process.platform === "linux"
      ? ["Control+Shift+Alt+ArrowDown", "Shift+Alt+ArrowDown"]
      : ["Shift+Alt+ArrowDown", "ControlOrMeta+Alt+ArrowDown"];
  await lines('"email"').click();
  await editor.json.press(copyDown);
  await expect(lines('"email"')).toHaveCount(2);
  await editor.json.press("ControlOrMeta+Shift+k");
  await expect(lines('"email"')).toHaveCount(1);

  await editor.json.press("Home");
  await editor.json.press(cursorBelow);
  await editor.json.press("x");
  await expect(lines(/^\s*x"/)).toHaveCount(2);
  await editor.json.press("Backspace");
  await expect(lines(/^\s*x"/)).toHaveCount(0);
  await editor.json.press("Escape");

  await editor.json.press("ControlOrMeta+Home");
  await editor.json.press("ControlOrMeta+Shift+Backslash");
  await expect(editor.frame.locator(".cm-activeLine")).toHaveText("}");
  await expect(editor.footer).toContainText("No changes");
});

test("inboxes are picked by name and sent by id", async ({ sandbox, vscode }) => {
  const editor = await openContact(vscode, "林志明");
  await editor.frame.getByRole("button", { name: "Add to inbox" }).click();
  await editor.frame.getByRole("option", { name: /Messenger/ }).click();
  await expect(editor.header).toContainText("Messenger");
  await editor.name.press("Control+s");
  await vscode.workbench.expectDirty(vscode.workbench.tab("林志明"), false);
  const [patch] = patches(sandbox.requests) as { readonly inboxes: readonly object[] }[];
  expect(Object.keys(patch ?? {})).toEqual(["inboxes"]);
  expect(patch?.inboxes).toHaveLength(2);
  expect(patch?.inboxes.every((inbox) => Object.keys(inbox).join() === "id")).toBe(true);
});

test("a split editor and the text editor show one document", async ({ vscode }) => {
  const editor = await openContact(vscode, "林志明");
  await vscode.workbench.runCommand("View: Split Editor Right");
  const second = new ContactEditor(vscode.workbench, 1);
  await expect(second.name).toBeVisible({ timeout: 30_000 });
  await editor.name.fill("林志明二");
  await expect(second.name).toHaveValue("林志明二");
  await vscode.workbench.runCommand("File: Save All Files");
  await vscode.workbench.expectDirty(vscode.workbench.tab("林志明二").first(), false);
  await editor.frame.getByRole("button", { name: "Open as Text" }).click();
  await expect(
    vscode.page.locator(".monaco-editor .view-line", { hasText: "林志明二" }).first(),
  ).toBeVisible();
});

test("the text editor validates by the schema, and completes field names", async ({ vscode }) => {
  const editor = await openContact(vscode, "林志明");
  await editor.frame.getByRole("button", { name: "Open as Text" }).click();
  const line = vscode.page.locator(".monaco-editor .view-line", { hasText: '"sourceId"' }).first();
  await line.click();
  await vscode.page.keyboard.press("End");
  await vscode.page.keyboard.press("Enter");
  await vscode.page.keyboard.type('"');
  await vscode.page.keyboard.press("Control+Space");
  // The contact has every field but this one already.
  await expect(vscode.page.locator(".suggest-widget .monaco-list-row").first()).toBeVisible();
  await vscode.page.keyboard.press("Escape");
  await vscode.page.keyboard.press("Control+z");
  await line.click();
  await vscode.page.keyboard.press("End");
  await vscode.page.keyboard.press("Enter");
  await vscode.page.keyboard.type('"email": 5,');
  await vscode.problems.show();
  await expect(vscode.problems.row(/Incorrect type/)).toBeVisible();
});

test("PUT replaces the whole contact after a confirmation that names it", async ({ sandbox, vscode }) => {
  const editor = await openContact(vscode, "林志明");
  await editor.email.fill("put@example.com");
  await vscode.workbench.expectDirty(vscode.workbench.tab("林志明"), true);
  await editor.frame.getByRole("button", { name: "More Actions" }).click();
  await editor.frame.getByRole("menuitem", { name: /PUT/ }).click();
  await expect(vscode.messages.dialog).toContainText("林志明");
  await expect(vscode.messages.dialog).toContainText('email: "chihming.lin@example.com" → "put@example.com"');
  await vscode.messages.answerDialog("Replace");
  await vscode.workbench.expectDirty(vscode.workbench.tab("林志明"), false);
  const put = sandbox.requests.find(({ method }) => method === "PUT");
  expect(JSON.parse(put?.body ?? "{}")).toMatchObject({
    name: "林志明",
    email: "put@example.com",
    sourceId: "crm-104171",
  });
  expect(patches(sandbox.requests)).toEqual([]);
});

test("a risky change on production is shown and asked about before it is sent", async ({
  sandbox,
  vscode,
}) => {
  await vscode.setUserSettings({
    "maiagent.connections": [
      { id: "live", label: "Live", baseUrl: sandbox.baseUrl, role: "production", keySource: "environment" },
    ],
  });
  // The tree of the connection before is gone only when this one stands there.
  const tree = await showContacts(vscode);
  await expect(tree.row("Live", 1)).toBeVisible({ timeout: 30_000 });
  const editor = await openContact(vscode, "林志明");
  await editor.phone.fill("+886 2 0000 0777");
  await editor.phone.press("Control+s");
  await expect.poll(() => patches(sandbox.requests)).toHaveLength(1);

  await editor.email.fill("risky@example.com");
  await editor.email.press("Control+s");
  await expect(vscode.messages.dialog).toContainText("Live (production)");
  await expect(vscode.messages.dialog).toContainText('"chihming.lin@example.com" → "risky@example.com"');
  await vscode.messages.answerDialog("Cancel");
  await expect(vscode.messages.notification("Nothing was sent")).toBeVisible();
  expect(patches(sandbox.requests)).toHaveLength(1);
  await expect(editor.email).toHaveValue("risky@example.com");

  await editor.email.press("Control+s");
  await vscode.messages.answerDialog("Save");
  await expect.poll(() => patches(sandbox.requests).at(-1)).toEqual({ email: "risky@example.com" });
});

test.describe("over a read-only connection", () => {
  test("a contact can be read and copied, not changed", async ({ vscode, sandbox }) => {
    const settings = {
      id: "ro",
      label: "Read only",
      baseUrl: sandbox.baseUrl,
      role: "production",
      readOnly: true,
      keySource: "environment",
    };
    await vscode.setUserSettings({ "maiagent.connections": [settings] });
    await vscode.workbench.showView("MaiAgent");
    const tree = vscode.tree("Contacts");
    await expect(tree.description(tree.row("Read only", 1))).toHaveText("production · read-only");
    await tree.expand(tree.row("LINE 官方帳號", 2));
    await tree.row("林志明", 3).dblclick();
    const editor = new ContactEditor(vscode.workbench);
    await expect(editor.name).toBeVisible({ timeout: 30_000 });
    await expect(editor.name).not.toBeEditable();
    await expect(editor.notice).toContainText("read-only");
  });
});
