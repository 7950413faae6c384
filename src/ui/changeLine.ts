import * as vscode from "vscode";
import type { FieldChange } from "../model/contactChanges.ts";
import { inboxMoves } from "../model/inboxNames.ts";
import { accessChangeLines, accessChangeWords, briefAccessChanges } from "./accessChanges.ts";
import { valueText } from "./safeText.ts";

const VALUE_LIMIT = 60;

/**
 * One changed field on one line: `email: "a" → "b"`, the inboxes that came and went, or the access that
 * `queryMetadata` gains and loses. Values are JSON, cut at 60 characters; `names` gives the name of an inbox that the
 * values do not tell.
 */
export function changeLine(change: FieldChange, names: ReadonlyMap<string, string>): string {
  const { field, from, to } = change;
  if (field === "inboxes") {
    const { added, removed } = inboxMoves(from?.json, to?.json, names);
    const signed = [
      ...added.map((inbox) => `+ ${valueText(inbox)}`),
      ...removed.map((inbox) => `− ${valueText(inbox)}`),
    ];
    return `${field}: ${signed.join(", ")}`;
  }
  return `${valueText(field)}: ${accessChangeWords(change) ?? `${shown(from?.json)} → ${shown(to?.json)}`}`;
}

/** The same for a list, which names the fields already and cuts its rows: of access only what is gained or lost. */
export function briefChangeLine(change: FieldChange, names: ReadonlyMap<string, string>): string {
  return briefAccessChanges(change) ?? changeLine(change, names);
}

/** The same with a line for each thing that `queryMetadata` gains or loses: for a question, which has the room. */
export function changeLines(change: FieldChange, names: ReadonlyMap<string, string>): readonly string[] {
  const lines = accessChangeLines(change);
  return lines.length === 0 ? [changeLine(change, names)] : [`${valueText(change.field)}:`, ...lines];
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
