import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Locator } from "@playwright/test";
import type { Sandbox } from "../../src/sandbox/sandbox.ts";
import { expect, test } from "./fixtures.ts";
import { ContactEditor } from "./pages/contactEditor.ts";
import { expandInbox, LINE, showContacts } from "./pages/contactsView.ts";
import type { VSCode } from "./pages/vscode.ts";

/** As test/support/sandboxSettings.ts calls it. */
const CONNECTION = "sandbox-local";

async function idOf(sandbox: Sandbox, search: string): Promise<string> {
  const headers = { authorization: `Api-Key ${sandbox.apiKey}` };
  const answer = await fetch(`${sandbox.baseUrl}/contacts/?search=${search}`, { headers });
  const { results } = (await answer.json()) as { readonly results: readonly { readonly id: string }[] };
  return results[0]?.id ?? "";
}

async function rename(sandbox: Sandbox, id: string, name: string): Promise<void> {
  const headers = { authorization: `Api-Key ${sandbox.apiKey}`, "content-type": "application/json" };
  const body = JSON.stringify({ name });
  const answer = await fetch(`${sandbox.baseUrl}/contacts/${id}/`, { method: "PATCH", headers, body });
  expect(answer.ok).toBe(true);
}

/** Writes a file into the workspace and opens it. */
async function openFile(vscode: VSCode, name: string, text: string): Promise<void> {
  await writeFile(join(vscode.workspace, name), text);
  await vscode.workbench.runCommand("Go to File...");
  await vscode.quickInput.type(name);
  await vscode.quickInput.pick(name);
  await expect(fileTab(vscode, name)).toBeVisible();
}

const fileTab = ({ workbench }: VSCode, name: string) => workbench.tabs.filter({ hasText: name });

/** Rests the pointer on a text until its hover is there. */
async function hoverOver({ page }: VSCode, text: string, expected: string | RegExp): Promise<Locator> {
  const line = page.locator(".editor-instance .view-line span", { hasText: text }).last();
  const hover = page.locator(".monaco-hover:visible", { hasText: expected });
  await expect(async () => {
    await page.mouse.move(0, 0);
    await line.hover({ timeout: 2_000 });
    await expect(hover).toBeVisible({ timeout: 5_000 });
  }).toPass({ timeout: 45_000 });
  return hover;
}

test("an id in code is looked up from its hover and opened; a hostile name makes nothing there", async ({
  sandbox,
  vscode,
}) => {
  test.setTimeout(120_000);
  const { page, workbench } = vscode;
  const linked = await idOf(sandbox, "crm-104142");
  const [id, other] = [await idOf(sandbox, "crm-104171"), await idOf(sandbox, "%E9%99%B3%E7%BE%8E%E7%8E%B2")];
  await rename(
    sandbox,
    other,
    "[a](command:workbench.action.quit) https://evil.test a@b.example $(trash) <b>",
  );
  // The first command of a window starts the extension; it sends nothing.
  await workbench.runCommand("MaiAgent: Look Up Selection");
  await expect(vscode.messages.notification("Put the cursor on an ID")).toBeVisible({ timeout: 30_000 });
  await openFile(
    vscode,
    "people.py",
    `LIN = "${id}"\nEVIL = "${other}"\n# maiagent:${CONNECTION}/${linked}\n`,
  );
  sandbox.clearRequests();

  const offered = await hoverOver(vscode, id, "Look up this ID in MaiAgent");
  expect(sandbox.requests).toEqual([]);
  await offered.getByRole("link", { name: "Look up this ID" }).click();
  const known = page.locator(".monaco-hover:visible", { hasText: "林志明" });
  await expect(known).toBeVisible({ timeout: 30_000 });
  await expect(known).toContainText("crm-104171");
  expect(sandbox.requests.map(({ path }) => path)).toEqual([`/api/contacts/${id}/`]);
  await known.getByRole("link", { name: "Open", exact: true }).click();
  const editor = new ContactEditor(workbench);
  await editor.expectLoaded();
  await expect(editor.name).toHaveValue("林志明");

  await fileTab(vscode, "people.py").click();
  const evil = await hoverOver(vscode, other, "Look up this ID in MaiAgent");
  await evil.getByRole("link", { name: "Look up this ID" }).click();
  const card = page.locator(".monaco-hover:visible", { hasText: "evil.test" });
  await expect(card).toContainText("https://evil.test a@b.example");
  // Its own four links and nothing else.
  await expect(card.locator("a[data-href], a[href]")).toHaveCount(4);
  await expect(card.locator(".codicon-trash, .hover-contents b")).toHaveCount(0);

  // The address in the last line, by keyboard.
  await page.keyboard.press("Escape");
  await page.keyboard.press("Control+End");
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("End");
  await workbench.runCommand("Open Link");
  await expect(fileTab(vscode, "黃雅婷")).toHaveClass(/\bactive\b/u);
});

