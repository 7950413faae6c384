import type * as vscode from "vscode";
import type { ConnectionStore } from "../state/connectionStore.ts";
import { labelText } from "../ui/safeText.ts";
import type { TreeNode } from "./treeNode.ts";

/** Keeps the view's title line true: with several connections it names the current one. */
export function describeView(
  view: vscode.TreeView<TreeNode>,
  connections: ConnectionStore,
): vscode.Disposable {
  const describe = () => {
    view.description = connections.all.length > 1 ? labelText(connections.current?.label ?? "") : "";
  };
  describe();
  return connections.onDidChange(describe);
}
