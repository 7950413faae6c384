import * as vscode from "vscode";
import { once } from "../state/once.ts";
import type { ContactTree } from "./contactTree.ts";
import type { TreeNode } from "./treeNode.ts";

/** What VS Code finds at activation in the tree's place; the real one is loaded when the view is shown. */
export class LazyContactTree implements vscode.TreeDataProvider<TreeNode>, vscode.Disposable {
  readonly #load: () => Promise<ContactTree>;
  #tree: ContactTree | undefined;
  readonly #onDidChangeTreeData = new vscode.EventEmitter<TreeNode[] | undefined>();
  readonly onDidChangeTreeData = this.#onDidChangeTreeData.event;

  constructor(load: () => Promise<ContactTree>) {
    this.#load = once(async () => {
      const tree = await load();
      tree.onDidChangeTreeData((nodes) => this.#onDidChangeTreeData.fire(nodes));
      this.#tree = tree;
      return tree;
    });
  }

  async getChildren(parent?: TreeNode): Promise<TreeNode[]> {
    return (await this.#load()).getChildren(parent);
  }

  /** At once where it can be: VS Code asks for thousands of rows in a row. */
  getTreeItem(node: TreeNode): vscode.TreeItem | Promise<vscode.TreeItem> {
    return this.#tree ? this.#tree.getTreeItem(node) : this.#load().then((tree) => tree.getTreeItem(node));
  }

  async getParent(node: TreeNode): Promise<TreeNode | undefined> {
    return (await this.#load()).getParent(node);
  }

  async resolveTreeItem(item: vscode.TreeItem, node: TreeNode): Promise<vscode.TreeItem> {
    return (await this.#load()).resolveTreeItem(item, node);
  }

  dispose(): void {
    this.#onDidChangeTreeData.dispose();
  }
}
