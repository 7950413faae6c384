import { expect, test } from "./fixtures.ts";
import { ContactEditor } from "./pages/contactEditor.ts";
import { openContact } from "./pages/contactsView.ts";
import type { VSCode } from "./pages/vscode.ts";

/** As test/support/sandboxSettings.ts calls it. */
const CONNECTION = "sandbox-local";
const EXTENSION = "maiagent-community.maiagent-contacts";

/** Follows a link as VS Code does when another program hands one over. */
async function followLink(vscode: VSCode, pathAndQuery: string): Promise<void> {
  await vscode.workbench.runCommand("Developer: Open URL");
  await vscode.quickInput.enter(`code-oss://${EXTENSION}${pathAndQuery}`);
  const { dialog } = vscode.messages;
  // VS Code's own question comes first, until this extension is trusted with links.
  const trust = dialog.getByText("Do not ask me again for this extension");
  await expect(trust).toBeVisible({ timeout: 30_000 });
  await trust.click();
  await vscode.messages.answerDialog("Open");
  await expect(trust).toBeHidden();
}

async function idOf(sandbox: { readonly baseUrl: string; readonly apiKey: string }, search: string) {
  const headers = { authorization: `Api-Key ${sandbox.apiKey}` };
  const answer = await fetch(`${sandbox.baseUrl}/contacts/?search=${search}`, { headers });
  const { results } = (await answer.json()) as { readonly results: readonly { readonly id: string }[] };
  return results[0]?.id ?? "";
}

test("a link opens its contact after a question that names connection and id", async ({
  sandbox,
  vscode,
}) => {
  const id = await idOf(sandbox, "crm-104171");
  sandbox.clearRequests();
  await followLink(vscode, `/contact?connection=${CONNECTION}&id=${id}`);
  const { dialog } = vscode.messages;
  await expect(dialog).toContainText("from a link?", { timeout: 30_000 });
  await expect(dialog).toContainText(id);
  expect(sandbox.requests).toEqual([]);
  await vscode.messages.answerDialog("Cancel");
  await expect(dialog).toBeHidden();
  expect(sandbox.requests).toEqual([]);

  await vscode.workbench.runCommand("Developer: Open URL");
  await vscode.quickInput.enter(`code-oss://${EXTENSION}/contact?connection=${CONNECTION}&id=${id}`);
  await expect(dialog).toContainText("from a link?");
  await vscode.messages.answerDialog("Open Contact");
  const editor = new ContactEditor(vscode.workbench);
  await editor.expectLoaded();
  await expect(editor.name).toHaveValue("林志明");
});

test("a link that says more than a connection and a contact is refused, and its text is harmless", async ({
  sandbox,
  vscode,
}) => {
  const evil = encodeURIComponent("[click](command:workbench.action.files.newUntitledFile)$(trash)");
  await followLink(
    vscode,
    `/contact?connection=x&id=y&baseUrl=${encodeURIComponent("https://evil.test/api")}`,
  );
  await expect(vscode.messages.notification("a link may only name a connection and an id")).toBeVisible({
    timeout: 30_000,
  });
  const follow = async (pathAndQuery: string) => {
    await vscode.workbench.runCommand("Developer: Open URL");
    await vscode.quickInput.enter(`code-oss://${EXTENSION}${pathAndQuery}`);
  };
  await follow(`/contact?connection=${CONNECTION}&id=${evil}`);
  const refusal = vscode.messages.notification("cannot be the ID of a contact");
  await expect(refusal).toContainText("(command:workbench.action.files.newUntitledFile)");
  await expect(refusal.locator(".notification-list-item-message a")).toHaveCount(0);
  await expect(refusal.locator(".notification-list-item-message .codicon")).toHaveCount(0);
  await follow("/contact?connection=somewhere-else&id=abc");
  await expect(vscode.messages.notification("“somewhere-else”, which is not set up here")).toBeVisible();
  await follow("/key?connection=x&id=y");
  await expect(vscode.messages.notification("knows no “/key”")).toBeVisible();
  expect(sandbox.requests).toEqual([]);
});

test.describe("with an address of MaiAgent's pages", () => {
  test.use({
    settings: { "maiagent.dashboardUrl": "https://admin.example.com/i/{inboxId}/c/{contactId}?{connection}" },
  });

  test("a contact opens in MaiAgent, and its link is copied", async ({ sandbox, vscode }) => {
    await openContact(vscode, "林志明");
    await vscode.workbench.runCommand("MaiAgent: Open in MaiAgent");
    await vscode.quickInput.pick("林志明");
    const { dialog } = vscode.messages;
    const id = await idOf(sandbox, "crm-104171");
    await expect(dialog).toContainText("https://admin.example.com/i/", { timeout: 30_000 });
    await expect(dialog).toContainText(`/c/${id}?`);
    await vscode.messages.answerDialog("Cancel");

    const tree = vscode.tree("Contacts");
    await tree.chooseFromMenu(tree.row("林志明", 3), "Copy Link to Contact");
    await expect(vscode.workbench.statusBarItem("Link copied")).toBeVisible();
    // Read back as a person would: pasted.
    await vscode.workbench.runCommand("Developer: Open URL");
    await expect(vscode.quickInput.input).toBeFocused();
    await vscode.page.keyboard.press("Control+v");
    await expect(vscode.quickInput.input).toHaveValue(
      `code-oss://${EXTENSION}/contact?connection=${CONNECTION}&id=${id}`,
    );
    await vscode.quickInput.cancel();
  });
});
