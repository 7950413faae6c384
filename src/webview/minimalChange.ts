/** Replace `from`..`to` (UTF-16 offsets of the old text) by `insert`. */
export interface TextChange {
  readonly from: number;
  readonly to: number;
  readonly insert: string;
}

const isHighSurrogate = (code: number): boolean => code >= 0xd800 && code <= 0xdbff;

/**
 * The one replacement that turns `before` into `after`, as short as common beginning and end allow, so that
 * cursors outside it stay where they are. Never cuts a surrogate pair. `undefined` when nothing differs.
 */
export function minimalChange(before: string, after: string): TextChange | undefined {
  if (before === after) return undefined;
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before.charCodeAt(start) === after.charCodeAt(start)) start++;
  if (start > 0 && isHighSurrogate(before.charCodeAt(start - 1))) start--;
  let end = 0;
  while (
    end < shorter - start &&
    before.charCodeAt(before.length - 1 - end) === after.charCodeAt(after.length - 1 - end)
  ) {
    end++;
  }
  // The unit before the kept end must not be the first half of a pair whose second half is kept.
  if (end > 0 && isHighSurrogate(before.charCodeAt(before.length - 1 - end))) end--;
  else if (end > 0 && isHighSurrogate(after.charCodeAt(after.length - 1 - end))) end--;
  return { from: start, to: before.length - end, insert: after.slice(start, after.length - end) };
}
