import * as vscode from "vscode";
import { type ContactText, parseContactText, sameJson } from "../../model/contactText.ts";
import type { ColumnView, FieldView } from "../../shared/duplicatesMessages.ts";
import type { Contact } from "../../api/schemas.ts";
import { contactLabel, shortId } from "../../ui/contactLabel.ts";
import { fieldName } from "../../ui/fieldName.ts";
import { labelText } from "../../ui/safeText.ts";
import { SETTABLE_FIELDS, type SettableField } from "../engine/bulk/fieldPlan.ts";
import { inboxIdsOfContact } from "../engine/bulk/inboxWork.ts";

/** A contact of a group as it was read for the page. */
export interface SeenContact {
  readonly contact: Contact;
  /** Its document text, against which a merge looks for changes since. */
  readonly text: string;
}

/** Contacts side by side. @param inboxNames names of the connection's inboxes by id */
export function groupView(
  seen: readonly SeenContact[],
  inboxNames: ReadonlyMap<string, string>,
): {
  readonly columns: readonly ColumnView[];
  readonly fields: readonly FieldView[];
  readonly union: readonly string[];
} {
  const nameOf = (id: string) => labelText(inboxNames.get(id) ?? id);
  const documents = seen.map(({ text }) => parseContactText(text));
  return {
    columns: seen.map(({ contact }) => ({
      contactId: contact.id,
      name: contactLabel(contact),
      shortId: shortId(contact.id),
      created: dateText(contact.createdAt),
      inboxes: inboxIdsOfContact(contact).map(nameOf),
    })),
    fields: SETTABLE_FIELDS.map((field) => fieldView(field, documents)),
    union: [...new Set(seen.flatMap(({ contact }) => inboxIdsOfContact(contact)))].map(nameOf),
  };
}

function fieldView(field: SettableField, documents: readonly ContactText[]): FieldView {
  const fields = documents.map((document) => document.fields.get(field));
  const [first] = fields;
  const [document] = documents;
  return {
    field,
    label: fieldName(field),
    values: fields.map((found) => ({
      isEmpty: found === undefined || found.json === "null" || found.json === '""',
      text: valueOf(found?.json, found?.node.type === "string" ? String(found.node.value) : undefined),
    })),
    isSame: fields.every((found, index) => {
      const own = documents[index];
      return found && first && own && document
        ? sameJson(first, document.text, found, own.text)
        : found === first;
    }),
  };
}

/** Null, empty and missing look different: an exchange of one for the other is a change. */
function valueOf(json: string | undefined, text: string | undefined): string {
  if (json === undefined) {
    return vscode.l10n.t("not set");
  }
  if (json === '""') {
    return vscode.l10n.t("empty");
  }
  return text === undefined ? atLeftEdge(json) : labelText(text);
}

/** Without the indentation that it has inside its document: its last line closes it at the left. */
function atLeftEdge(json: string): string {
  const indentation = /\n([ \t]+)[}\]]$/u.exec(json)?.[1];
  return indentation === undefined ? json : json.replaceAll(`\n${indentation}`, "\n");
}

/** Epoch milliseconds as text or number, or ISO 8601; as the server said when it is neither. */
function dateText(value: Contact["createdAt"]): string {
  if (value === undefined || value === null) {
    return "";
  }
  const number = Number(value);
  const date = new Date(Number.isNaN(number) ? String(value) : number);
  return Number.isNaN(date.getTime()) ? labelText(String(value)) : date.toLocaleString(vscode.env.language);
}
