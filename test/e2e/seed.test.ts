import { mkdir, open, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Sandbox } from "../../src/sandbox/sandbox.ts";
import { expect, test } from "./fixtures.ts";
import { showContacts } from "./pages/contactsView.ts";
import { DataTable } from "./pages/dataTable.ts";
import type { VSCode } from "./pages/vscode.ts";

const FILE = "qa.maiagent-seed.json";

const recipe = (fields: object) =>
  JSON.stringify({ name: "qa", inboxes: ["LINE 官方帳號"], ...fields }, undefined, 2);
const generated = (count: number) => ({
  generate: { count, template: { name: "{{person.fullName}}", email: "qa{{index}}@example.com" } },
});

const writesOf = (sandbox: Sandbox) => sandbox.requests.filter(({ method }) => method !== "GET");

async function openRecipe(vscode: VSCode): Promise<void> {
  const { workbench, quickInput } = vscode;
  await workbench.runCommand("Go to File...");
  await quickInput.type(FILE);
  await quickInput.pick(FILE);
  await expect(recipeTab(vscode)).toBeVisible();
}

const recipeTab = ({ workbench }: VSCode) => workbench.tabs.filter({ hasText: FILE });

const lens = ({ page }: VSCode, title: string) =>
  page.locator(".codelens-decoration > *", { hasText: title }).first();

/**
 * Until the lenses were asked for anew, VS Code shows those of the tab's last time as plain text: only a link does
 * something.
 */
async function clickLens({ page }: VSCode, title: string): Promise<void> {
  await page.locator(".codelens-decoration a", { hasText: title }).first().click({ timeout: 30_000 });
}

const COMMANDS = {
  "Dry run": "MaiAgent: Dry Run of a Seed Recipe",
  Seed: "MaiAgent: Seed Contacts",
  "Clean up": "MaiAgent: Clean Up Seeded Contacts",
} as const;

/** What a CodeLens does, for the recipe in the active editor. */
async function runOnRecipe({ workbench }: VSCode, title: keyof typeof COMMANDS): Promise<void> {
  await workbench.runCommand(COMMANDS[title]);
}

test("a new recipe is tried, seeded, seeded again without a change, and cleaned up", async ({
  sandbox,
  vscode,
}) => {
  test.setTimeout(120_000);
  const { workbench, quickInput, messages } = vscode;
  await showContacts(vscode);
  await workbench.runCommand("MaiAgent: New Seed Recipe");
  await expect(quickInput.title).toContainText("New Seed Recipe");
  await quickInput.type("My Recipe");
  await expect(quickInput.message).toContainText("lower-case");
  await quickInput.enter("qa");
  await expect(recipeTab(vscode)).toBeVisible();
  await expect(lens(vscode, "26 contacts")).toContainText("Sample data (development)");

  await clickLens(vscode, "Dry run");
  const table = new DataTable(workbench);
  await table.expectCounts("Dry run: qa", { Create: 26, Conflict: 0 });
  await expect(table.row("Ann Example")).toContainText("qa-ann");
  await expect(table.title).toBeFocused();
  expect(writesOf(sandbox)).toEqual([]);

  await table.click("Seed");
  await table.expectCounts("Seeded: qa", { Created: 26, Failed: 0 });
  expect(writesOf(sandbox)).toHaveLength(26);

  await recipeTab(vscode).click();
  await clickLens(vscode, "Seed");
  await table.expectCounts("Seeded: qa", { Unchanged: 26, Created: 0 });
  expect(writesOf(sandbox)).toHaveLength(26);

  await workbench.runCommand("MaiAgent: Seed Runs");
  await expect(quickInput.row("qa")).toContainText(/(just now|minutes? ago) · 26 created/);
  await quickInput.cancel();

  await table.click("Clean Up…");
  await expect(messages.dialog).toContainText(
    "Delete 26 contacts that qa created in Sample data (development)?",
  );
  await messages.answerDialog("Delete");
  await table.expectCounts("Cleaned up: qa", { Deleted: 26 });
  expect(sandbox.requests.filter(({ method, status }) => method === "DELETE" && status === 204)).toHaveLength(
    26,
  );

  await recipeTab(vscode).click();
  await clickLens(vscode, "Clean up");
  await expect(messages.notification("Nothing is left of qa")).toBeVisible();

  // What a clean-up deleted lies in the trash, like everything that is deleted here.
  await workbench.runCommand("MaiAgent: Deleted Contacts");
  await quickInput.type("qa-ann");
  await expect(quickInput.rows).toHaveCount(1);
  await expect(quickInput.row("Ann Example")).toContainText("ann@example.com");
  await vscode.page.keyboard.press("ArrowDown");
  await vscode.page.keyboard.press("Enter");
  await messages.answerDialog("Restore");
  await expect(messages.notification("Ann Example was restored with the new ID")).toBeVisible();
});

