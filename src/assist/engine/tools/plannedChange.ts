import type { JsonText } from "../../../api/schemas.ts";
import { changesBetween, type FieldChange, isSameField, patchBody } from "../../../model/contactChanges.ts";
import { type ContactText, documentTextOf, parseContactText } from "../../../model/contactText.ts";
import { visibleJson } from "../hiddenCharacters.ts";

/** What goes away is shown up to here, in characters. */
const LONGEST_OLD = 1_000;

/** A change of a contact: what it was planned on, and exactly what is sent. */
export interface PlannedChange {
  readonly base: ContactText;
  readonly changes: readonly FieldChange[];
  readonly body: JsonText;
}

/** Fields by name as they should be; what is undefined is left alone. */
type WantedFields = Readonly<Record<string, unknown>> & {
  readonly inboxes?: readonly string[] | undefined;
};

/** The contact of an answer, without MCP credentials. */
export function contactOf(json: string): ContactText {
  return parseContactText(documentTextOf(json));
}

/** What would change if the contact's fields became `wanted`; inboxes are given by id. */
export function plannedChange(base: ContactText, { inboxes, ...others }: WantedFields): PlannedChange {
  const fields = { ...others, ...(inboxes ? { inboxes: inboxes.map((id) => ({ id })) } : {}) };
  const wanted = parseContactText(JSON.stringify(fields));
  const changes = [...wanted.fields.values()].flatMap((to): readonly FieldChange[] => {
    const from = base.fields.get(to.name);
    return isSameField(to.name, from, base.text, to, wanted.text) ? [] : [{ field: to.name, from, to }];
  });
  return { base, changes, body: patchBody(changes) };
}

/** Names of the fields that are not as they were when a confirmation was shown. */
export function changedSince(base: ContactText, now: ContactText): readonly string[] {
  return changesBetween(base, now).map(({ field }) => field);
}

/** The change as a confirmation shows it: `-` and `+` lines, every new value whole, nothing in it hidden. */
export function diffLines(changes: readonly FieldChange[]): readonly string[] {
  return changes.flatMap(({ field, from, to }) => [
    ...(from ? [`- ${line(field, from.json, LONGEST_OLD)}`] : []),
    ...(to ? [`+ ${line(field, to.json)}`] : []),
  ]);
}

/** Fields of a contact that is going to be there, whole, or that goes. */
export function fieldLines(contact: ContactText, sign: "+" | "-"): readonly string[] {
  const longest = sign === "-" ? LONGEST_OLD : Infinity;
  return [...contact.fields.values()].map(({ name, json }) => `${sign} ${line(name, json, longest)}`);
}

/** A value on one line, as JSON in which everything is visible, no fence ends, and no link or icon begins. */
export function shownJson(json: string): string {
  const compact = json.replaceAll(/\s*\n\s*/gu, " ");
  return visibleJson(compact)
    .replaceAll("`", "\\u0060")
    .replaceAll(/(?<=[\]$]\s*)\(/gu, "\\u0028");
}

function line(field: string, json: string, longest = Infinity): string {
  const name = /^\w+$/u.test(field) ? field : shownJson(JSON.stringify(field));
  const value = shownJson(json);
  return `${name}: ${value.length <= longest ? value : `${value.slice(0, longest)}…`}`;
}
