import * as vscode from "vscode";
import { uriOf, VIEW_TYPE } from "../editor/contactUri.ts";
import type { ContactRef } from "../state/contactStore.ts";
import type { CommandContext } from "./context.ts";

/** Opens a contact in its editor; the request for it begins before VS Code has made a tab. */
export async function showContact(
  { files }: Pick<CommandContext, "files">,
  ref: ContactRef,
  options: vscode.TextDocumentShowOptions,
): Promise<void> {
  const uri = uriOf(ref);
  files.readAhead(uri);
  await vscode.commands.executeCommand("vscode.openWith", uri, VIEW_TYPE, options);
}