test("a field is inserted at two cursors, and a name in a text is looked up", async ({ vscode }) => {
  const { page, workbench, quickInput } = vscode;
  await workbench.findCommand("MaiAgent: Insert Contact Field…");
  await page.keyboard.press("Escape");
  await workbench.runCommand("File: New Untitled Text File");
  await page.keyboard.type("first \n林志明 ");
  await page.keyboard.press("Control+a");
  await page.keyboard.press("Shift+Alt+i");
  // Not by way of Escape, which would leave one cursor.
  await page.keyboard.press("F1");
  await quickInput.type(">MaiAgent: Insert Contact Field");
  await quickInput.pick("MaiAgent: Insert Contact Field…");
  await expect(quickInput.title).toContainText("Insert Contact Field");
  await quickInput.type("crm-104171");
  await expect(quickInput.title).toContainText("1 contact", { timeout: 30_000 });
  await expect(quickInput.row("林志明")).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(quickInput.title).toContainText("Insert Contact Field · 林志明");
  await quickInput.type("sourceId");
  await expect(quickInput.row("crm-104171")).toBeVisible();
  await page.keyboard.press("Enter");
  const lines = page.locator(".editor-instance .view-lines");
  await expect(lines.getByText("crm-104171")).toHaveCount(2);
  await page.keyboard.press("Control+z");
  await expect(lines.getByText("crm-104171")).toHaveCount(0);

  await page.keyboard.press("Escape");
  await page.keyboard.press("Control+End");
  await page.keyboard.press("Home");
  await workbench.runCommand("MaiAgent: Look Up Selection");
  await expect(quickInput.input).toHaveValue("林志明");
  await expect(quickInput.title).toContainText("1 contact", { timeout: 30_000 });
  await page.keyboard.press("Enter");
  await expect(new ContactEditor(workbench).name).toHaveValue("林志明", { timeout: 30_000 });
});

test.describe("with names beside ids", () => {
  test.use({ settings: { "maiagent.inlayHints": "on" } });

  test("contacts are saved as a fixture, which follows the server by consent", async ({
    sandbox,
    vscode,
  }) => {
    test.setTimeout(120_000);
    const { page, workbench, quickInput, messages } = vscode;
    const tree = await showContacts(vscode);
    await expandInbox(tree, LINE);
    await tree.row("林志明", 3).click();
    await tree.row("陳美玲", 3).click({ modifiers: ["Control"] });
    await tree.chooseFromMenu(tree.row("陳美玲", 3), "Save as Fixture…");
    // The name that is suggested.
    const file = join(vscode.workspace, `${CONNECTION}.contacts.json`);
    await quickInput.chooseFile(file);
    await expect(fileTab(vscode, "sandbox-local.contacts.json").first()).toBeVisible({ timeout: 30_000 });
    const saved = JSON.parse(await readFile(file, "utf8")) as {
      readonly connection: string;
      readonly contacts: readonly { readonly id: string; readonly name: string }[];
    };
    expect(saved.connection).toBe(CONNECTION);
    expect(saved.contacts.map(({ name }) => name).sort()).toEqual(["林志明", "陳美玲"].sort());
    expect(await readFile(file, "utf8")).not.toContain("mcpCredentials");
    // Behind the id and as the name.
    await expect(page.locator(".editor-instance .view-line").getByText("林志明")).toHaveCount(2);

    const id = saved.contacts.find(({ name }) => name === "林志明")?.id ?? "";
    await rename(sandbox, id, "Lin Chih-ming");
    await workbench.runCommand("MaiAgent: Update Fixture from Server");
    const told = messages.notification(
      "1 contact of sandbox-local.contacts.json is different on the server.",
    );
    await expect(told).toBeVisible({ timeout: 30_000 });
    await expect(fileTab(vscode, "File and Server")).toBeVisible();
    await expect(
      page.locator(".editor.modified .view-lines").getByText("Lin Chih-ming").first(),
    ).toBeVisible();
    expect(await readFile(file, "utf8")).not.toContain("Lin Chih");
    await told.getByRole("button", { name: "Apply to File" }).click();
    await expect(fileTab(vscode, "File and Server")).toBeHidden();
    // VS Code in a browser saves it by itself after a while.
    await workbench.runCommand("File: Save");
    await expect.poll(() => readFile(file, "utf8")).toContain('"name": "Lin Chih-ming"');

    // The name beside the id is a link.
    const hint = page.locator(".editor-instance .view-line", { hasText: id }).getByText("Lin Chih-ming");
    const editor = new ContactEditor(workbench);
    await expect(async () => {
      await page.keyboard.down("Control");
      await hint.hover({ timeout: 2_000 });
      await hint.click({ timeout: 2_000 });
      await page.keyboard.up("Control");
      await expect(editor.name).toBeVisible({ timeout: 8_000 });
    }).toPass({ timeout: 40_000 });
    await expect(editor.name).toHaveValue("Lin Chih-ming");
  });
});
