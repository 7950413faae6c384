import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures.ts";
import type { ContactEditor } from "./pages/contactEditor.ts";
import { openContact } from "./pages/contactsView.ts";
import type { Workbench } from "./pages/workbench.ts";

const patches = (requests: readonly { readonly method: string; readonly body: string }[]): unknown[] =>
  requests.filter(({ method }) => method === "PATCH").map(({ body }): unknown => JSON.parse(body));

/** A row of the metadata's tree, by its key. */
const row = (editor: ContactEditor, key: string) =>
  editor.frame.getByRole("treeitem", { name: new RegExp(`^${key}:`) });

const documentText = (editor: ContactEditor) => editor.json.textContent();

async function menu(editor: ContactEditor, field: string, item: string): Promise<void> {
  await editor.frame.getByRole("button", { name: `Actions for ${field}` }).click();
  await editor.frame.getByRole("menuitem", { name: item, exact: true }).click();
}

test("clearing, emptying, removing and restoring a field are different things, by mouse and by keyboard", async ({
  sandbox,
  vscode,
}) => {
  const editor = await openContact(vscode, "林志明");
  await menu(editor, "E-mail", "Clear Field (empty text)");
  await expect(editor.json).toContainText('"email": ""');
  await expect(editor.email).toHaveAttribute("placeholder", "empty");
  await menu(editor, "E-mail", "Set to null");
  await expect(editor.json).toContainText('"email": null');
  await expect(editor.email).toHaveAttribute("placeholder", "null");
  await menu(editor, "E-mail", "Remove Field");
  await expect(editor.json).not.toContainText('"email"');
  await expect(editor.email).toHaveAttribute("placeholder", "not set");
  await expect(
    editor.frame.getByText(/Removing “email” changes nothing on the server/).first(),
  ).toBeVisible();
  await menu(editor, "E-mail", "Restore Server Value");
  await expect(editor.email).toHaveValue("chihming.lin@example.com");
  await expect(editor.footer).toContainText("No changes");

  await editor.phone.focus();
  await editor.phone.press("Alt+ArrowDown");
  const first = editor.frame.getByRole("menuitem").first();
  await expect(first).toBeFocused();
  await first.press("ArrowDown");
  const toNull = editor.frame.getByRole("menuitem", { name: "Set to null" });
  await expect(toNull).toBeFocused();
  await toNull.press("Enter");
  await expect(editor.phone).toBeFocused();
  await expect(editor.phone).toHaveAttribute("placeholder", "null");
  await editor.phone.press("Control+s");
  await expect.poll(() => patches(sandbox.requests)).toEqual([{ phoneNumber: null }]);

  // Typed and deleted again: what the server has, which is null now.
  await expect(editor.footer).toContainText("No changes");
  await editor.phone.pressSequentially("1");
  await expect(editor.footer).toContainText("1 field changed");
  await editor.phone.press("Backspace");
  await expect(editor.footer).toContainText("No changes");
  await expect(editor.json).toContainText('"phoneNumber": null');
});

test("fields are checked as they are typed, by the server's limits, and the problem is said aloud", async ({
  vscode,
}) => {
  const editor = await openContact(vscode, "林志明");
  const status = editor.frame.locator("#contact-editor > .visually-hidden");
  await editor.email.fill("lin@example");
  await expect(editor.frame.getByText("This does not look like an e-mail address.").first()).toBeVisible();
  await expect(status).toHaveText("E-mail: This does not look like an e-mail address.");
  await expect(editor.email).toHaveAttribute("aria-describedby", /field-email-problems/);
  await editor.email.fill("lin@example.com");
  await expect(editor.footer).toContainText("No problems");

  const name = "😀".repeat(255);
  await editor.name.fill(name);
  await expect(editor.frame.locator('[data-field="name"]')).toContainText("255 / 255");
  await expect(editor.footer).toContainText("No problems");
  await editor.name.fill(`${name}a`);
  await expect(editor.name).toHaveAttribute("aria-invalid", "true");
  await expect(status).toHaveText("Name: At most 255 characters are allowed.");
  await editor.name.fill("林志明");

  const avatar = editor.frame.getByLabel("Avatar URL", { exact: true });
  await avatar.fill("no address");
  await expect(status).toHaveText("Avatar URL: This does not look like a web address.");
  await avatar.fill("");
  await editor.typeInJson('"sourceId"', "\\u0000");
  await expect(editor.sourceId).toHaveAttribute("aria-invalid", "true");
  await expect(editor.frame.getByText(/A null character/).first()).toBeVisible();
});

