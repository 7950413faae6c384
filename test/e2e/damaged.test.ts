import { cp, mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test as base } from "./fixtures.ts";
import { EXTENSIONS_FOLDER_VARIABLE } from "./openVSCode.ts";
import { openContact } from "./pages/contactsView.ts";

const test = base.extend({
  // Playwright reads which fixtures are needed from the first parameter.
  extensionsFolder: async ({}, use) => {
    const folder = await mkdtemp(join(tmpdir(), "maiagent-damaged-"));
    await cp(process.env[EXTENSIONS_FOLDER_VARIABLE] ?? "", folder, { recursive: true });
    const files = await readdir(folder, { recursive: true });
    const editor = files.find((file) => file.endsWith(join("webview", "jsonView.js")));
    expect(editor).toBeDefined();
    await rm(join(folder, editor ?? ""));
    await use(folder);
    await rm(folder, { recursive: true, force: true });
  },
});

test("a contact whose JSON editor cannot be loaded says so, and the form works", async ({
  sandbox,
  vscode,
}) => {
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
});
