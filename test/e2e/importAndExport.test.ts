import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Locator } from "@playwright/test";
import { expect, test } from "./fixtures.ts";
import { LINE, showContacts } from "./pages/contactsView.ts";
import { ImportPage } from "./pages/importPage.ts";
import type { VSCode } from "./pages/vscode.ts";

/** Opens the page for a file over the command palette and the file dialog. */
async function importFile(vscode: VSCode, name: string): Promise<ImportPage> {
  await vscode.workbench.runCommand("MaiAgent: Import Contacts…");
  await vscode.quickInput.chooseFile(join(vscode.workspace, name));
  return new ImportPage(vscode.workbench);
}

test.describe("a file with mistakes", () => {
  const head = "姓名,信箱,會員編號,備註";
  test.use({
    files: {
      "vip.csv": [
        head,
        "王小明,ming@example.com,vip-1,ok",
        "林美玲,mei@@example.com,vip-2,refused",
        ",nobody@example.com,,no name",
        "張三,,vip-1,twice",
        "",
      ].join("\n"),
    },
  });

  test("is shown with guessed fields, tried dry, imported, mended in its result and imported again", async ({
    sandbox,
    vscode,
  }) => {
    const posts = () => sandbox.requests.filter(({ method }) => method === "POST");
    const tree = await showContacts(vscode);
    await expect(tree.row(LINE, 2)).toBeVisible({ timeout: 30_000 });
    await tree.chooseFromMenu(tree.row(LINE, 2), "Import Contacts…");
    await vscode.quickInput.chooseFile(join(vscode.workspace, "vip.csv"));
    const page = new ImportPage(vscode.workbench);
    await page.expectLoaded("vip.csv");

    await expect(page.fieldOf("姓名")).toHaveValue("name");
    await expect(page.fieldOf("會員編號")).toHaveValue("sourceId");
    await expect(page.fieldOf("備註")).toHaveValue("");
    await expect(page.setting("Inbox").locator("option:checked")).toHaveText(LINE);
    await expect(page.rows.filter({ hasText: "A name is required." })).toBeVisible();
    await expect(page.rows.filter({ hasText: "Row 1 has the same source ID" })).toBeVisible();
    // A wrong field is said at once and can be taken back by keyboard.
    await page.fieldOf("備註").selectOption({ label: "Name" });
    await expect(page.mappingProblem).toContainText("Two columns are “Name”.");
    await expect(page.frame.getByRole("button", { name: "Dry Run" })).toBeDisabled();
    await page.fieldOf("備註").selectOption({ label: "(not imported)" });

    await page.run("Dry Run");
    await page.expectCount("to create", 2);
    await page.expectCount("with errors", 2);
    expect(posts()).toEqual([]);

    await page.run("Import");
    await expect(vscode.messages.dialog).toContainText("Import 2 contacts into Sample data");
    await expect(vscode.messages.dialog).toContainText(`Inboxes: ${LINE}`);
    await expect(vscode.messages.dialog).toContainText("left out: 2");
    await vscode.messages.answerDialog("Import");
    await page.expectCount("created", 1);
    await page.expectCount("failed", 1);
    expect(posts()).toHaveLength(2);

    const result = join(vscode.workspace, "vip.result.csv");
    const lines = (await readFile(result, "utf8")).split("\r\n");
    expect(lines[0]).toBe(`\ufeffimport_status,import_id,import_error,${head}`);
    expect(lines.slice(1, 5).map((line) => line.split(",")[0])).toEqual([
      ...["created", "failed", "invalid", "invalid"],
    ]);
    expect(lines[2]).toContain("valid email");
    await writeFile(result, lines.join("\r\n").replace("mei@@", "mei@").replace("vip-1,twice", "vip-3,once"));
    sandbox.clearRequests();

    const again = await importFile(vscode, "vip.result.csv");
    await again.expectLoaded("vip.result.csv");
    await again.setting("Inbox").selectOption({ label: LINE });
    await again.run("Import");
    await vscode.messages.answerDialog("Import");
    await again.expectCount("created", 2);
    await again.expectCount("done earlier", 1);
    expect(
      posts()
        .map(({ body }) => (JSON.parse(body) as { readonly name: string }).name)
        .sort(),
    ).toEqual(["張三", "林美玲"].sort());
  });
});