test("metadata is changed in the tree by keyboard alone, and untouched values keep every digit", async ({
  sandbox,
  vscode,
}) => {
  const editor = await openContact(vscode, "林志明");
  const { keyboard } = vscode.page;
  await menu(editor, "Query metadata", "Remove Field");
  await expect(row(editor, "queryMetadata")).toHaveAccessibleName(/not set/);
  await row(editor, "queryMetadata").focus();
  await keyboard.press("Enter");
  const type = editor.frame.getByLabel("Type of queryMetadata");
  await type.selectOption("object");
  await expect(editor.json).toContainText('"queryMetadata": {}');
  await type.press("Enter");
  await expect(row(editor, "queryMetadata")).toBeFocused();

  await keyboard.press("+");
  await keyboard.type("limit");
  await keyboard.press("Enter");
  await expect(editor.frame.getByLabel("Value of limit")).toBeFocused();
  await editor.frame.getByLabel("Type of limit").selectOption("number");
  await editor.frame.getByLabel("Value of limit").fill("x");
  await expect(editor.frame.getByText("This is not a JSON number.")).toBeVisible();
  await editor.frame.getByLabel("Value of limit").fill("12345678901234567890");
  await keyboard.press("Enter");
  await expect(row(editor, "limit")).toBeFocused();
  await expect(editor.json).toContainText('"limit": 12345678901234567890');

  await keyboard.press("F2");
  await keyboard.type("quota");
  await keyboard.press("Enter");
  await expect(row(editor, "quota")).toBeFocused();
  await keyboard.press("+");
  await keyboard.type("quota");
  await expect(editor.frame.getByText("This key stands there already.")).toBeVisible();
  await keyboard.type("2");
  await keyboard.press("Enter");
  await keyboard.type("two");
  await keyboard.press("Enter");
  await expect(row(editor, "quota2")).toHaveAccessibleName('quota2: "two"');
  await keyboard.press("ArrowUp");
  await expect(row(editor, "quota")).toBeFocused();
  await keyboard.press("ArrowLeft");
  await expect(row(editor, "queryMetadata")).toBeFocused();
  await keyboard.press("ArrowLeft");
  await expect(row(editor, "quota")).toBeHidden();
  await keyboard.press("ArrowRight");
  await keyboard.press("End");
  await keyboard.press("Delete");
  await expect(row(editor, "quota2")).toHaveCount(0);
  await keyboard.press("Control+s");
  await expect(editor.footer).toContainText("No changes");
  expect(
    sandbox.requests.filter(({ method }) => method === "PATCH").map(({ body }) => body.replace(/\s/g, "")),
  ).toEqual(['{"queryMetadata":{"quota":12345678901234567890}}']);
});

