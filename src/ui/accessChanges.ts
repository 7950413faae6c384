import { type AccessSign, accessDiff } from "../model/accessDiff.ts";
import type { FieldChange } from "../model/contactChanges.ts";
import { readAccess } from "../model/knowledgeAccess.ts";
import { AccessWords } from "./accessWords.ts";

/** Something that is gained or lost, in words. */
export interface AccessChangeLine {
  readonly sign: AccessSign;
  readonly text: string;
}

/**
 * 'gains knowledge base 3f2a1c9e (all)', and so on: what a change of `queryMetadata` (JSON source; undefined while
 * there is no such key) does to access. Nothing where access stays, or where nobody here can tell.
 */
export function accessChanges(from: string | undefined, to: string | undefined): readonly AccessChangeLine[] {
  const [before, after] = [readAccess(from), readAccess(to)];
  const words = new AccessWords(before, after);
  return accessDiff(before, after).flatMap((change) =>
    change.sign === "±" ? [] : [{ sign: change.sign, text: words.change(change) }],
  );
}

/** The same of a changed field, each with its sign; nothing for other fields. */
export function accessChangeLines({ field, from, to }: FieldChange): readonly string[] {
  return field === "queryMetadata"
    ? accessChanges(from?.json, to?.json).map(({ sign, text }) => `${sign} ${text}`)
    : [];
}

/** The same in as few words as there are: what is gained or lost, but not how much of it. For a row that is cut. */
export function briefAccessChanges({ field, from, to }: FieldChange): string | undefined {
  if (field !== "queryMetadata") {
    return undefined;
  }
  const [before, after] = [readAccess(from?.json), readAccess(to?.json)];
  const words = new AccessWords(before, after).brief(accessDiff(before, after));
  return words.length === 0 ? undefined : words.join(", ");
}

/** The same on one line; undefined where there is nothing to tell. */
export function accessChangeWords(change: FieldChange): string | undefined {
  const lines = accessChangeLines(change);
  return lines.length === 0 ? undefined : lines.join(", ");
}
