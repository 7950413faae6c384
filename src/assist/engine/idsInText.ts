/** A UUID that is no part of a longer word; where one may be preceded by a prefix, as in `contact_…`, it counts. */
export const UUID_IN_TEXT =
  /(?<![0-9a-z])[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}(?![0-9a-z])/iu;

const EVERY_UUID = new RegExp(UUID_IN_TEXT.source, "giu");

/** An id in a text and where it stands. */
export interface IdInText {
  /** In lower case, as the API writes ids. */
  readonly id: string;
  readonly start: number;
  readonly end: number;
}

/** Every UUID of a text, in its order; at most `limit`. */
export function idsInText(text: string, limit: number): readonly IdInText[] {
  const found: IdInText[] = [];
  for (const { 0: id, index } of text.matchAll(EVERY_UUID)) {
    if (found.length === limit) {
      break;
    }
    found.push({ id: id.toLowerCase(), start: index, end: index + id.length });
  }
  return found;
}
