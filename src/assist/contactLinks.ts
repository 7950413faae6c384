import * as vscode from "vscode";
import { valueText } from "../ui/safeText.ts";
import { contactUris } from "./engine/contactUris.ts";
import { hoverActionUri } from "./hoverAction.ts";

/** Links for the addresses of contacts that a text names. Sends nothing; what is behind one is known after a click. */
export function contactLinks(document: vscode.TextDocument): vscode.DocumentLink[] {
  return contactUris(document.getText()).map(({ connectionId, contactId, start, end }) => {
    const link = new vscode.DocumentLink(
      new vscode.Range(document.positionAt(start), document.positionAt(end)),
      vscode.Uri.parse(hoverActionUri("open", connectionId, contactId)),
    );
    link.tooltip = vscode.l10n.t(
      "Open contact {0} of the connection {1}",
      valueText(contactId),
      valueText(connectionId),
    );
    return link;
  });
}
