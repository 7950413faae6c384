import { MaiAgentClient } from "../../src/api/client.ts";
import { expect, test } from "./fixtures.ts";
import { ContactEditor } from "./pages/contactEditor.ts";
import { LINE, showContacts } from "./pages/contactsView.ts";

const [line, telegram] = ["a1e5f0c2-3b7d-4c1e-9f60-5d2b8c7e1a01", "b2f6a1d3-4c8e-4d2f-8a71-6e3c9d8f2b02"];

test("duplicates are shown side by side and merged as the person decides; the other is deleted with consent only", async ({
  sandbox,
  vscode,
}) => {
  test.setTimeout(120_000);
  const { page, messages } = vscode;
  const client = new MaiAgentClient({ baseUrl: sandbox.baseUrl, apiKey: sandbox.apiKey });
  const create = async (fields: object) =>
    (await client.contacts.create({ json: JSON.stringify(fields) })).contact.id;
  const older = await create({
    ...{ name: "Ann Lin", inboxes: [{ id: line }], email: "Ann.Lin@example.com", sourceId: "dup-1" },
  });
  const younger = await create({
    ...{ name: "安琳", inboxes: [{ id: line }, { id: telegram }], email: " ann.lin@example.com" },
    phoneNumber: "0912345678",
  });
  client.dispose();

  const tree = await showContacts(vscode);
  await expect(tree.row(LINE, 2)).toBeVisible({ timeout: 30_000 });
  await tree.chooseFromMenu(tree.row(LINE, 2), "Everything in This List", "Find Duplicates…");
  const frame = vscode.workbench.webview();
  await expect(frame.getByRole("heading", { name: "Possible Duplicates" })).toBeVisible({ timeout: 30_000 });
  // Who opened the page goes on inside it by keyboard.
  await expect(frame.getByRole("heading", { name: "Possible Duplicates" })).toBeFocused();
  await page.keyboard.press("Tab");
  await expect(frame.getByRole("button", { name: "Search Again" })).toBeFocused();
  await page.keyboard.press("Tab");
  await expect(frame.locator(".group[aria-current=true]")).toBeFocused();
  const group = frame.getByRole("button", { name: /Ann Lin · 安琳/ });
  await group.click();
  await expect(group).toHaveAttribute("aria-current", "true");
  const keep = frame.getByRole("radio", { name: /Keep Ann Lin/ });
  await expect(keep).toBeChecked();
  // What only the other has is proposed; the name is the person's choice.
  await expect(frame.getByRole("radio", { name: /0912345678/ })).toBeChecked();
  await frame.getByRole("radio", { name: /^安琳\s*Name/ }).check();
  await expect(frame.getByRole("checkbox", { name: /Delete after the merge/ })).not.toBeChecked();
  sandbox.clearRequests();
  await frame.getByRole("checkbox", { name: /Delete after the merge/ }).check();
  await frame.getByRole("button", { name: "Merge…" }).click();
  await expect(messages.dialog).toContainText("Merge 2 contacts into Ann Lin in Sample data (development)?");
  await expect(messages.dialog).toContainText("Deleted after that: 安琳");
  expect(sandbox.requests.filter(({ method }) => method !== "GET")).toEqual([]);
  await messages.answerDialog("Merge");

  const outcome = frame.locator(".outcome");
  await expect(outcome).toContainText("Ann Lin has the chosen fields and all inboxes.");
  await expect(outcome).toContainText("安琳 was deleted.");
  const writes = sandbox.requests.filter(({ method }) => method !== "GET");
  expect(writes.map(({ method, path }) => [method, path.includes(older) ? "older" : "younger"])).toEqual([
    ["PATCH", "older"],
    ["DELETE", "younger"],
  ]);
  expect(writes[1]?.path).toContain(younger);
  expect(JSON.parse(writes[0]?.body ?? "{}")).toEqual({
    name: "安琳",
    phoneNumber: "0912345678",
    inboxes: [{ id: line }, { id: telegram }],
  });
  await expect(frame.getByRole("button", { name: /Ann Lin · 安琳/ })).toContainText("merged");
  await expect(page.locator(".monaco-dialog-box")).toBeHidden();

  // All of it goes back from the history: the other as a new contact, the survivor to what it was.
  const { quickInput, workbench } = vscode;
  await workbench.runCommand("MaiAgent: Deleted Contacts");
  await expect(quickInput.row("安琳")).toContainText("ann.lin@example.com");
  await page.keyboard.press("Enter");
  await expect(messages.dialog).toContainText("it gets a new ID");
  sandbox.clearRequests();
  await messages.answerDialog("Restore");
  await expect(messages.notification("安琳 was restored with the new ID")).toBeVisible();
  const [restored] = sandbox.requests.filter(({ method }) => method === "POST");
  expect(JSON.parse(restored?.body ?? "{}")).toMatchObject({
    ...{ name: "安琳", phoneNumber: "0912345678" },
    inboxes: [{ id: line }, { id: telegram }],
  });

  await workbench.runCommand("MaiAgent: Find Contact…");
  await quickInput.type(older);
  await expect(quickInput.row("dup-1")).toHaveCount(1, { timeout: 30_000 });
  await page.keyboard.press("Enter");
  await expect(page.locator(".breadcrumbs-control")).toContainText(older);
  const editor = new ContactEditor(workbench);
  await editor.expectLoaded();
  await expect(editor.name).toHaveValue("安琳");
  sandbox.clearRequests();
  await workbench.runCommand("MaiAgent: Undo Last Change…");
  await expect(messages.dialog).toContainText("Undo the last change of");
  await messages.answerDialog("Undo");
  await expect(editor.name).toHaveValue("Ann Lin");
  await expect.poll(() => sandbox.requests.filter(({ method }) => method === "PATCH").length).toBe(1);
  const [undone] = sandbox.requests.filter(({ method }) => method === "PATCH");
  expect(JSON.parse(undone?.body ?? "{}")).toMatchObject({ name: "Ann Lin", inboxes: [{ id: line }] });
});
