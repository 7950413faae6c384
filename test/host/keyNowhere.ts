import { strict as assert } from "node:assert";
import * as vscode from "vscode";
import { profileFiles } from "./profileFiles.ts";

/**
 * Looks for a key, in whatever form, in the texts, in what the window shows, in the clipboard and in every file of this
 * VS Code's profile, its logs among them.
 *
 * @param where - what was tried, for the message
 */
export async function assertKeyNowhere(key: string, where: string, texts: readonly string[]): Promise<void> {
  const wanted = [
    key,
    encodeURIComponent(key),
    Buffer.from(key).toString("base64"),
    Buffer.from(`Api-Key ${key}`).toString("base64"),
  ];
  const all = [
    ...texts,
    ...vscode.workspace.textDocuments.map((document) => document.getText()),
    ...vscode.languages.getDiagnostics().flatMap(([, found]) => found.map(({ message }) => message)),
    ...vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs.map(({ label }) => label)),
    await vscode.env.clipboard.readText(),
  ];
  for (const text of all) {
    assert.ok(!wanted.some((secret) => text.includes(secret)), `${where}: ${text.replaceAll(key, "<KEY>")}`);
  }
  let hasLog = false;
  for await (const { path, content } of profileFiles()) {
    hasLog ||= content.includes("GET contacts/");
    for (const secret of wanted) {
      assert.ok(
        !content.includes(secret) && !content.includes(Buffer.from(secret, "utf16le")),
        `${where}: ${path}`,
      );
    }
  }
  assert.ok(hasLog, "the log of requests was not among the files");
}
