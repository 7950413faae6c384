import { join } from "node:path";
import type { Sandbox } from "../../src/sandbox/sandbox.ts";
import { contactNow } from "./elsewhere.ts";
import { expect, test } from "./fixtures.ts";
import { LINE, openContact, showContacts } from "./pages/contactsView.ts";
import { DataTable } from "./pages/dataTable.ts";
import { ImportPage } from "./pages/importPage.ts";

const IN_TIME = { timeout: 45_000 };
const RECIPE = "closed.maiagent-seed.json";
const COUNT = 40;

/** How often each source id that begins so is on the server. */
async function sourceIds(sandbox: Sandbox, prefix: string): Promise<readonly string[]> {
  const found: string[] = [];
  for (let page = 1; ; page += 1) {
    const answer = await fetch(`${sandbox.baseUrl}/contacts/?pageSize=100&page=${page}`, {
      headers: { authorization: `Api-Key ${sandbox.apiKey}` },
    });
    const { results, next } = (await answer.json()) as {
      readonly results: readonly { readonly sourceId: string | null }[];
      readonly next: string | null;
    };
    found.push(...results.flatMap(({ sourceId }) => (sourceId?.startsWith(prefix) ? [sourceId] : [])));
    if (next === null) return found.sort();
  }
}

const expected = (prefix: string) =>
  Array.from({ length: COUNT }, (_, index) => `${prefix}${String(index).padStart(2, "0")}`);
const posts = (sandbox: Sandbox) => sandbox.requests.filter(({ method }) => method === "POST").length;

/**
 * The server makes every contact it is asked for and answers the first six. The later answers wait until the returned
 * function is called, so the run cannot end before its window does, and some contacts exist whose answer nobody heard.
 */
function answerOnlyTheFirst(sandbox: Sandbox): () => void {
  let release: () => void = () => undefined;
  const until = new Promise<void>((resolve) => (release = resolve));
  sandbox.respondNext({ method: "POST", times: 6 });
  sandbox.respondNext({ method: "POST", until, times: COUNT });
  return () => {
    release();
    sandbox.clearPlannedResponses();
  };
}

test("a window that is closed during a save loses nothing and saves once", async ({ sandbox, vscode }) => {
  test.slow();
  const editor = await openContact(vscode, "林志明");
  await editor.email.fill("closed@example.com");
  await vscode.workbench.expectDirty(vscode.workbench.tab("林志明"), true);
  let release: () => void = () => undefined;
  const until = new Promise<void>((resolve) => (release = resolve));
  sandbox.respondNext({ method: "PATCH", until, times: 3 });
  await editor.email.press("Control+s");
  const patches = () => sandbox.requests.filter(({ method }) => method === "PATCH").length;
  await expect.poll(patches, IN_TIME).toBeGreaterThan(0);
  await vscode.page.reload();
  release();
  sandbox.clearPlannedResponses();
  await vscode.workbench.waitUntilReady();
  await expect(editor.email).toHaveValue("closed@example.com", IN_TIME);
  // The save that was under way arrived: there is nothing left to send, and nothing was lost.
  await expect(editor.footer).toContainText("No changes");
  expect(await contactNow(sandbox)).toMatchObject({ email: "closed@example.com" });
  // VS Code leaves the dot of a tab that it restored as unsaved until the next change; its document is saved, and
  // closing it asks nothing.
  await vscode.workbench.runCommand("View: Close Editor");
  await expect(vscode.workbench.tabs).toHaveCount(0);
  await expect(vscode.messages.dialog).toBeHidden();
});

test.describe("a window that is closed during a long run", () => {
  test.use({
    files: {
      [RECIPE]: JSON.stringify({
        name: "closed",
        inboxes: [LINE],
        contacts: expected("seed-").map((sourceId) => ({ name: sourceId, sourceId })),
      }),
      "closed.csv": ["name,sourceId", ...expected("row-").map((id) => `${id},${id}`), ""].join("\n"),
    },
  });

  test("of a seed goes on where it ended, and makes no contact twice", async ({ sandbox, vscode }) => {
    test.slow();
    const { workbench, quickInput } = vscode;
    // Also after the window was closed: VS Code may not have noted the tab yet by then.
    const openRecipe = async () => {
      await workbench.runCommand("Go to File...");
      await quickInput.type(RECIPE);
      await quickInput.pick(RECIPE);
      await expect(workbench.tabs.filter({ hasText: RECIPE })).toBeVisible(IN_TIME);
    };
    await openRecipe();
    const answerAll = answerOnlyTheFirst(sandbox);
    await workbench.runCommand("MaiAgent: Seed Contacts");
    await expect.poll(() => posts(sandbox), IN_TIME).toBeGreaterThan(6);
    await vscode.page.reload();
    await vscode.workbench.waitUntilReady();
    answerAll();
    expect((await sourceIds(sandbox, "seed-")).length).toBeLessThan(COUNT);
    await openRecipe();
    await workbench.runCommand("MaiAgent: Seed Contacts");
    await expect(new DataTable(workbench).title).toContainText("Seeded: closed", IN_TIME);
    expect(await sourceIds(sandbox, "seed-")).toEqual(expected("seed-"));
  });

  test("of an import is done again, and makes no contact twice", async ({ sandbox, vscode }) => {
    test.slow();
    const { workbench } = vscode;
    await showContacts(vscode);
    const run = async () => {
      await workbench.runCommand("MaiAgent: Import Contacts…");
      await vscode.quickInput.chooseFile(join(vscode.workspace, "closed.csv"));
      const page = new ImportPage(workbench);
      await page.expectLoaded("closed.csv");
      await page.setting("Inbox").selectOption({ label: LINE });
      await page.run("Import");
      await vscode.messages.answerDialog("Import");
      return page;
    };
    const answerAll = answerOnlyTheFirst(sandbox);
    await run();
    await expect.poll(() => posts(sandbox), IN_TIME).toBeGreaterThan(6);
    await vscode.page.reload();
    await vscode.workbench.waitUntilReady();
    answerAll();
    const already = (await sourceIds(sandbox, "row-")).length;
    expect(already).toBeLessThan(COUNT);
    const page = await run();
    await page.expectCount("created", COUNT - already);
    expect(await sourceIds(sandbox, "row-")).toEqual(expected("row-"));
  });
});
