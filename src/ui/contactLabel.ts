import * as vscode from "vscode";
import type { Contact } from "../api/schemas.ts";
import { labelText } from "./safeText.ts";

/** The first block of an id, enough to tell contacts without a name apart. */
export function shortId(id: string): string {
  return labelText(id).slice(0, 6);
}

/** The contact's name for a label; 'Anonymous 550e84' when it has none. */
export function contactLabel(contact: Pick<Contact, "id" | "name">): string {
  const name = labelText(contact.name);
  return name === "" ? vscode.l10n.t("Anonymous {0}", shortId(contact.id)) : name;
}

/** What stands behind the name: source id, else e-mail, else nothing. */
export function contactDescription(contact: Contact): string {
  const filled = [contact.sourceId, contact.email].find((value) => (value ?? "") !== "");
  return labelText(filled ?? "");
}