test.describe("a recipe with a mistake", () => {
  test.use({
    // What is typed is all that stands there afterwards.
    settings: { "editor.autoClosingQuotes": "never", "editor.autoSurround": "never" },
    files: {
      [FILE]: recipe({ contacts: [{ name: "Ann", email: "ann@gmail.com" }] }),
      "gone.maiagent-seed.json": recipe({ inboxes: ["No such inbox"], ...generated(2) }),
      "empty.maiagent-seed.json": "",
    },
  });

  test("is marked at its line, and nothing is sent", async ({ sandbox, vscode }) => {
    const { messages, problems, page, workbench } = vscode;
    await openRecipe(vscode);
    await expect(lens(vscode, "1 problem")).toBeVisible({ timeout: 30_000 });
    await problems.show();
    await expect(problems.row("ann@gmail.com could be the address of a real person")).toContainText(
      "[Ln 9, Col 16]",
    );
    await runOnRecipe(vscode, "Seed");
    await expect(messages.notification(`${FILE}, line 9, column 16`)).toContainText("Nothing was sent.");
    await messages.answerNotification(`${FILE}, line 9, column 16`, "Show in Recipe");
    await expect(workbench.statusBarItem(/Ln 9, Col \d+/)).toBeVisible();
    await page.keyboard.insertText('"ann@example.com"');
    await expect(lens(vscode, "1 contact →")).toBeVisible();
    expect(writesOf(sandbox)).toEqual([]);
  });

  test("that only the server knows is told with file and line", async ({ sandbox, vscode }) => {
    const { messages, quickInput, workbench } = vscode;
    const folder = join(vscode.workspace, "folder.maiagent-seed.json");
    const huge = join(vscode.workspace, "huge.maiagent-seed.json");
    await mkdir(folder);
    const file = await open(huge, "w");
    await file.truncate(2 * 1024 ** 3);
    await file.close();
    try {
      for (const [name, message] of [
        ["gone", "gone.maiagent-seed.json, line 4, column 5: The connection has no inbox “No such inbox”."],
        ["empty", "empty.maiagent-seed.json, line 1, column 1: The recipe is empty."],
        ["huge", "huge.maiagent-seed.json, line 1, column 1: The file is larger than 1 MB"],
      ] as const) {
        await workbench.runCommand("MaiAgent: Seed Contacts");
        await quickInput.pick(new RegExp(`^${name}`));
        await expect(messages.notification(message)).toContainText("Nothing was sent.");
        await workbench.runCommand("Notifications: Clear All Notifications");
      }
      expect(writesOf(sandbox)).toEqual([]);
    } finally {
      await rm(huge);
    }
  });
});

test.describe("a production connection", () => {
  test.use({ files: { [FILE]: recipe({ connection: "live", ...generated(3) }) } });

  test("refuses a seed run until its name is typed", async ({ sandbox, vscode }) => {
    test.setTimeout(120_000);
    const { messages, quickInput, workbench } = vscode;
    await vscode.setUserSettings({
      "maiagent.connections": [
        {
          id: "live",
          label: "Live Shop",
          baseUrl: sandbox.baseUrl,
          role: "production",
          keySource: "environment",
        },
      ],
    });
    await openRecipe(vscode);
    await expect(lens(vscode, "Live Shop (production)")).toBeVisible({ timeout: 30_000 });
    await clickLens(vscode, "Seed");
    await expect(messages.dialog).toContainText("Live Shop is a production connection");
    await messages.answerDialog("Cancel");
    await expect(messages.dialog).toBeHidden();
    expect(sandbox.requests).toEqual([]);

    await clickLens(vscode, "Seed");
    await messages.answerDialog("Unlock for 10 Minutes…");
    await quickInput.type("Live");
    await expect(quickInput.message).toContainText("This is not the connection's name.");
    await quickInput.enter("Live Shop");
    const table = new DataTable(workbench);
    await table.expectCounts("Seeded: qa", { Created: 3 });
    await expect(table.frame.locator(".badge")).toHaveText("production");

    await recipeTab(vscode).click();
    await clickLens(vscode, "Seed");
    await table.expectCounts("Seeded: qa", { Unchanged: 3 });

    // An unlock ends with its window; a clean-up asks for it as well.
    await vscode.reload();
    await recipeTab(vscode).click();
    await clickLens(vscode, "Clean up");
    await expect(messages.dialog).toContainText("Live Shop is a production connection");
    await messages.answerDialog("Unlock for 10 Minutes…");
    await quickInput.enter("Live Shop");
    await expect(quickInput.title).toContainText(
      "Delete 3 contacts that qa created in Live Shop (production)?",
    );
    await quickInput.enter("Live Shop");
    await table.expectCounts("Cleaned up: qa", { Deleted: 3 });
  });
});

