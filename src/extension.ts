import * as vscode from "vscode";
import { registerAssist } from "./assist/registerAssist.ts";
import { registerTools } from "./assist/tools/registerTools.ts";
import { commandTable } from "./commands/commandTable.ts";
import { registerReadOnlyTexts } from "./commands/readOnlyTexts.ts";
import { registerCommands } from "./commands/registerCommands.ts";
import { watchRecipes } from "./data/seed/watchRecipes.ts";
import { SCHEME, VIEW_TYPE } from "./editor/contactUri.ts";
import { LazyContactEditor } from "./editor/lazyContactEditor.ts";
import { LazyContactFileSystem } from "./editor/lazyContactFileSystem.ts";
import { once } from "./state/once.ts";
import { ContactDragAndDrop } from "./tree/contactDragAndDrop.ts";
import { LazyContactTree } from "./tree/lazyContactTree.ts";
import type { TreeNode } from "./tree/treeNode.ts";
import type { Wiring } from "./wiring.ts";

/**
 * Registers what VS Code must find at once. The objects behind it are built when the first of them is used
 * (`wiring.ts`): until then nothing is loaded, requested or read.
 */
export function activate(context: vscode.ExtensionContext): void {
  const tree = new LazyContactTree(async () => (await wiring()).tree);
  const view: vscode.TreeView<TreeNode> = vscode.window.createTreeView("maiagent.contacts", {
    treeDataProvider: tree,
    dragAndDropController: new ContactDragAndDrop(),
    canSelectMany: true,
    showCollapseAll: true,
  });
  const wiring: () => Promise<Wiring> = once(async () => (await import("./wiring.ts")).wire(context, view));
  const files = new LazyContactFileSystem(async () => (await wiring()).files);
  const editor = new LazyContactEditor(async () => (await wiring()).editor);
  const report = async (id: string, error: unknown) => {
    const { reportFailure } = await import("./commands/reportFailure.ts");
    await reportFailure(id, error, (await wiring()).log);
  };
  const tools = once(async () => (await import("./commands/modelTools.ts")).modelTools(await wiring()));

  context.subscriptions.push(
    view,
    tree,
    files,
    vscode.workspace.registerFileSystemProvider(SCHEME, files, { isCaseSensitive: true }),
    vscode.window.registerCustomEditorProvider(VIEW_TYPE, editor, {
      supportsMultipleEditorsPerDocument: true,
    }),
    registerReadOnlyTexts({
      "maiagent-copy": async () => (await wiring()).editor.copies,
      "maiagent-history": async () => (await wiring()).versions(),
    }),
    vscode.window.registerUriHandler({
      handleUri: (uri) => vscode.commands.executeCommand("maiagent.openLink", uri),
    }),
    registerTools(tools),
    watchRecipes(
      async () => (await wiring()).seed(),
      (error) => void report("recipe", error),
    ),
    registerAssist(async () => (await wiring()).assist()),
    registerCommands(commandTable(wiring), report),
  );
}
