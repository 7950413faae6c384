import { expect, type Locator } from "@playwright/test";
import { ContactEditor } from "./contactEditor.ts";
import type { TreeView } from "./treeView.ts";
import type { VSCode } from "./vscode.ts";

export const LINE = "LINE 官方帳號";

/** The Contacts view, shown. */
export async function showContacts(vscode: VSCode): Promise<TreeView> {
  await vscode.workbench.showView("MaiAgent");
  return vscode.tree("Contacts");
}

/** Expands an inbox and returns the rows of its contacts that are on screen. */
export async function expandInbox(tree: TreeView, inbox: string): Promise<Locator> {
  const row = tree.row(inbox, 2);
  await expect(row).toBeVisible({ timeout: 30_000 });
  await tree.expand(row);
  const contacts = tree.pane.locator('.monaco-list-row[aria-level="3"]');
  await expect(contacts.first()).toBeVisible();
  return contacts;
}

/** Opens a contact of the LINE inbox from the tree and waits for its editor. */
export async function openContact(vscode: VSCode, name: string): Promise<ContactEditor> {
  const tree = await showContacts(vscode);
  await expandInbox(tree, LINE);
  await tree.row(name, 3).dblclick();
  const editor = new ContactEditor(vscode.workbench);
  await editor.expectLoaded();
  await expect(editor.name).toHaveValue(name);
  return editor;
}
