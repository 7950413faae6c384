import { MaiAgentClient } from "../../src/api/client.ts";
import { expect, test } from "./fixtures.ts";
import { LINE, showContacts } from "./pages/contactsView.ts";

const [line, telegram] = ["a1e5f0c2-3b7d-4c1e-9f60-5d2b8c7e1a01", "b2f6a1d3-4c8e-4d2f-8a71-6e3c9d8f2b02"];

test("duplicates are shown side by side and merged as the person decides; the other is deleted with consent only", async ({
  sandbox,
  vscode,
}) => {
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
  await tree.row(LINE, 2).click({ button: "right" });
  await tree.menuEntry("Everything in This List").hover();
  await tree.menuEntry("Find Duplicates…").click();
  const frame = vscode.workbench.webview();
  await expect(frame.getByRole("heading", { name: "Possible Duplicates" })).toBeVisible({ timeout: 30_000 });
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
});
