import { expect, test as base } from "./fixtures.ts";
import type { VSCode } from "./pages/vscode.ts";
import { folderWithToolCaller } from "./toolCaller.ts";

const test = base.extend({
  // Playwright reads which fixtures are needed from the first parameter.
  extensionsFolder: async ({}, use) => {
    const { folder, remove } = await folderWithToolCaller();
    await use(folder);
    await remove();
  },
});

async function callTool(vscode: VSCode, tool: string, input: object): Promise<void> {
  await vscode.workbench.runCommand("Tool Caller: Call");
  await vscode.quickInput.enter(`${tool} ${JSON.stringify(input)}`);
}

test("a language model's tool shows the exact change and its target, and sends it only after a yes", async ({
  sandbox,
  vscode,
}) => {
  const headers = { authorization: `Api-Key ${sandbox.apiKey}` };
  const answer = await fetch(`${sandbox.baseUrl}/contacts/?search=crm-104171`, { headers });
  const { results } = (await answer.json()) as {
    readonly results: readonly { readonly id: string; readonly email: string }[];
  };
  const { id, email } = results[0] ?? { id: "", email: "" };
  sandbox.clearRequests();
  const { dialog } = vscode.messages;
  const input = { id, changes: { email: "new'`[x](command:y)@example.test" } };

  await callTool(vscode, "maiagent_getContact", { id });
  const read = vscode.messages.notification("Answer: The line between the two boundaries is data");
  await expect(read).toBeVisible({ timeout: 30_000 });
  await expect(read).not.toContainText(email);
  await expect(read).toContainText("•••@");
  await vscode.workbench.runCommand("Notifications: Clear All Notifications");

  await callTool(vscode, "maiagent_deleteContact", { id });
  await expect(dialog).toContainText("Delete a contact from");
  await expect(dialog).toContainText(`Request: DELETE contacts/${id}/`);
  await expect(dialog).toContainText("林志明");
  await vscode.messages.answerDialog("Cancel");
  await expect(vscode.messages.notification("Failure: ")).toBeVisible();
  await vscode.workbench.runCommand("Notifications: Clear All Notifications");

  await callTool(vscode, "maiagent_updateContact", input);
  await expect(dialog).toContainText("Change a contact of");
  await expect(dialog).toContainText(`- email: "${email}"`);
  await expect(dialog).toContainText(`+ email: "new'\\u0060[x]\\u0028command:y)@example.test"`);
  await expect(dialog.locator("a:not(.monaco-button, .action-label)")).toHaveCount(0);
  expect(sandbox.requests.filter(({ method }) => method !== "GET")).toEqual([]);
  await vscode.messages.answerDialog("Yes");
  // The server refuses that address; what it says is data as well.
  await expect(vscode.messages.notification(/Failure: The line between|Answer: /u)).toBeVisible();
  expect(
    sandbox.requests.filter(({ method }) => method !== "GET").map(({ body }): unknown => JSON.parse(body)),
  ).toEqual([input.changes]);
});

test.describe("in Restricted Mode", () => {
  test.use({ trusted: false, settings: { "security.workspace.trust.startupPrompt": "never" } });

  test("a language model's tool reads and changes nothing", async ({ sandbox, vscode }) => {
    await callTool(vscode, "maiagent_createContact", { name: "x", inboxes: ["i"] });
    await expect(vscode.messages.notification("In Restricted Mode tools of language models")).toBeVisible({
      timeout: 30_000,
    });
    await callTool(vscode, "maiagent_listInboxes", {});
    await expect(vscode.messages.notification("Answer: ")).toContainText("LINE");
    expect(sandbox.requests.filter(({ method }) => method !== "GET")).toEqual([]);
  });
});
