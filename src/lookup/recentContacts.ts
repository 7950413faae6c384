import { parse } from "jsonc-parser";
import * as vscode from "vscode";
import { contactSchema } from "../api/schemas.ts";
import type { ContactRef } from "../state/contactStore.ts";
import type { LookupMemory } from "../state/lookupMemory.ts";

/**
 * Keeps the recent contacts: a contact counts as opened when its document is in the active tab, however it came there.
 * What is typed but not saved is not the contact's name yet.
 * @param refOf - the contact that an address names
 */
export function noteOpenedContacts(
  memory: LookupMemory,
  refOf: (uri: vscode.Uri) => ContactRef | undefined,
): vscode.Disposable {
  const note = () => {
    const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
    const uri =
      input instanceof vscode.TabInputCustom || input instanceof vscode.TabInputText ? input.uri : undefined;
    const ref = uri && refOf(uri);
    const document =
      uri && vscode.workspace.textDocuments.find((open) => open.uri.toString() === uri.toString());
    if (ref && document && !document.isDirty) {
      const contact = contactSchema.safeParse(parse(document.getText()));
      // A placeholder stands in the document while nothing could be loaded.
      if (contact.success && contact.data.id === ref.contactId) {
        memory.opened(ref.connectionId, contact.data);
      }
    }
  };
  const noteDocument = ({ uri }: vscode.TextDocument) => {
    if (refOf(uri)) {
      note();
    }
  };
  note();
  return vscode.Disposable.from(
    vscode.window.tabGroups.onDidChangeTabs(note),
    vscode.window.tabGroups.onDidChangeTabGroups(note),
    vscode.workspace.onDidOpenTextDocument(noteDocument),
    vscode.workspace.onDidChangeTextDocument(({ document }) => noteDocument(document)),
  );
}
