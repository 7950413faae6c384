import * as vscode from "vscode";
import { isContactId } from "../model/contactId.ts";
import type { ContactRef } from "../state/contactStore.ts";

export const SCHEME = "maiagent";
/** The custom editor, as package.json names it. */
export const VIEW_TYPE = "maiagent.contactEditor";
const SUFFIX = ".contact.json";
const PATH = /^\/contacts\/([^/]+)\.contact\.json$/;

/** The address of a contact's document: the whole identity, so that a tab survives a restart. */
export function uriOf({ connectionId, contactId }: ContactRef): vscode.Uri {
  return vscode.Uri.from({
    scheme: SCHEME,
    authority: connectionId,
    path: `/contacts/${contactId}${SUFFIX}`,
  });
}

/** The contact that an address names, or undefined for any other address. */
export function refOf(uri: vscode.Uri): ContactRef | undefined {
  const contactId = PATH.exec(uri.path)?.[1];
  if (uri.scheme !== SCHEME || uri.authority === "" || uri.query !== "" || contactId === undefined) {
    return undefined;
  }
  return isContactId(contactId) ? { connectionId: uri.authority, contactId } : undefined;
}
