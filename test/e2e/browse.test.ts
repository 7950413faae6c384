import { expect, test } from "./fixtures.ts";
import { ContactEditor } from "./pages/contactEditor.ts";
import { expandInbox, LINE, showContacts } from "./pages/contactsView.ts";

test("an inbox shows its first page after one request, and the next with Load more", async ({
  sandbox,
  vscode,
}) => {
  const tree = await showContacts(vscode);
  await expect(tree.description(tree.row(LINE, 2))).toHaveText("136", { timeout: 30_000 });
  await expect(tree.description(tree.row("All contacts", 2))).toHaveText("300");
  sandbox.clearRequests();
  const contacts = await expandInbox(tree, LINE);
  await expect(contacts.first()).toContainText("crm-104233");
  expect(sandbox.requests.map(({ path }) => path)).toHaveLength(1);

  await contacts.first().click();
  await vscode.page.keyboard.press("End");
  const more = tree.rows.filter({ hasText: "Load more (100 of 136)" });
  // All of the tree's rows follow the inbox; End goes to the very last, so the row is reached from below.
  for (let step = 0; step < 8 && !(await more.isVisible()); step++) {
    await vscode.page.keyboard.press("ArrowUp");
  }
  await more.click();
  await expect(more).toBeHidden();
  await expect.poll(() => sandbox.requests.some(({ path }) => path.includes("page=2"))).toBe(true);
});

test("a contact that is clicked while its list is read again opens", async ({ sandbox, vscode }) => {
  const tree = await showContacts(vscode);
  await expandInbox(tree, LINE);
  const isRead = Promise.withResolvers<undefined>();
  sandbox.respondNext({ method: "GET", pathPattern: /inboxes=.*&pageSize=100/, until: isRead.promise });
  sandbox.clearRequests();
  await vscode.workbench.runCommand("MaiAgent: Refresh");
  const row = tree.row("林志明", 3);
  await row.click();
  await expect(row).toHaveAttribute("aria-selected", "true");
  isRead.resolve(undefined);
  const editor = new ContactEditor(vscode.workbench);
  await editor.expectLoaded();
  await expect(editor.name).toHaveValue("林志明");
});

test("a filter is a search on the server, shown on the inbox until it is cleared", async ({
  sandbox,
  vscode,
}) => {
  const tree = await showContacts(vscode);
  const inbox = tree.row(LINE, 2);
  await expandInbox(tree, LINE);
  await tree.clickInlineAction(inbox, "Filter Contacts");
  await vscode.quickInput.enter("crm-104171");
  await expect(tree.description(inbox)).toContainText('filter: "crm-104171"');
  await expect(tree.row("林志明", 3)).toBeVisible();
  await expect(tree.row("陳美玲", 3)).toBeHidden();
  expect(sandbox.requests.some(({ path }) => path.includes("search=crm-104171"))).toBe(true);

  await tree.clickInlineAction(inbox, "Clear Filter");
  await expect(tree.row("陳美玲", 3)).toBeVisible();
  await expect(tree.description(inbox)).toHaveText("136");

  await tree.clickInlineAction(inbox, "Filter Contacts");
  await vscode.quickInput.enter("nobody-is-called-so");
  const empty = tree.rows.filter({ hasText: "No contact matches the filter" });
  await expect(empty).toBeVisible();
  await empty.click();
  await expect(tree.row("陳美玲", 3)).toBeVisible();
});

test("expansion and selection survive a refresh", async ({ vscode }) => {
  const tree = await showContacts(vscode);
  await expandInbox(tree, LINE);
  await tree.row("林志明", 3).click();
  await tree.clickTitleAction("Refresh");
  await expect(tree.row("林志明", 3)).toHaveAttribute("aria-selected", "true");
  await expect(tree.row(LINE, 2)).toHaveAttribute("aria-expanded", "true");
});

test("a failed load says why, and Retry brings the contacts", async ({ sandbox, vscode }) => {
  const tree = await showContacts(vscode);
  await expect(tree.row(LINE, 2)).toBeVisible({ timeout: 30_000 });
  await expect(tree.description(tree.row("All contacts", 2))).toHaveText("300");
  sandbox.respondNext({ pathPattern: "pageSize=100", status: 503, body: "<h1>down</h1>", times: 3 });
  await tree.expand(tree.row(LINE, 2));
  const failure = tree.rows.filter({ hasText: "The server failed (503)" });
  await expect(failure).toBeVisible({ timeout: 30_000 });
  await failure.click();
  await expect(tree.row("陳美玲", 3)).toBeVisible();
});

test("a server that cannot be reached is said in the view, with a way on", async ({ sandbox, vscode }) => {
  const tree = await showContacts(vscode);
  await expect(tree.row(LINE, 2)).toBeVisible({ timeout: 30_000 });
  await sandbox.close();
  await tree.clickTitleAction("Refresh");
  await expect(tree.welcome).toContainText("cannot be reached", { timeout: 30_000 });
  await expect(tree.welcome.getByRole("button", { name: "Try Again" })).toBeVisible();
});

test.describe("with a hostile name", () => {
  test("the name makes no link, no icon and no command anywhere", async ({ sandbox, vscode }) => {
    const name = "[Click](command:workbench.action.quit) $(trash) \u202eevil";
    const headers = { authorization: `Api-Key ${sandbox.apiKey}`, "content-type": "application/json" };
    const list = (await (
      await fetch(`${sandbox.baseUrl}/contacts/?search=crm-104233`, { headers })
    ).json()) as {
      readonly results: readonly { readonly id: string }[];
    };
    const id = list.results[0]?.id ?? "";
    await fetch(`${sandbox.baseUrl}/contacts/${id}/`, {
      method: "PATCH",
      headers,
      body: JSON.stringify({ name }),
    });
    const tree = await showContacts(vscode);
    const contacts = await expandInbox(tree, LINE);
    await expect(contacts.first()).toContainText("$ (trash)");
    await tree.chooseFromMenu(contacts.first(), "Delete Contact…");
    await expect(vscode.messages.dialog).toContainText("[Click] (command:workbench.action.quit)");
    await expect(vscode.messages.dialog.locator(".dialog-message a, .dialog-message-detail a")).toHaveCount(
      0,
    );
    await expect(vscode.messages.dialog.locator(".codicon-trash")).toHaveCount(0);
  });
});
