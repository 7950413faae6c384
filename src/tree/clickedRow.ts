import type * as vscode from "vscode";
import { ChildrenTimeoutError, inTime } from "./childrenDeadline.ts";
import type { ContactTree } from "./contactTree.ts";
import type { ContactNode, TreeNode } from "./treeNode.ts";

/**
 * The contact whose row was just clicked. While a list is read again VS Code knows which row that was, but not what it
 * stands for: then its new rows are waited for. Undefined when the row did not come back: the view shows what became
 * of it.
 */
export async function clickedRow(
  view: Pick<vscode.TreeView<TreeNode>, "selection">,
  tree: Pick<ContactTree, "onDidGiveRows">,
): Promise<ContactNode | undefined> {
  const selected = () => view.selection.find((node) => node.kind === "contact");
  const known = selected();
  if (known) {
    return known;
  }
  const subscriptions: vscode.Disposable[] = [];
  try {
    return await inTime(
      new Promise<ContactNode>((resolve) => {
        const look = () => {
          const found = selected();
          if (found) {
            resolve(found);
          }
        };
        // One turn later VS Code has taken them.
        subscriptions.push(tree.onDidGiveRows(() => void setImmediate(look)));
      }),
    );
  } catch (error) {
    if (error instanceof ChildrenTimeoutError) {
      return undefined;
    }
    throw error;
  } finally {
    subscriptions.forEach((subscription) => void subscription.dispose());
  }
}
