import { changesBetween, type FieldChange, sendableChanges } from "../../../model/contactChanges.ts";
import { type DocumentProblem, problemsIn } from "../../../model/contactProblems.ts";
import { type ContactText, documentTextOf, parseContactText } from "../../../model/contactText.ts";
import { withValueAt } from "../../../model/textChange.ts";

/** The fields that can be set on many contacts. */
export const SETTABLE_FIELDS = [
  "name",
  "email",
  "phoneNumber",
  "sourceId",
  "avatar",
  "queryMetadata",
] as const;
export type SettableField = (typeof SETTABLE_FIELDS)[number];

/** A new value for many contacts: JSON text, in whose strings {@link INDEX} stands for the contact's place. */
export interface FieldValue {
  readonly field: SettableField;
  readonly json: string;
}

/** Stands for 1, 2, 3, … in a text: in the order of the list, the same when failed contacts are tried again. */
export const INDEX = "{{index}}";

/** What setting a field does to one contact. */
export interface FieldPlan {
  readonly before: ContactText;
  readonly after: ContactText;
  /** Empty when the contact has the value already. */
  readonly changes: readonly FieldChange[];
  /** What stops it: errors only, warnings are the server's to decide. */
  readonly errors: readonly DocumentProblem[];
}

/** @param json the contact's body as the server sent it */
export function planField(json: string, value: FieldValue, index: number): FieldPlan {
  const before = parseContactText(documentTextOf(json));
  const text = withJsonAt(before.text, value.field, value.json.replaceAll(INDEX, String(index)));
  const after = parseContactText(text);
  return {
    before,
    after,
    changes: sendableChanges(changesBetween(before, after)),
    errors: errorsIn(text, before),
  };
}

/** What is wrong with a value whichever contact gets it; looked at before anything is asked. */
export function problemsOfValue(value: FieldValue): readonly DocumentProblem[] {
  const text = withJsonAt('{\n  "name": "x"\n}\n', value.field, value.json.replaceAll(INDEX, "1"));
  return problemsIn(text, undefined).filter(({ path }) => path[0] === value.field);
}

/** The field's JSON goes in as it stands: a number beyond 2^53 keeps its digits. */
function withJsonAt(text: string, field: SettableField, json: string): string {
  const withPlace = withValueAt(text, [field], "");
  const node = parseContactText(withPlace).fields.get(field)?.node;
  return node
    ? withPlace.slice(0, node.offset) + json + withPlace.slice(node.offset + node.length)
    : withPlace;
}

function errorsIn(text: string, before: ContactText): readonly DocumentProblem[] {
  return problemsIn(text, before).filter(({ severity }) => severity === "error");
}
