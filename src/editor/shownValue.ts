import * as vscode from "vscode";
import { printJson } from "../model/contactText.ts";
import { inboxNamesIn } from "../model/inboxNames.ts";
import { labelText } from "../ui/safeText.ts";

/** A field's value as a person reads it: JSON, inboxes by name. `names` are those of inboxes that the value does not name. */
export function shownValue(
  field: string,
  json: string | undefined,
  names: ReadonlyMap<string, string> = new Map(),
): string {
  if (json === undefined) {
    return vscode.l10n.t("not set");
  }
  const inboxes = field === "inboxes" ? inboxNamesIn(json, names) : undefined;
  return inboxes && inboxes.size > 0 ? [...inboxes.values()].map(labelText).join(", ") : printJson(json, "");
}
