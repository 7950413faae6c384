import { parseTree } from "jsonc-parser";
import * as vscode from "vscode";
import { textValueAt } from "../model/textValueAt.ts";
import type { ConnectionStore } from "../state/connectionStore.ts";
import type { ContactStore } from "../state/contactStore.ts";
import { inboxItem } from "../ui/inboxItem.ts";
import { labelText } from "../ui/safeText.ts";
import { membersOf } from "./engine/fixture.ts";

/**
 * Completes a fixture: ids and names of inboxes, found by name, and connections. The inboxes of the fixture's own
 * connection are fetched once, when somebody asks for them here.
 */
export async function fixtureItems(
  { connections, contacts }: { readonly connections: ConnectionStore; readonly contacts: ContactStore },
  document: vscode.TextDocument,
  position: vscode.Position,
): Promise<vscode.CompletionItem[]> {
  const root = parseTree(document.getText());
  const found = textValueAt(root, document.offsetAt(position));
  if (!root || !found) {
    return [];
  }
  const { node, path } = found;
  const range = new vscode.Range(
    document.positionAt(node.offset + 1),
    document.positionAt(node.offset + node.length - 1),
  );
  const key = path.at(-1);
  if (path.length === 1 && key === "connection") {
    return connections.all.map(({ id, label }) => {
      const item = new vscode.CompletionItem(id, vscode.CompletionItemKind.Value);
      item.range = range;
      item.detail = labelText(label);
      return item;
    });
  }
  const isInbox = path[0] === "contacts" && path.at(-3) === "inboxes" && (key === "id" || key === "name");
  const named: unknown = membersOf(root).get("connection")?.value;
  const connection = typeof named === "string" ? connections.get(named.toLowerCase()) : undefined;
  const asked = connection ?? connections.current;
  return isInbox && asked
    ? (await contacts.inboxes(asked.id)).inboxes.map((inbox) => inboxItem(inbox, key, range))
    : [];
}
