import { startSandbox } from "../../src/sandbox/startSandbox.ts";
import { expect, test } from "./fixtures.ts";
import { expandInbox, LINE, showContacts } from "./pages/contactsView.ts";
import type { TreeView } from "./pages/treeView.ts";

const TELEGRAM = "Telegram 客服";
const JAPAN = "日本サポート LINE";

/** Selects rows as a person does: the first by a click, the others with Ctrl. */
async function select(tree: TreeView, ...names: readonly string[]): Promise<void> {
  for (const [index, name] of names.entries()) {
    await tree.row(name, 3).click(index === 0 ? {} : { modifiers: ["ControlOrMeta"] });
  }
  for (const name of names) {
    await expect(tree.row(name, 3)).toHaveAttribute("aria-selected", "true");
  }
}

const bodies = (requests: readonly { method: string; body: string }[], method: string): unknown[] =>
  requests.filter((request) => request.method === method).map(({ body }): unknown => JSON.parse(body));

test("selected contacts are deleted after one question; the refused one is explained and tried again", async ({
  sandbox,
  vscode,
}) => {
  const { messages } = vscode;
  const tree = await showContacts(vscode);
  await expandInbox(tree, LINE);
  await select(tree, "陳美玲", "林志明", "黃雅婷");
  await tree.chooseFromMenu(tree.row("林志明", 3), "Delete Contacts…");
  await expect(messages.dialog).toContainText("Delete 3 contacts from Sample data (development)?");
  await expect(messages.dialog).toContainText("陳美玲");
  expect(sandbox.requests.filter(({ method }) => method === "DELETE")).toEqual([]);
  await messages.answerDialog("Delete");

  await expect(messages.notification("2 done, 1 failed. 林志明: It still has conversations")).toBeVisible();
  await expect(tree.row("陳美玲", 3)).toBeHidden();
  await expect(tree.row("林志明", 3)).toBeVisible();
  await messages.answerNotification("2 done, 1 failed", "Show Report");
  const report = vscode.page.locator(".part.editor .view-lines");
  await expect(report).toContainText("Failed (1)");
  await expect(report).toContainText("✗ 林志明");

  sandbox.clearRequests();
  sandbox.respondNext({ method: "DELETE", status: 204, body: "" }); // Its conversations were moved meanwhile.
  await vscode.page.locator(".part.editor .codelens-decoration a", { hasText: "Retry Failed (1)" }).click();
  await expect(report).toContainText("Done (3)");
  expect(sandbox.requests.filter(({ method }) => method === "DELETE")).toHaveLength(1);

  // In the trash Enter restores nobody by chance; the only one that a filter leaves is meant.
  const { quickInput, page, workbench } = vscode;
  await workbench.runCommand("MaiAgent: Deleted Contacts");
  await expect(quickInput.rows).toHaveCount(3);
  await page.keyboard.press("Enter");
  await expect(quickInput.title).toContainText("check several with Space");
  await quickInput.type("黃雅");
  await expect(quickInput.rows).toHaveCount(1);
  await expect(quickInput.rows).toHaveClass(/focused/);
  await page.keyboard.press("Enter");
  await expect(messages.dialog).toContainText("Restore 黃雅婷 in Sample data (development)?");
  await messages.answerDialog("Cancel");
});

