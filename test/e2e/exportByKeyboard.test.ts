import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { MaiAgentClient } from "../../src/api/client.ts";
import { expect, test } from "./fixtures.ts";
import { LINE, showContacts } from "./pages/contactsView.ts";
import type { VSCode } from "./pages/vscode.ts";

const LINE_ID = "a1e5f0c2-3b7d-4c1e-9f60-5d2b8c7e1a01";

/** Runs a command from the palette with Enter. */
async function run({ workbench, page }: VSCode, title: string): Promise<void> {
  await workbench.findCommand(title);
  await page.keyboard.press("Enter");
}

test("what matches a filter is exported by keyboard alone", async ({ sandbox, vscode }) => {
  test.setTimeout(120_000);
  const { page, quickInput } = vscode;
  const tree = await showContacts(vscode);
  await expect(tree.row(LINE, 2)).toBeVisible({ timeout: 30_000 });
  await run(vscode, "MaiAgent: Filter Contacts…");
  await expect(quickInput.row(LINE)).toBeVisible();
  await quickInput.enter(LINE);
  await expect(quickInput.rows).toHaveCount(0);
  await quickInput.enter("example.com");
  await expect(tree.description(tree.row(LINE, 2))).toContainText("filter:");
  const client = new MaiAgentClient({ baseUrl: sandbox.baseUrl, apiKey: sandbox.apiKey });
  let wanted = 0;
  for await (const { id } of client.contacts.all({ search: "example.com", inboxes: LINE_ID })) {
    wanted += id === "" ? 0 : 1;
  }
  client.dispose();
  expect(wanted).toBeGreaterThan(5);

  await run(vscode, "MaiAgent: Export Contacts…");
  await expect(quickInput.row(LINE)).toBeVisible();
  await quickInput.enter(LINE);
  await expect(quickInput.row("Contacts that match “example.com”")).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(quickInput.row("NDJSON")).toBeVisible();
  await quickInput.enter("NDJSON");
  await expect(quickInput.row("Query metadata")).toBeVisible();
  await page.keyboard.press("Enter");
  const file = join(vscode.workspace, "some.ndjson");
  await quickInput.chooseFile(file);
  // Not by its notification, which may be gone again before the file dialog is.
  await expect
    .poll(async () => (await readFile(file, "utf8").catch(() => "")).trimEnd().split("\n").length, {
      timeout: 30_000,
    })
    .toBe(wanted);
  expect(sandbox.requests.filter(({ method }) => method !== "GET")).toEqual([]);
});
