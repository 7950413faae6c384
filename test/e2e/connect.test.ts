import { startSandbox } from "../../src/sandbox/startSandbox.ts";
import { expect, test } from "./fixtures.ts";
import { expandInbox, LINE, showContacts } from "./pages/contactsView.ts";

test.use({ connected: false });

test("a connection is added with a wrong and then a right key, and nothing is stored before the key works", async ({
  sandbox,
  vscode,
}) => {
  const { messages, quickInput, workbench } = vscode;
  const tree = await showContacts(vscode);
  await tree.welcome.getByRole("button", { name: "Add Connection" }).click();
  await expect(quickInput.title).toContainText("Name");
  await quickInput.enter("MaiAgent TW");
  await expect(quickInput.input).toHaveValue("https://api.maiagent.ai/api");
  await quickInput.type("http://maiagent.example/api");
  await expect(quickInput.message).toContainText("https://");
  await quickInput.enter(sandbox.baseUrl);
  await expect(quickInput.title).toContainText("Role");
  await quickInput.pick(/^production/);
  await quickInput.pick("Read and write");

  await expect(quickInput.title).toContainText("API key for MaiAgent TW");
  await expect(quickInput.input).toHaveAttribute("type", "password");
  await quickInput.enter("wrong-key");
  await expect(messages.notification("The API key was refused")).toBeVisible();
  await expect(tree.welcome.getByRole("button", { name: "Add Connection" })).toBeVisible();
  await messages.answerNotification("The API key was refused", "Enter Another Key");
  await quickInput.enter(`Api-Key ${sandbox.apiKey}`);

  await expandInbox(tree, LINE);
  await expect(tree.description(tree.row("MaiAgent TW", 1))).toHaveText("production");
  const status = workbench.statusBarItem("MaiAgent TW");
  await expect(status).toHaveClass(/warning-kind/);
});

/** An address on this machine where nothing listens (any more). */
async function closedAddress(): Promise<string> {
  const gone = await startSandbox();
  await gone.close();
  return gone.baseUrl;
}

test("each failure of a first try names its cause", async ({ sandbox, vscode }) => {
  const { messages, quickInput } = vscode;
  const tree = await showContacts(vscode);
  await tree.welcome.getByRole("button", { name: "Add Connection" }).click();
  await quickInput.enter("Wrong address");
  await quickInput.enter(sandbox.baseUrl.replace(/api$/, "nothing"));
  await quickInput.pick(/^development/);
  await quickInput.pick("Read and write");
  await expect(quickInput.title).toContainText("API key");
  await quickInput.enter(sandbox.apiKey);
  const notFound = /no contacts API|web page answered/;
  await expect(messages.notification(notFound)).toBeVisible();
  await messages.answerNotification(notFound, "Change Address");
  await quickInput.enter(await closedAddress());
  await expect(quickInput.title).toContainText("API key");
  await quickInput.enter(sandbox.apiKey);
  await expect(messages.notification("Nothing answers at the connection's address")).toBeVisible({
    timeout: 30_000,
  });
  await messages.answerNotification("Nothing answers", "Change Address");
  await quickInput.enter(sandbox.baseUrl);
  await expect(quickInput.title).toContainText("API key");
  await quickInput.enter(sandbox.apiKey);
  await expandInbox(tree, LINE);
});

test("a key is taken away by Sign Out and set again, and the tree follows both", async ({
  sandbox,
  vscode,
}) => {
  const { quickInput, workbench } = vscode;
  const tree = await showContacts(vscode);
  await tree.welcome.getByRole("button", { name: "Add Connection" }).click();
  await quickInput.enter("Rotating");
  await quickInput.enter(sandbox.baseUrl);
  await quickInput.pick(/^staging/);
  await quickInput.pick("Read and write");
  await quickInput.enter(sandbox.apiKey);
  await expandInbox(tree, LINE);

  await workbench.runCommand("MaiAgent: Sign Out");
  await expect(tree.welcome).toContainText("no API key");
  await tree.welcome.getByRole("button", { name: "Set API Key" }).click();
  await quickInput.enter(sandbox.apiKey);
  await expandInbox(tree, LINE);

  await vscode.reload();
  await expandInbox(tree, LINE);
});
