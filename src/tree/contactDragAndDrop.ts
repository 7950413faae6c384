import * as vscode from "vscode";
import type { TreeNode } from "./treeNode.ts";

/** VS Code's own type for drags within this view. */
const MIME = "application/vnd.code.tree.maiagent.contacts";

/**
 * Contacts are dragged to an inbox. The drop is a command, loaded when the first one happens; the same can be done
 * by keyboard with 'Move to Inbox…' and 'Add to Inbox…'.
 */
export class ContactDragAndDrop implements vscode.TreeDragAndDropController<TreeNode> {
  readonly dragMimeTypes = [MIME];
  readonly dropMimeTypes = [MIME];

  handleDrag(source: readonly TreeNode[], data: vscode.DataTransfer): void {
    const contacts = source.flatMap((node) =>
      node.kind === "contact"
        ? [
            {
              connectionId: node.connectionId,
              contactId: node.contactId,
              inboxId: node.inboxId,
              name: node.contact.name,
            },
          ]
        : [],
    );
    if (contacts.length > 0) {
      data.set(MIME, new vscode.DataTransferItem(JSON.stringify(contacts)));
    }
  }

  async handleDrop(target: TreeNode | undefined, data: vscode.DataTransfer): Promise<void> {
    const item = data.get(MIME);
    if (item) {
      await vscode.commands.executeCommand("maiagent.dropContacts", target, await item.asString());
    }
  }
}