test("contacts dragged to another inbox are asked about, and move or are added; one is removed from its inbox again", async ({
  sandbox,
  vscode,
}) => {
  const tree = await showContacts(vscode);
  await expandInbox(tree, JAPAN);
  await select(tree, "佐藤 陽菜");
  sandbox.clearRequests();
  await tree.row("佐藤 陽菜", 3).dragTo(tree.row(TELEGRAM, 2));
  await expect(vscode.messages.dialog).toContainText(
    `Move or add 佐藤 陽菜 to ${TELEGRAM} in Sample data (development)?`,
  );
  await vscode.messages.answerDialog("Move");
  await expect(tree.row("佐藤 陽菜", 3)).toBeHidden();
  expect(bodies(sandbox.requests, "PATCH")).toEqual([
    { inboxes: [{ id: "b2f6a1d3-4c8e-4d2f-8a71-6e3c9d8f2b02" }] },
  ]);

  // The same drag can add: they stay where they are as well. Then they are taken out of that inbox again.
  await select(tree, "鈴木 健太");
  sandbox.clearRequests();
  await tree.row("鈴木 健太", 3).dragTo(tree.row(TELEGRAM, 2));
  await vscode.messages.answerDialog("Add");
  const added = () => bodies(sandbox.requests, "PATCH") as { inboxes: { id: string }[] }[];
  await expect.poll(() => added().length).toBe(1);
  const ids = added()[0]?.inboxes.map(({ id }) => id) ?? [];
  expect(ids).toContain("b2f6a1d3-4c8e-4d2f-8a71-6e3c9d8f2b02");
  expect(ids).toContain("e5c9d4a6-7fb1-4052-9da4-916fc0b25e05");
  await expect(tree.row("鈴木 健太", 3)).toBeVisible();
  sandbox.clearRequests();
  await tree.chooseFromMenu(tree.row("鈴木 健太", 3), "Remove from Inbox…");
  await expect(vscode.messages.dialog).toContainText(JAPAN);
  await vscode.messages.answerDialog("Remove");
  await expect(tree.row("鈴木 健太", 3)).toBeHidden();
  expect(added().map(({ inboxes }) => inboxes.map(({ id }) => id))).toEqual([
    ids.filter((id) => id !== "e5c9d4a6-7fb1-4052-9da4-916fc0b25e05"),
  ]);
});

test("contacts are added to an inbox by keyboard alone", async ({ sandbox, vscode }) => {
  const { page, quickInput, messages } = vscode;
  const tree = await showContacts(vscode);
  // Puts the focus into the tree; the rest is keys.
  await tree.row(JAPAN, 2).locator(".label-name").click();
  await expect(tree.row("佐藤 陽菜", 3)).toBeVisible({ timeout: 30_000 });
  await page.keyboard.press("ArrowDown");
  for (const name of ["佐藤 陽菜", "鈴木 健太"]) {
    await page.keyboard.press("Shift+ArrowDown");
    await expect(tree.row(name, 3)).toHaveAttribute("aria-selected", "true");
  }
  sandbox.clearRequests();
  await page.keyboard.press("F1");
  await quickInput.enter(">MaiAgent: Add to Inbox");
  await expect(quickInput.row("Selected contacts (2)")).toBeVisible();
  await quickInput.enter("Selected contacts");
  await expect(quickInput.title).toContainText("Add to Inbox");
  await expect(quickInput.row("Website Chat")).toBeVisible();
  await quickInput.enter("Messenger");
  await expect(messages.dialog).toContainText("Add 2 contacts to Messenger");
  await page.keyboard.press("Enter");
  await expect(messages.notification("2 done")).toBeVisible();
  const patches = bodies(sandbox.requests, "PATCH") as { inboxes: { id: string }[] }[];
  expect(patches).toHaveLength(2);
  for (const { inboxes } of patches) {
    expect(inboxes.map(({ id }) => id)).toContain("d4b8c3f5-6ea0-4f41-8c93-805ebfa14d04");
    expect(inboxes.map(({ id }) => id)).toContain("e5c9d4a6-7fb1-4052-9da4-916fc0b25e05");
  }
});

test("a field is set on all that match a filter, which is read completely first", async ({
  sandbox,
  vscode,
}) => {
  const { page, quickInput, messages } = vscode;
  const tree = await showContacts(vscode);
  await expect(tree.row(LINE, 2)).toBeVisible({ timeout: 30_000 });
  await tree.chooseFromMenu(tree.row(LINE, 2), "Filter Contacts…");
  await quickInput.enter("example.com");
  await expect(tree.description(tree.row(LINE, 2))).toContainText("filter:");
  await tree.chooseFromMenu(tree.row(LINE, 2), "Everything in This List", "Set a Field…");
  await quickInput.pick("Source ID");
  await quickInput.pick("Set a value");
  await quickInput.type("same for all");
  await expect(quickInput.message).toContainText("needs its own source ID");
  await quickInput.enter("qa-{{index}}");
  await expect(messages.dialog).toContainText("Everything in LINE 官方帳號 that matches “example.com”");
  await expect(messages.dialog).toContainText('"crm-104233" → "qa-1"');
  const wanted = Number(/of (\d+) contacts/.exec((await messages.dialog.textContent()) ?? "")?.[1]);
  expect(wanted).toBeGreaterThan(5);
  sandbox.clearRequests();
  await messages.answerDialog("Set");
  await expect(messages.notification(`${wanted} done`)).toBeVisible({ timeout: 60_000 });
  const ids = (bodies(sandbox.requests, "PATCH") as { sourceId: string }[]).map(({ sourceId }) => sourceId);
  expect(new Set(ids)).toEqual(new Set(Array.from({ length: wanted }, (_, index) => `qa-${index + 1}`)));
  await expect(page.locator(".monaco-dialog-box")).toBeHidden();
});

