import { isReadOnlyField, isSameField } from "./contactChanges.ts";
import { type ContactText, parseContactText } from "./contactText.ts";
import { withJsonAt } from "./textChange.ts";

/** A document with values of an earlier version put back. */
export interface RestoredText {
  readonly text: string;
  /** The fields whose value is another than before. */
  readonly restored: readonly string[];
  /** Fields that the version did not have: an update cannot take a key away from a contact, so they stay. */
  readonly kept: readonly string[];
}

/** Puts the version's values of `fields` into the document, number tokens as they stand there, and nothing else. */
export function restoredText(
  current: ContactText,
  version: ContactText,
  fields: readonly string[],
): RestoredText {
  const differing = [...new Set(fields)].filter(
    (name) =>
      !isReadOnlyField(name) &&
      !isSameField(name, current.fields.get(name), current.text, version.fields.get(name), version.text),
  );
  const restored = differing.filter((name) => version.fields.has(name));
  const text = restored.reduce(
    (before, name) => withJsonAt(before, [name], version.fields.get(name)?.json),
    current.text,
  );
  return {
    text: parseContactText(text).text,
    restored,
    kept: differing.filter((name) => !version.fields.has(name)),
  };
}
