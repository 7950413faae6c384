import * as vscode from "vscode";
import type { FieldChange } from "../model/contactChanges.ts";
import { inboxMoves } from "../model/inboxNames.ts";
import { valueText } from "./safeText.ts";

const VALUE_LIMIT = 60;

/**
 * One changed field on one line: `email: "a" → "b"`, or the inboxes that came and went. Values are JSON, cut at 60
 * characters; `names` gives the name of an inbox that the values do not tell.
 */
export function changeLine({ field, from, to }: FieldChange, names: ReadonlyMap<string, string>): string {
  if (field === "inboxes") {
    const { added, removed } = inboxMoves(from?.json, to?.json, names);
    const signed = [
      ...added.map((inbox) => `+ ${valueText(inbox)}`),
      ...removed.map((inbox) => `− ${valueText(inbox)}`),
    ];
    return `${vscode.l10n.t("Inboxes")}: ${signed.join(", ")}`;
  }
  return `${valueText(field)}: ${shown(from?.json)} → ${shown(to?.json)}`;
}

function shown(json: string | undefined): string {
  if (json === undefined) {
    return vscode.l10n.t("not set");
  }
  const characters = Array.from(json.replaceAll(/\s+/g, " "));
  return valueText(
    characters.length <= VALUE_LIMIT
      ? characters.join("")
      : `${characters.slice(0, VALUE_LIMIT - 1).join("")}…`,
  );
}
