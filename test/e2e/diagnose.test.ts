import { expect, test } from "./fixtures.ts";
import { showContacts } from "./pages/contactsView.ts";
import { DataTable } from "./pages/dataTable.ts";

/** The row of a check. */
const check = (table: DataTable, name: string) =>
  table.rows.filter({ has: table.frame.getByRole("cell", { name, exact: true }) });

test("a connection is diagnosed from its menu; the report is copied and has no key in it", async ({
  sandbox,
  vscode,
}) => {
  const { page, workbench } = vscode;
  const tree = await showContacts(vscode);
  const row = tree.row("Sample data", 1);
  await expect(row).toBeVisible({ timeout: 30_000 });
  sandbox.clearRequests();
  await tree.chooseFromMenu(row, "Diagnose Connection");
  const table = new DataTable(workbench);
  await table.expectCounts("Diagnosis: Sample data", { Good: 7, "Not Checked": 2 });
  await expect(table.frame.getByText("The connection works.").first()).toBeVisible();
  await expect(check(table, "API Key")).toContainText("The server takes the key.");
  await expect(check(table, "Page Size")).toContainText("at most 100 contacts at a time");
  expect(sandbox.requests.every(({ method }) => method === "GET")).toBe(true);

  await table.click("Copy Report");
  await expect(workbench.statusBarItem("The report is on the clipboard")).toBeVisible();
  // Read back as a person would: pasted.
  await workbench.runCommand("File: New Untitled Text File");
  await page.locator(".part.editor .monaco-editor").first().click();
  await page.keyboard.press("Control+v");
  const text = page.locator(".part.editor .view-lines").first();
  await expect(text).toContainText("MaiAgent Contacts: Sample data");
  await expect(text).toContainText("The server takes the key.");
  await expect(text).not.toContainText(sandbox.apiKey);
});

test("a refused key and an address without a server are told with what helps", async ({
  sandbox,
  vscode,
}) => {
  const { workbench } = vscode;
  await showContacts(vscode);
  sandbox.respondNext({ status: 401, body: { detail: "Invalid key" }, times: 1000 });
  await workbench.runCommand("MaiAgent: Diagnose Connection");
  const table = new DataTable(workbench);
  await table.expectCounts("Diagnosis: Sample data", { Failed: 1 });
  await expect(check(table, "API Key")).toContainText("The API key was refused.");
  await expect(check(table, "Contacts")).toContainText("Not possible before this works: API Key.");
  await expect(table.frame.getByRole("button", { name: "Set API Key" })).toBeVisible();

  await sandbox.close();
  await table.click("Run Again");
  await expect(check(table, "Connection (TCP)")).toContainText(
    "Nothing answers at the connection's address",
    {
      timeout: 30_000,
    },
  );
  await expect(table.frame.getByText("The connection does not work.").first()).toBeVisible();
  await table.click("Open Settings");
  await expect(vscode.page.getByText("Http: Proxy Support")).toBeVisible({ timeout: 30_000 });
});