test.describe("a long run", () => {
  test.use({ files: { [FILE]: recipe(generated(400)) }, sandboxOptions: { latencyMs: 150 } });

  test("shows how far it is, finishes what is in flight when it is cancelled, and goes on later", async ({
    sandbox,
    vscode,
  }) => {
    test.setTimeout(150_000);
    const { messages, workbench } = vscode;
    await openRecipe(vscode);
    await runOnRecipe(vscode, "Seed");
    const progress = messages.notification("Seeding qa into Sample data");
    await expect(progress).toContainText(/of 400 · [\d.]+ a second · \d+ s left/, { timeout: 45_000 });
    await messages.answerNotification("Seeding qa into Sample data", "Cancel");
    const table = new DataTable(workbench);
    await expect(table.title).toContainText("Seeded: qa", { timeout: 30_000 });
    await expect(table.frame.locator(".note", { hasText: "The run was cancelled." })).toBeVisible();
    const created = sandbox.requests.filter(
      ({ method, status }) => method === "POST" && status === 201,
    ).length;
    expect(created).toBeLessThan(400);
    await table.expectCounts("Seeded: qa", { Created: created, "Not begun": 400 - created });

    sandbox.setLatency(0);
    await table.click("Go On");
    await table.expectCounts("Seeded: qa", { Unchanged: created, Created: 400 - created });
  });
});

test.describe("contacts that changed since", () => {
  test.use({ files: { [FILE]: recipe(generated(3)) } });

  test("are kept or overwritten as the person says, and failures are tried again", async ({
    sandbox,
    vscode,
  }) => {
    test.setTimeout(120_000);
    const { messages, workbench } = vscode;
    sandbox.respondNext({ method: "POST", status: 400, body: { email: ["Not this one."] } });
    await openRecipe(vscode);
    await runOnRecipe(vscode, "Seed");
    const table = new DataTable(workbench);
    await table.expectCounts("Seeded: qa", { Created: 2, Failed: 1 });
    await expect(table.row("Failed")).toContainText("email: Not this one.");
    await table.click("Retry Failed");
    await table.expectCounts("Seeded: qa", { Created: 1, Failed: 0 });
    // What the run before had done is not told as if it had never begun.
    await expect(table.rows).toHaveCount(1);

    const headers = { authorization: `Api-Key ${sandbox.apiKey}`, "content-type": "application/json" };
    const list = await fetch(`${sandbox.baseUrl}/contacts/?query=qa-2`, { headers });
    const { results } = (await list.json()) as { results: readonly { id: string }[] };
    const [contact] = results;
    await fetch(`${sandbox.baseUrl}/contacts/${contact?.id ?? ""}/`, {
      ...{ method: "PATCH", headers },
      body: JSON.stringify({ name: "Mended by hand" }),
    });
    await recipeTab(vscode).click();
    await runOnRecipe(vscode, "Dry run");
    await table.expectCounts("Dry run: qa", { Conflict: 1, Unchanged: 2 });
    await expect(table.row("Conflict")).toContainText(
      "Changed by somebody since it was seeded. Differs from the recipe: Name",
    );

    await table.filter("Conflict");
    await expect(table.rows).toHaveCount(1);
    await table.click("Seed");
    await messages.answerDialog("Keep");
    await table.expectCounts("Seeded: qa", { Kept: 1, Unchanged: 2 });
    // Another table: the filter was for the one before.
    await expect(table.rows).toHaveCount(3);

    sandbox.respondNext({ method: "DELETE", status: 400, body: { detail: "It has conversations." } });
    await table.click("Clean Up…");
    await expect(messages.dialog).toContainText("1 contact was changed since it was seeded: Mended by hand.");
    await messages.answerDialog("Keep");
    await messages.answerDialog("Delete");
    await table.expectCounts("Cleaned up: qa", { Deleted: 1, Kept: 1, Failed: 1 });
    await expect(table.row("Failed")).toContainText("It still has conversations");
    await table.click("Clean Up Again…");
    await messages.answerDialog("Delete Anyway");
    await messages.answerDialog("Delete");
    await table.expectCounts("Cleaned up: qa", { Deleted: 2 });
  });
});
