import { SECRET_FIELDS } from "../../../model/contactText.ts";
import { withoutHidden } from "../hiddenCharacters.ts";
import { maskPersonalData } from "./personalData.ts";

/** The largest result of a tool, in characters of JSON. */
export const LARGEST_RESULT = 12_000;
const LONGEST_TEXT = 500;
const MOST_ENTRIES = 30;
const DEEPEST = 8;

/** How contacts are given to a model. */
export interface ModelView {
  /** Whether e-mail addresses and phone numbers may be seen. */
  readonly showsPersonalData: boolean;
}

/** A contact, or a part of one, and what of it was left out for its size. */
export interface ContactForModel {
  readonly contact: Readonly<Record<string, unknown>>;
  readonly leftOut: readonly string[];
}

/**
 * A contact as a model gets it: without credentials at any depth, without hidden characters, personal data masked
 * unless it may be seen, long texts and lists cut, and whole fields left out, the largest first, where it would still
 * be too large.
 */
export function contactForModel(
  contact: Readonly<Record<string, unknown>>,
  { showsPersonalData }: ModelView,
  largest = LARGEST_RESULT,
): ContactForModel {
  const kept = bounded(showsPersonalData ? contact : maskPersonalData(contact), 0);
  const fields = new Map(Object.entries(isObject(kept) ? kept : {}));
  const leftOut: string[] = [];
  const sizeOf = (value: unknown) => JSON.stringify([value]).length;
  while (sizeOf(Object.fromEntries(fields)) > largest + 2) {
    const [widest] = [...fields]
      .filter(([field]) => field !== "id")
      .sort(([, left], [, right]) => sizeOf(right) - sizeOf(left));
    if (!widest) {
      break;
    }
    fields.delete(widest[0]);
    leftOut.push(widest[0]);
  }
  return { contact: Object.fromEntries(fields), leftOut };
}

/** Text of the server for a model: nothing hidden in it, and no longer than it has to be. */
export function textForModel(text: string): string {
  const characters = Array.from(withoutHidden(text.slice(0, LONGEST_TEXT * 4)));
  return characters.length <= LONGEST_TEXT
    ? characters.join("")
    : `${characters.slice(0, LONGEST_TEXT - 1).join("")}…`;
}

function bounded(value: unknown, depth: number): unknown {
  if (typeof value === "string") {
    return textForModel(value);
  }
  if (!isObject(value)) {
    return value;
  }
  if (depth === DEEPEST) {
    return "…";
  }
  if (Array.isArray(value)) {
    const entries = value.slice(0, MOST_ENTRIES).map((entry) => bounded(entry, depth + 1));
    return value.length > MOST_ENTRIES ? [...entries, `… ${value.length - MOST_ENTRIES} more`] : entries;
  }
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => !(SECRET_FIELDS as readonly string[]).includes(name))
      .slice(0, MOST_ENTRIES * 3)
      .map(([name, member]) => [textForModel(name), bounded(member, depth + 1)]),
  );
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}