test("credentials are fetched and shown on a click, for a moment, and hidden when the editor is left", async ({
  sandbox,
  vscode,
}) => {
  const editor = await openContact(vscode, "林志明");
  const secret = /sandbox-synthetic-credential-[0-9a-f]+/;
  const section = editor.frame.locator(".credentials");
  await expect(section).toContainText("1 MCP credential");
  await expect(editor.frame.locator("body")).not.toContainText(secret);
  const reads = () =>
    sandbox.requests.filter(({ method, path }) => method === "GET" && /contacts\/[0-9a-f-]{36}/.test(path))
      .length;
  const before = reads();
  await section.getByRole("button", { name: "Reveal for 10 s" }).click();
  await expect(section).toContainText(secret);
  await expect(section).toContainText(/hidden again in \d+ s/);
  expect(reads()).toBeGreaterThan(before);
  await expect(section).not.toContainText(secret, { timeout: 20_000 });
  await expect(section).toContainText("1 MCP credential");

  await section.getByRole("button", { name: "Reveal for 10 s" }).click();
  await expect(section).toContainText(secret);
  expect(await documentText(editor)).not.toMatch(secret);
  // A click anywhere else in the window.
  await vscode.page.locator(".part.statusbar").click({ position: { x: 5, y: 5 } });
  await expect(section).not.toContainText(secret, { timeout: 3_000 });
});

test("a picture is asked about by the name of its host, and fetched without the key", async ({
  sandbox,
  vscode,
}) => {
  const editor = await openContact(vscode, "林志明");
  const avatar = editor.frame.getByLabel("Avatar URL", { exact: true });
  await avatar.fill(`${sandbox.baseUrl}/picture`);
  await expect(editor.header.locator(".avatar")).toContainText("林");
  const answer = (body: string, type: string) => {
    const headers = { "content-type": type };
    sandbox.respondNext({ method: "GET", pathPattern: /\/picture$/, status: 200, body, headers });
  };
  const { host } = new URL(sandbox.baseUrl);
  const show = editor.header.getByRole("button", { name: "Show Picture" });
  answer("<svg/>", "image/svg+xml");
  await show.click();
  await expect(vscode.messages.dialog).toContainText(`Load the picture from ${host}?`);
  await expect(vscode.messages.dialog).toContainText("The API key is not sent.");
  expect(sandbox.requests.some(({ path }) => path.includes("/picture"))).toBe(false);
  await vscode.messages.answerDialog("Show Picture");
  await expect(vscode.messages.notification(/no PNG, JPEG/)).toBeVisible();
  await expect(editor.header.locator("img")).toHaveCount(0);

  answer("GIF89a\x01\0\x01\0\0\0\0,\0\0\0\0\x01\0\x01\0\0\x02\x02D\x01\0;", "image/gif");
  await show.click();
  await vscode.messages.answerDialog("Show Picture");
  const picture = editor.header.locator("img");
  await expect(picture).toHaveAttribute("src", /^data:image\/gif;base64,/);
  await expect(picture).toHaveJSProperty("naturalWidth", 1);
  await menu(editor, "Avatar URL", "Show Initials");
  await expect(picture).toHaveCount(0);
});

test("where one was is kept when the tab is hidden and when the window is reloaded", async ({ vscode }) => {
  test.slow();
  const editor = await openContact(vscode, "陳美玲");
  await vscode.workbench.runCommand("View: Keep Editor");
  const away = async () => {
    await vscode.workbench.runCommand("File: New Untitled Text File");
    await expect(editor.name).toBeHidden();
  };
  const back = async () => {
    await vscode.workbench.tab("陳美玲").click();
    await editor.expectLoaded();
  };
  await row(editor, "queryMetadata").focus();
  await vscode.page.keyboard.press("ArrowDown");
  await vscode.page.keyboard.press("ArrowRight");
  await expect(row(editor, "operator")).toBeVisible();
  await vscode.page.keyboard.press("ArrowDown");
  await expect(row(editor, "operator")).toBeFocused();
  await away();
  await back();
  await expect(row(editor, "operator")).toBeFocused();

  const history = editor.header.getByRole("button", { name: "History" });
  await history.focus();
  await away();
  await back();
  await expect(history).toBeFocused();

  // The JSON pane has its cursor and its scroll position again.
  const line = (text: string) => editor.frame.locator(".cm-line", { hasText: text }).first();
  const expectAtEnd = async () => {
    await expect(line('"updatedAt"')).toBeInViewport();
    await expect(line('"inboxes"')).not.toBeInViewport();
  };
  await expect(line('"inboxes"')).toBeInViewport();
  await editor.json.focus();
  await editor.json.press("Control+End");
  await expectAtEnd();
  await away();
  await back();
  await expect(editor.json).toBeFocused();
  await expectAtEnd();
  await editor.json.press("Enter");
  await expect(editor.frame.locator(".cm-line").last()).toHaveText("");
  await editor.json.press("Control+z");

  await editor.frame.getByRole("button", { name: "Query metadata", exact: true }).click();
  await expect(row(editor, "operator")).toBeHidden();
  await editor.email.fill("kept@example.com");
  await vscode.reload("kept@example.com");
  await editor.expectLoaded();
  await expect(editor.email).toHaveValue("kept@example.com");
  await expect(row(editor, "operator")).toBeHidden();
  await vscode.workbench.runCommand("View: Focus Active Editor Group");
  await expect(editor.email).toBeFocused();
  await vscode.page.keyboard.type(".tw");
  await expect(editor.email).toHaveValue(/\.tw/);
});

