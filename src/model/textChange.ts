import { applyEdits, type JSONPath, modify } from "jsonc-parser";

/** A replacement of `from`..`to` (UTF-16 offsets) by `insert`. */
export interface TextChange {
  readonly from: number;
  readonly to: number;
  readonly insert: string;
}

const FORMAT = { tabSize: 2, insertSpaces: true, eol: "\n" } as const;

/**
 * Writes `value` at `path` and leaves every other character as it is; `undefined` removes the key.
 * The text must be JSON: a path that crosses a scalar throws jsonc-parser's Error.
 */
export function withValueAt(text: string, path: JSONPath, value: unknown): string {
  return applyEdits(text, modify(text, path, value, { formattingOptions: FORMAT }));
}

/** The smallest single replacement that turns `before` into `after`, or undefined when they are equal. */
export function changeBetween(before: string, after: string): TextChange | undefined {
  if (before === after) {
    return undefined;
  }
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) {
    start++;
  }
  let end = 0;
  while (end < shorter - start && before[before.length - 1 - end] === after[after.length - 1 - end]) {
    end++;
  }
  return { from: start, to: before.length - end, insert: after.slice(start, after.length - end) };
}

/**
 * Carries typing over to a text that moved meanwhile: `mine` was typed on `seen`, the document now says
 * `current`. Separate places keep both; where both changed the same place, what was typed wins, and undo
 * brings the other back.
 */
export function rebaseTyping(seen: string, mine: string, current: string): string {
  const typed = changeBetween(seen, mine);
  const moved = changeBetween(seen, current);
  if (!typed) {
    return current;
  }
  if (!moved) {
    return mine;
  }
  const shift = moved.insert.length - (moved.to - moved.from);
  if (typed.to <= moved.from) {
    return current.slice(0, typed.from) + typed.insert + current.slice(typed.to);
  }
  if (typed.from >= moved.to) {
    return current.slice(0, typed.from + shift) + typed.insert + current.slice(typed.to + shift);
  }
  return mine;
}
