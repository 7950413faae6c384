import type { DocumentState } from "../shared/messages.ts";
import { changedRanges } from "./changedRanges.ts";
import type { TextRange } from "./changedRanges.ts";
import type { ContactText } from "./contactText.ts";
import { ghostDate, timestampOf } from "./dateWords.ts";

/** What the JSON pane shows besides the text. */
export interface JsonMarks {
  /** Properties the server alone writes: dimmed. */
  readonly readOnly: readonly TextRange[];
  readonly changed: readonly TextRange[];
  /** Words after a value's line, such as a date in words; `at` is the value's end. */
  readonly ghosts: readonly { readonly at: number; readonly text: string }[];
}

/** Keys that only the server writes (shared/api/README.md). */
const READ_ONLY = ["id", "createdAt", "updatedAt", "mcpCredentials"];
const DATES = ["createdAt", "updatedAt"];

/** What the JSON pane marks in a contact; `now` in epoch milliseconds. */
export function contactMarks(
  contact: ContactText,
  changed: DocumentState["changed"],
  now: number,
  locale: string,
): JsonMarks {
  const propertyOf = (key: string) => contact.node([key])?.parent;
  return {
    readOnly: READ_ONLY.flatMap((key) => propertyOf(key) ?? []).map(({ offset, length }) => ({
      from: offset,
      to: offset + length,
    })),
    changed: changedRanges(contact, changed),
    ghosts: DATES.flatMap((key) => {
      const node = contact.node([key]);
      const time = timestampOf(contact.scalar(key));
      if (!node || time === undefined) return [];
      return { at: node.offset + node.length, text: ghostDate(time, now, locale) };
    }),
  };
}