test("a form that comes back beside another editor does not take the focus from it", async ({ vscode }) => {
  test.slow();
  const editor = await openContact(vscode, "陳美玲");
  await vscode.workbench.runCommand("View: Keep Editor");
  await editor.phone.focus();
  await vscode.workbench.runCommand("View: Split Editor Right");
  await vscode.workbench.runCommand("File: New Untitled Text File");
  await vscode.page.keyboard.type("first");
  const typed = vscode.page.locator(".monaco-editor .view-line").last();
  await expect(typed).toHaveText("first");
  await vscode.reload("first");
  await editor.expectLoaded();
  await vscode.page.keyboard.press("Control+2");
  await vscode.page.keyboard.press("Control+End");
  await vscode.page.keyboard.type(" second");
  await expect(typed).toHaveText("first second");
  await expect(editor.phone).not.toBeFocused();
  await vscode.page.keyboard.press("Control+1");
  await expect(editor.phone).toBeFocused();
});

const THEMES = {
  dark: "Dark Modern",
  light: "Light Modern",
  "high contrast": "Default High Contrast",
} as const;
for (const [name, theme] of Object.entries(THEMES)) {
  test.describe(`in a ${name} theme`, () => {
    test.use({
      settings: {
        "workbench.colorTheme": theme,
        "window.autoDetectColorScheme": false,
        "window.autoDetectHighContrast": false,
      },
    });

    test("the form has no serious accessibility violation, wide and narrow", async ({ page, vscode }) => {
      const editor = await openContact(vscode, "陳美玲");
      await editor.email.fill("meiling@example");
      await expect(editor.footer).toContainText("1 problem");
      await expectAccessible(vscode.workbench, page);
      await page.setViewportSize({ width: 820, height: 900 });
      const form = editor.frame.getByRole("tab", { name: "Form" });
      await expect(form).toBeVisible();
      await expect(editor.json).toBeHidden();
      await expectAccessible(vscode.workbench, page);
      // Both sides are there by keyboard, one at a time.
      await form.focus();
      await form.press("ArrowRight");
      await expect(editor.json).toBeVisible();
      await expect(editor.email).toBeHidden();
    });
  });
}

/** axe inside the editor's own frame. */
async function expectAccessible(workbench: Workbench, page: Page) {
  await expect(workbench.webview().locator("#contact-editor")).toBeVisible();
  const { violations } = await new AxeBuilder({ page })
    // Line numbers have the theme's own colour, which VS Code's themes keep faint on purpose.
    .exclude(["iframe.webview.ready", "iframe#active-frame", ".cm-gutters"])
    .include(["iframe.webview.ready", "iframe#active-frame", "#contact-editor"])
    .analyze();
  const serious = violations.filter(({ impact }) => impact === "serious" || impact === "critical");
  expect(
    serious.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(" ")).join(", ")}`),
  ).toEqual([]);
}