test.describe("a file with a column that nothing tells", () => {
  test.use({ files: { "keys.csv": "name,書信\nAnn,ann@example.com\nBo,bo@example.com\n" } });

  test("a file is imported by keyboard alone", async ({ sandbox, vscode }) => {
    const { keyboard } = vscode.page;
    const tabTo = (target: Locator) =>
      expect(async () => {
        await keyboard.press("Tab");
        await expect(target).toBeFocused({ timeout: 500 });
      }).toPass({ timeout: 20_000 });
    const page = await importFile(vscode, "keys.csv");
    await page.expectLoaded("keys.csv");
    await expect(page.frame.getByRole("heading", { name: "Import keys.csv" })).toBeFocused();
    await tabTo(page.setting("Inbox"));
    await keyboard.type("LINE");
    await expect(page.setting("Inbox").locator("option:checked")).toHaveText(LINE);
    await expect(page.mappingProblem).toBeHidden();

    await tabTo(page.fieldOf("書信"));
    await keyboard.press("E");
    // The page has shown what the first letter chose; the next ones still belong to the same word.
    await expect(page.frame.locator("th.is-ignored")).toHaveCount(0);
    await keyboard.type("-mail");
    await expect(page.fieldOf("書信")).toHaveValue("email");

    const dryRun = page.frame.getByRole("button", { name: "Dry Run" });
    await tabTo(dryRun);
    await keyboard.press("Enter");
    await page.expectCount("to create", 2);
    await expect(dryRun).toBeFocused();
    await keyboard.press("Tab");
    await expect(page.frame.getByRole("button", { name: "Import", exact: true })).toBeFocused();
    await keyboard.press("Enter");
    await expect(vscode.messages.dialog).toContainText("Import 2 contacts into Sample data");
    await keyboard.press("Enter");
    await page.expectCount("created", 2);
    const posts = sandbox.requests.filter(({ method }) => method === "POST");
    expect(posts.map(({ body }) => (JSON.parse(body) as { readonly email: string }).email).sort()).toEqual([
      ...["ann@example.com", "bo@example.com"],
    ]);
  });
});

test("an inbox is exported to CSV and imported again without a difference", async ({ sandbox, vscode }) => {
  const tree = await showContacts(vscode);
  await expect(tree.row(LINE, 2)).toBeVisible({ timeout: 30_000 });
  await tree.chooseFromMenu(tree.row(LINE, 2), "Export Contacts…");
  await vscode.quickInput.pick("CSV");
  await expect(vscode.quickInput.row("Query metadata")).toBeVisible();
  await vscode.page.keyboard.press("Enter");
  const file = join(vscode.workspace, "line.csv");
  await vscode.quickInput.chooseFile(file);
  // Not by its notification, which may be gone again before the file dialog is.
  const written = () => readFile(file, "utf8").catch(() => "");
  await expect
    .poll(async () => (await written()).trimEnd().split("\r\n").length, { timeout: 30_000 })
    .toBe(137);
  const text = await written();
  expect(text).toMatch(/^\ufeffid,name,email,phoneNumber,/u);
  expect(text).not.toContain("sandbox-synthetic-credential");
  sandbox.clearRequests();

  const page = await importFile(vscode, "line.csv");
  await page.expectLoaded("line.csv");
  await page.run("Import");
  await vscode.messages.answerDialog("Import");
  await page.expectCount("unchanged", 136);
  expect(sandbox.requests.filter(({ method }) => method !== "GET")).toEqual([]);
});

test.describe("an import of many rows", () => {
  const rows = Array.from({ length: 400 }, (_, index) => `Row ${index},row-${index}`);
  test.use({
    files: { "many.csv": `name,sourceId\n${rows.join("\n")}\n`, "broken.csv": 'name,mail\nA,"b\nC,d\n' },
    sandboxOptions: { latencyMs: 150 },
  });

  test("is cancelled: what is in flight is finished, the rest is named, nothing more is sent", async ({
    sandbox,
    vscode,
  }) => {
    await showContacts(vscode);
    const page = await importFile(vscode, "many.csv");
    await page.expectLoaded("many.csv");
    await expect(page.mappingProblem).toContainText("No column names the inbox.");
    await page.setting("Inbox").selectOption({ label: LINE });
    await page.run("Import");
    await vscode.messages.answerDialog("Import");
    const posts = () => sandbox.requests.filter(({ method }) => method === "POST").length;
    await expect.poll(posts, { timeout: 30_000 }).toBeGreaterThan(5);
    await page.frame.getByRole("button", { name: "Cancel", exact: true }).click();
    await expect(page.frame.getByText("It was cancelled.")).toBeVisible({ timeout: 30_000 });
    await page.expectCount("created", posts());
    await page.expectCount("not sent", 400 - posts());
    const result = await readFile(join(vscode.workspace, "many.result.csv"), "utf8");
    expect(result.split("\r\n")).toHaveLength(402);

    const broken = await importFile(vscode, "broken.csv");
    await expect(broken.problem).toContainText("broken.csv, line 2: a quotation mark");
    await expect(broken.frame.getByRole("button", { name: "Import", exact: true })).toBeDisabled();
  });
});
