import { readFile, stat } from "node:fs/promises";
import { changeElsewhere } from "./elsewhere.ts";
import { expect, test } from "./fixtures.ts";
import { ContactEditor } from "./pages/contactEditor.ts";
import { expandInbox, LINE, openContact, showContacts } from "./pages/contactsView.ts";

const SAVE = "ControlOrMeta+s";

test("a change is listed in the contact's history, compared, restored into the editor, saved and undone", async ({
  sandbox,
  vscode,
}) => {
  const patches = (): unknown[] =>
    sandbox.requests.filter(({ method }) => method === "PATCH").map(({ body }): unknown => JSON.parse(body));
  const editor = await openContact(vscode, "林志明");
  await editor.email.fill("second@example.com");
  await editor.email.press(SAVE);
  await expect.poll(patches).toHaveLength(1);
  await vscode.workbench.expectDirty(vscode.workbench.tab("林志明"), false);

  await editor.header.getByRole("button", { name: "History" }).click();
  await expect(vscode.quickInput.title).toHaveText("Contact History · 林志明");
  const row = vscode.quickInput.row("Changed email");
  await expect(row).toContainText('email: "chihming.lin@example.com" → "second@example.com"');
  await vscode.page.keyboard.press("Enter");
  await expect(vscode.workbench.tab(/林志明: Before ↔ After/)).toBeVisible();
  const diff = vscode.page.locator(".monaco-diff-editor");
  await expect(diff.locator(".editor.original")).toContainText("chihming.lin@example.com");
  await expect(diff.locator(".editor.modified")).toContainText("second@example.com");

  await vscode.page.locator(".editor-actions").getByRole("button", { name: "Restore This Version" }).click();
  await expect(editor.email).toHaveValue("chihming.lin@example.com");
  await vscode.workbench.expectDirty(vscode.workbench.tab("林志明"), true);
  expect(patches()).toHaveLength(1);
  await vscode.messages.answerNotification("Nothing is sent until you save", "Save");
  await expect
    .poll(patches)
    .toEqual([{ email: "second@example.com" }, { email: "chihming.lin@example.com" }]);
  await vscode.workbench.expectDirty(vscode.workbench.tab("林志明"), false);

  await vscode.workbench.runCommand("MaiAgent: Undo Last Change…");
  await expect(vscode.messages.dialog).toContainText("Undo the last change of 林志明");
  await expect(vscode.messages.dialog).toContainText(
    'email: "chihming.lin@example.com" → "second@example.com"',
  );
  await vscode.messages.answerDialog("Undo");
  await expect.poll(() => patches().at(-1)).toEqual({ email: "second@example.com" });
  expect(patches()).toHaveLength(3);
  await expect(editor.email).toHaveValue("second@example.com");
});

test("a version is compared with the contact now by keyboard alone, and a reload leaves no broken tab", async ({
  sandbox,
  vscode,
}) => {
  test.slow();
  const { keyboard } = vscode.page;
  const editor = await openContact(vscode, "林志明");
  await editor.email.fill("second@example.com");
  await editor.email.press(SAVE);
  await vscode.workbench.expectDirty(vscode.workbench.tab("林志明"), false);
  await changeElsewhere(sandbox, { phoneNumber: "+886 2 0000 0800" });

  await vscode.workbench.runCommand("MaiAgent: Contact History");
  await expect(vscode.quickInput.title).toContainText("Contact History");
  // The contact of the active editor is offered first.
  await expect(vscode.quickInput.rows.first()).toContainText("林志明");
  await keyboard.press("Enter");
  await expect(vscode.quickInput.title).toHaveText("Contact History · 林志明");
  await expect(vscode.quickInput.row("Changed email")).toBeVisible();
  await keyboard.press("Enter");
  const diff = vscode.page.locator(".monaco-diff-editor:visible");
  await expect(diff.locator(".editor.modified")).toContainText("second@example.com");
  await vscode.workbench.runCommand("MaiAgent: Compare with the Contact Now");
  await expect(vscode.workbench.tab(/林志明: Version of .* ↔ Now/)).toBeVisible();
  await expect(diff.locator(".editor.original")).toContainText("chihming.lin@example.com");
  await expect(diff.locator(".editor.modified")).toContainText("+886 2 0000 0800");

  // VS Code does not bring comparisons back with the window, and leaves no broken tab in their place.
  await vscode.reload();
  await editor.expectLoaded();
  await expect(vscode.workbench.tabs).toHaveCount(1);
});