test("contacts are copied to a second connection; those that are there already are skipped", async ({
  sandbox,
  vscode,
}) => {
  const { quickInput, messages } = vscode;
  const second = await startSandbox({ contacts: 0, apiKey: sandbox.apiKey });
  try {
    const connection = (id: string, label: string, baseUrl: string, role: string) => ({
      ...{ id, label, baseUrl, role },
      keySource: "environment",
    });
    await vscode.setUserSettings({
      "maiagent.connections": [
        connection("sandbox-local", "Sample data", sandbox.baseUrl, "development"),
        connection("second", "Second", second.baseUrl, "staging"),
      ],
    });
    const tree = await showContacts(vscode);
    await expect(tree.row("Second", 1)).toBeVisible({ timeout: 30_000 });
    await tree.collapse(tree.row("Second", 1));
    await expandInbox(tree, LINE);
    const copy = async () => {
      await select(tree, "陳美玲", "林志明");
      await tree.chooseFromMenu(tree.row("林志明", 3), "Copy to Connection…");
      await quickInput.pick("Second");
      await expect(quickInput.row("Source ID")).toBeVisible();
      await vscode.page.keyboard.press("Enter");
      await quickInput.pick("Skip");
      await expect(messages.dialog).toContainText(
        "Copy 2 contacts from Sample data (development) to Second (staging)?",
      );
      await messages.answerDialog("Copy");
    };
    await copy();
    await expect(messages.notification("2 done")).toBeVisible();
    await copy();
    await expect(messages.notification("2 skipped")).toBeVisible();
    const posts = bodies(second.requests, "POST") as Record<string, unknown>[];
    expect(posts.map(({ sourceId }) => sourceId).sort()).toEqual(["crm-104171", "crm-104233"]);
    for (const post of posts) {
      expect(post).not.toHaveProperty("queryMetadata");
      expect(post).not.toHaveProperty("mcpCredentials");
    }
    expect(sandbox.requests.filter(({ method }) => method !== "GET")).toEqual([]);
  } finally {
    await second.close();
  }
});

test.describe("a server that takes its time", () => {
  test.use({ sandboxOptions: { latencyMs: 300, contacts: 2_000 } });

  test("a change of many ends when its connection is removed: nothing more is sent, and it is said why", async ({
    sandbox,
    vscode,
  }) => {
    test.setTimeout(120_000);
    const { quickInput, messages, workbench } = vscode;
    const tree = await showContacts(vscode);
    await expect(tree.row(LINE, 2)).toBeVisible({ timeout: 30_000 });
    await tree.chooseFromMenu(tree.row(LINE, 2), "Everything in This List", "Set a Field…");
    await quickInput.pick("Source ID");
    await quickInput.pick("Set a value");
    await quickInput.enter("qa-{{index}}");
    await expect(messages.dialog).toContainText(`Everything in: ${LINE}`);
    await messages.answerDialog("Set");
    const sent = () => bodies(sandbox.requests, "PATCH").length;
    await expect.poll(sent, { timeout: 30_000 }).toBeGreaterThan(0);

    await workbench.runCommand("MaiAgent: Remove Connection…");
    await messages.answerDialog("Remove");

    await expect(messages.notification(/not started/)).toContainText(
      "The connection was changed or removed meanwhile",
      { timeout: 30_000 },
    );
    expect(sent()).toBeLessThan(900);
  });
});
