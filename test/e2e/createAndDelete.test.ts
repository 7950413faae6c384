import { expect, test } from "./fixtures.ts";
import { ContactEditor } from "./pages/contactEditor.ts";
import { expandInbox, LINE, openContact, showContacts } from "./pages/contactsView.ts";

test("a contact is created in an inbox, opens, and is deleted after a confirmation that names it", async ({
  sandbox,
  vscode,
}) => {
  const tree = await showContacts(vscode);
  await expandInbox(tree, LINE);
  await tree.clickInlineAction(tree.row(LINE, 2), "New Contact");
  await vscode.quickInput.enter("王小明");
  const editor = new ContactEditor(vscode.workbench);
  await editor.expectLoaded();
  await expect(editor.name).toHaveValue("王小明");
  await expect(tree.row("王小明", 3)).toBeVisible();
  await expect(tree.description(tree.row(LINE, 2))).toHaveText("137");
  const post = sandbox.requests.find(({ method }) => method === "POST");
  expect(JSON.parse(post?.body ?? "{}")).toMatchObject({ name: "王小明", inboxes: [{}] });

  await tree.chooseFromMenu(tree.row("王小明", 3), "Delete Contact…");
  await expect(vscode.messages.dialog).toContainText("王小明");
  await expect(vscode.messages.dialog).toContainText("Sample data");
  await vscode.messages.answerDialog("Delete");
  await expect(tree.row("王小明", 3)).toBeHidden();
  await expect(tree.description(tree.row(LINE, 2))).toHaveText("136");
  await expect(editor.notice).toContainText("no longer exists");
});

test("a contact that has conversations is kept, and it is said why", async ({ sandbox, vscode }) => {
  const tree = await showContacts(vscode);
  await expandInbox(tree, LINE);
  sandbox.respondNext({
    method: "DELETE",
    status: 400,
    body: { detail: "The contact still has conversations." },
  });
  await tree.chooseFromMenu(tree.row("林志明", 3), "Delete Contact…");
  await vscode.messages.answerDialog("Delete");
  await expect(
    vscode.messages.notification("林志明 was not deleted. It still has conversations"),
  ).toBeVisible();
  await expect(tree.row("林志明", 3)).toBeVisible();
});

test("a duplicate opens under a new name and without the source id", async ({ sandbox, vscode }) => {
  const editor = await openContact(vscode, "林志明");
  await editor.frame.getByRole("button", { name: "More Actions" }).click();
  await editor.frame.getByRole("menuitem", { name: /Duplicate/ }).click();
  await expect(vscode.quickInput.input).toHaveValue("林志明 (copy)");
  await vscode.quickInput.enter("林志明 B");
  await expect(editor.name).toHaveValue("林志明 B");
  const post = sandbox.requests.find(({ method }) => method === "POST");
  const body = JSON.parse(post?.body ?? "{}") as Record<string, unknown>;
  expect(body).toMatchObject({ name: "林志明 B", email: "chihming.lin@example.com" });
  expect(body).not.toHaveProperty("sourceId");
});
