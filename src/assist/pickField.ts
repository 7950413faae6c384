import * as vscode from "vscode";
import { labelText } from "../ui/safeText.ts";
import { contactFields } from "./engine/contactFields.ts";

/**
 * Asks which value of a contact is wanted. The box is there at once and fills when the contact comes.
 * @param documentText - the contact as a document shows it, so without credentials
 * @returns the value as it is to be inserted
 * @throws vscode.CancellationError when the question is dismissed
 */
export async function pickField(documentText: Promise<string>, title: string): Promise<string> {
  const items = documentText.then((text) =>
    contactFields(text).map((field) => ({
      label: labelText(field.path),
      description: labelText(field.text.replaceAll(/\s+/gu, " ")),
      text: field.text,
    })),
  );
  const options = { title, placeHolder: vscode.l10n.t("Field to insert"), matchOnDescription: true };
  const picked = await vscode.window.showQuickPick(items, options);
  if (!picked) {
    throw new vscode.CancellationError();
  }
  return picked.text;
}
