import { cp, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test as base } from "./fixtures.ts";
import { EXTENSIONS_FOLDER_VARIABLE } from "./openVSCode.ts";
import { openContact } from "./pages/contactsView.ts";

/** The tests' own installation of the extension, with another file in place of its JSON editor. */
const withJsonEditor = (source: string | undefined) =>
  base.extend({
    // Playwright reads which fixtures are needed from the first parameter.
    extensionsFolder: async ({}, use) => {
      const folder = await mkdtemp(join(tmpdir(), "maiagent-damaged-"));
      try {
        await cp(process.env[EXTENSIONS_FOLDER_VARIABLE] ?? "", folder, { recursive: true });
        const files = await readdir(folder, { recursive: true });
        const editor = files.find((file) => file.endsWith(join("webview", "jsonView.js")));
        expect(editor).toBeDefined();
        const path = join(folder, editor ?? "");
        await (source === undefined ? rm(path) : writeFile(path, source));
        await use(folder);
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    },
  });

withJsonEditor(undefined)(
  "a contact whose JSON editor cannot be loaded says so, and the form works",
  async ({ sandbox, vscode }) => {
    const editor = await openContact(vscode, "陳美玲");
    await expect(editor.frame.locator(".json-failed")).toHaveText(
      "The JSON editor could not be loaded. Close the contact and open it again.",
    );
    await editor.email.fill("mei@example.com");
    await expect(editor.footer).toContainText("1 field changed");
    await editor.email.press("Control+s");
    await expect(editor.footer).toContainText("No changes");
    const patches = sandbox.requests.filter(({ method }) => method === "PATCH");
    expect(patches.map(({ body }): unknown => JSON.parse(body))).toEqual([{ email: "mei@example.com" }]);
  },
);

withJsonEditor("await new Promise(() => {});")(
  "a form does not wait for its JSON editor: it shows its problem, and where one was in it",
  async ({ page, vscode }) => {
    const editor = await openContact(vscode, "陳美玲");
    await editor.email.fill("mei@example");
    await expect(editor.footer).toContainText("1 problem");
    await editor.phone.focus();
    await editor.frame.getByRole("button", { name: /1 problem/ }).click();
    await expect(editor.email).toBeFocused();
    // Another tab hides the page; what it was is kept, and the page is made anew.
    await vscode.workbench.runCommand("File: New Untitled Text File");
    await expect(editor.email).toBeHidden();
    await page.keyboard.press("Control+PageUp");
    await expect(editor.email).toBeFocused();
  },
);