test("a deleted contact is restored from the trash under a new id, and the history can be cleared", async ({
  sandbox,
  vscode,
}) => {
  const tree = await showContacts(vscode);
  await expandInbox(tree, LINE);
  await tree.clickInlineAction(tree.row(LINE, 2), "New Contact");
  await vscode.quickInput.enter("王小明");
  const editor = new ContactEditor(vscode.workbench);
  await editor.expectLoaded();
  await editor.email.fill("ming@example.com");
  await editor.email.press(SAVE);
  await vscode.workbench.expectDirty(vscode.workbench.tab("王小明"), false);
  await tree.chooseFromMenu(tree.row("王小明", 3), "Delete Contact…");
  await expect(vscode.messages.dialog).toContainText("can be created anew from the deleted contacts");
  await vscode.messages.answerDialog("Delete");
  await expect(tree.row("王小明", 3)).toBeHidden();
  await vscode.workbench.runCommand("View: Close All Editors");

  await vscode.workbench.runCommand("MaiAgent: Deleted Contacts");
  await expect(vscode.quickInput.row("王小明")).toContainText("ming@example.com");
  await vscode.page.keyboard.press("Enter");
  await expect(vscode.messages.dialog).toContainText("it gets a new ID");
  await expect(vscode.messages.dialog).toContainText("Conversations are not restored.");
  await vscode.messages.answerDialog("Restore");
  await expect(editor.email).toHaveValue("ming@example.com", { timeout: 30_000 });
  await expect(vscode.messages.notification("王小明 was restored with the new ID")).toBeVisible();
  const posts = sandbox.requests.filter(({ method }) => method === "POST");
  expect(posts).toHaveLength(2);
  const deleted = sandbox.requests.find(({ method }) => method === "DELETE")?.path ?? "";
  const opened = sandbox.requests.filter(
    ({ method, path }) => method === "GET" && /contacts\/[^/?]+\/$/.test(path),
  );
  expect(opened.at(-1)?.path).not.toBe(deleted);

  await vscode.workbench.runCommand("MaiAgent: Deleted Contacts");
  await expect(vscode.messages.notification("There are no deleted contacts")).toBeVisible();
  const files = await vscode.historyFiles();
  expect(files.length).toBeGreaterThanOrEqual(4);
  for (const file of files) {
    expect((await stat(file)).mode & 0o077).toBe(0);
    expect(await readFile(file, "utf8")).not.toMatch(/mcp_?credentials/i);
  }
  await vscode.workbench.runCommand("MaiAgent: Clear History…");
  await vscode.messages.answerDialog("Clear");
  await expect.poll(() => vscode.historyFiles()).toEqual([]);
});

test.describe("with the history turned off", () => {
  test.use({ settings: { "maiagent.history.enabled": false } });

  test("nothing is remembered, and it is said", async ({ vscode }) => {
    const editor = await openContact(vscode, "林志明");
    await editor.email.fill("second@example.com");
    await editor.email.press(SAVE);
    await vscode.workbench.expectDirty(vscode.workbench.tab("林志明"), false);
    await editor.header.getByRole("button", { name: "History" }).click();
    await expect(vscode.messages.notification("The history is turned off")).toBeVisible();
    expect(await vscode.historyFiles()).toEqual([]);
  });
});

test("the header tells a contact's conversations, and the question before a delete warns of them", async ({
  sandbox,
  vscode,
}) => {
  const headers = { authorization: `Api-Key ${sandbox.apiKey}` };
  const listed = await fetch(`${sandbox.baseUrl}/contacts/?pageSize=100`, { headers });
  const { results } = (await listed.json()) as {
    readonly results: readonly { readonly id: string; readonly name: string }[];
  };
  const counts = await Promise.all(
    results.map(async ({ id, name }) => {
      const answer = await fetch(`${sandbox.baseUrl}/contacts/${id}/conversations`, { headers });
      const { count = 0 } = (await answer.json()) as { readonly count?: number };
      return { id, name, count };
    }),
  );
  const talkative = counts.find(({ name, count }) => name !== "" && count > 1);
  const silent = counts.find(({ name, count }) => name !== "" && count === 0);
  if (!talkative || !silent) throw new Error("the sample data lost its conversations");

  const asked = (id: string): string[] =>
    sandbox.requests
      .map(({ path }) => path)
      .filter((path) => path.startsWith(`/api/contacts/${id}/conversations`));
  const open = async ({
    id,
    name,
  }: {
    readonly id: string;
    readonly name: string;
  }): Promise<ContactEditor> => {
    await vscode.workbench.runCommand("MaiAgent: Find Contact…");
    await vscode.quickInput.type(id);
    await expect(vscode.quickInput.rows).toHaveCount(1, { timeout: 30_000 });
    await expect(vscode.quickInput.row(name)).toBeVisible();
    await vscode.page.keyboard.press("Enter");
    const editor = new ContactEditor(vscode.workbench);
    await editor.expectLoaded();
    return editor;
  };
  const other = await open(silent);
  await expect(other.name).toHaveValue(silent.name);
  await expect.poll(() => asked(silent.id).length).toBeGreaterThan(0);
  await expect(other.header).not.toContainText("conversation");

  sandbox.clearRequests();
  const editor = await open(talkative);
  await expect(editor.header).toContainText(`${talkative.count} conversations, latest`);
  expect(asked(talkative.id)).toEqual([
    `/api/contacts/${talkative.id}/conversations`,
    `/api/contacts/${talkative.id}/conversations/latest`,
  ]);
  await vscode.workbench.runCommand("MaiAgent: Delete Contact…");
  await expect(vscode.quickInput.row(talkative.name)).toBeVisible();
  await vscode.page.keyboard.press("Enter");
  await expect(vscode.messages.dialog).toContainText(`It has ${talkative.count} conversations, the latest`);
  await expect(vscode.messages.dialog).toContainText("MaiAgent will refuse to delete it.");
});

test("where the server does not tell a contact's conversations, nothing is said of them", async ({
  sandbox,
  vscode,
}) => {
  for (const status of [403, 404]) {
    sandbox.respondNext({ pathPattern: /conversations/, status, body: { detail: "No." }, times: 4 });
    const editor = await openContact(vscode, "林志明");
    await expect
      .poll(() => sandbox.requests.filter(({ path }) => path.includes("/conversations")).length)
      .toBeGreaterThan(0);
    await expect(editor.header).not.toContainText("conversation");
    await editor.frame.getByRole("button", { name: "More Actions" }).click();
    await editor.frame.getByRole("menuitem", { name: /Delete/ }).click();
    await expect(vscode.messages.dialog).toContainText("林志明");
    await expect(vscode.messages.dialog).not.toContainText("It has");
    await vscode.messages.answerDialog("Cancel");
    await expect(vscode.messages.notifications).toHaveCount(0);
    await vscode.workbench.runCommand("View: Close All Editors");
    sandbox.clearPlannedResponses();
    sandbox.clearRequests();
  }
});
