import type { ContactAnswer } from "../../../api/contacts.ts";
import type { JsonText } from "../../../api/schemas.ts";
import { changesBetween, patchBody, sendableChanges } from "../../../model/contactChanges.ts";
import {
  type ContactText,
  documentTextOf,
  fieldValue,
  inboxIdsOf,
  parseContactText,
} from "../../../model/contactText.ts";
import { type ImportRow, isBlank } from "./importRow.ts";

/** What happens to a row whose contact exists already. */
export const POLICIES = ["skip", "update", "fail"] as const;
export type Policy = (typeof POLICIES)[number];

/** Why a row that has no errors of its own cannot be sent. */
export type PlanProblem = "exists" | "several" | "nameMissing" | "noInbox";

/** What will be done about a row. */
export type PlannedRow =
  | { readonly action: "create"; readonly body: JsonText }
  | {
      readonly action: "update";
      readonly id: string;
      readonly body: JsonText;
      /** Names of the fields that change. */
      readonly fields: readonly string[];
      /** The contact as it is now. */
      readonly before: string;
    }
  | { readonly action: "unchanged" | "skip"; readonly id: string }
  | { readonly action: "fail"; readonly problem: PlanProblem; readonly id?: string };

/**
 * Compares a row with the contacts that it means. A field that the row does not have stays as it is; an update adds
 * the contact to the row's inboxes and takes it out of none.
 */
export function planRow(row: ImportRow, existing: readonly ContactAnswer[], policy: Policy): PlannedRow {
  const [found, another] = existing;
  if (another) {
    return { action: "fail", problem: "several" };
  }
  if (!found) {
    if (isBlank(row.fields.get("name"))) {
      return { action: "fail", problem: "nameMissing" };
    }
    return row.inboxIds.length === 0
      ? { action: "fail", problem: "noInbox" }
      : { action: "create", body: { json: jsonOf(row.fields) } };
  }
  const { id } = found.contact;
  if (policy === "fail") {
    return { action: "fail", problem: "exists", id };
  }
  const before = parseContactText(documentTextOf(found.json));
  const wanted = parseContactText(jsonOf(withAllInboxes(row, before)));
  const changes = sendableChanges(changesBetween(before, wanted)).filter(
    ({ field }) => !isSameText(before, wanted, field),
  );
  if (changes.length === 0) {
    return { action: "unchanged", id };
  }
  if (
    policy === "update" &&
    isBlank(row.fields.get("name") ?? '"-"') &&
    changes.some(({ field }) => field === "name")
  ) {
    return { action: "fail", problem: "nameMissing", id };
  }
  return policy === "skip"
    ? { action: "skip", id }
    : {
        ...{ action: "update", id, body: patchBody(changes), before: found.json },
        fields: changes.map(({ field }) => field),
      };
}

function withAllInboxes(row: ImportRow, before: ContactText): ReadonlyMap<string, string> {
  const has = inboxIdsOf(before.fields.get("inboxes"));
  const missing = row.inboxIds.filter((id) => !has.includes(id));
  const fields = new Map(row.fields);
  fields.delete("inboxes");
  if (missing.length > 0) {
    fields.set("inboxes", JSON.stringify([...has, ...missing].map((id) => ({ id }))));
  }
  return fields;
}

/** The server trims texts before it stores them, and gives a phone number as text or as a number. */
function isSameText(before: ContactText, wanted: ContactText, field: string): boolean {
  const [left, right] = [before, wanted].map((contact) => {
    const value = fieldValue(contact, field);
    if (typeof value === "number" && field === "phoneNumber") {
      return contact.fields.get(field)?.json;
    }
    return typeof value === "string" && field !== "queryMetadata" ? value.trim() : undefined;
  });
  return left !== undefined && left === right;
}

function jsonOf(fields: ReadonlyMap<string, string>): string {
  return `{${[...fields].map(([name, json]) => `${JSON.stringify(name)}:${json}`).join(",")}}`;
}
