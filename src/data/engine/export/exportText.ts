import {
  type ContactText,
  fieldValue,
  inboxIdsOf,
  parseContactText,
  SECRET_FIELDS,
} from "../../../model/contactText.ts";
import { cellOf, csvLine } from "../cells/cellText.ts";
import { guardFormula } from "../cells/formulaGuard.ts";
import { EXPORT_FIELDS, type ExportField, type ExportShape } from "./exportedFields.ts";

const TEXT_FIELDS: readonly string[] = [
  "id",
  "name",
  "email",
  "phoneNumber",
  "sourceId",
  "avatar",
  "createdAt",
  "updatedAt",
];
const SECRETS: readonly string[] = SECRET_FIELDS;
const KNOWN: readonly string[] = EXPORT_FIELDS;
const BYTE_ORDER_MARK = "\ufeff";

/**
 * The text of an export, contact by contact: `head`, each contact's part, `tail`. What it writes an import reads
 * back without a difference. CSV begins with a byte order mark: without it Excel takes UTF-8 for the system's own
 * encoding.
 */
export class ExportText {
  readonly #shape: ExportShape;
  readonly #fields: ReadonlySet<string>;
  #count = 0;

  constructor(shape: ExportShape) {
    this.#shape = shape;
    this.#fields = new Set(shape.fields);
  }

  head(): string {
    switch (this.#shape.format) {
      case "csv":
        return BYTE_ORDER_MARK + csvLine(this.#shape.fields);
      case "json":
        return "[";
      case "ndjson":
        return "";
    }
  }

  /** @param json - the contact as the server sent it; its credentials are left out here */
  contact(json: string): string {
    const contact = parseContactText(json);
    this.#count += 1;
    switch (this.#shape.format) {
      case "csv":
        return csvLine(this.#shape.fields.map((field) => csvCell(contact, field)));
      case "json":
        return `${this.#count === 1 ? "" : ","}\n${this.#object(contact)}`;
      case "ndjson":
        return `${this.#object(contact)}\n`;
    }
  }

  tail(): string {
    return this.#shape.format === "json" ? `${this.#count === 0 ? "" : "\n"}]\n` : "";
  }

  #object(contact: ContactText): string {
    const members = [...contact.fields.values()]
      .filter(
        ({ name }) =>
          !SECRETS.includes(name) &&
          (this.#fields.has(name) || (this.#shape.unknownFields && !KNOWN.includes(name))),
      )
      // A line end is white space here: within a JSON string it is written as an escape.
      .map(({ name, json }) => `${JSON.stringify(name)}:${json.replaceAll(/[\r\n]\s*/gu, "")}`);
    return `{${members.join(",")}}`;
  }
}

function csvCell(contact: ContactText, field: ExportField): string {
  if (field === "inboxes") {
    return guardFormula(inboxIdsOf(contact.fields.get("inboxes")).join("|"));
  }
  if (field === "inboxNames") {
    return guardFormula(inboxNames(contact).join(" | "));
  }
  return cellOf(contact.fields.get(field)?.json, TEXT_FIELDS.includes(field) ? "text" : "json");
}

function inboxNames(contact: ContactText): readonly string[] {
  const inboxes = fieldValue(contact, "inboxes");
  return (Array.isArray(inboxes) ? (inboxes as unknown[]) : []).flatMap((inbox) => {
    const name: unknown =
      typeof inbox === "object" && inbox !== null && "name" in inbox ? inbox.name : undefined;
    return typeof name === "string" ? [name] : [];
  });
}
