/**
 * Controls, bidirectional overrides and isolates, zero-width and other characters without a glyph, line and paragraph
 * separators. Variation selectors stay: emoji and Japanese names are written with them.
 */
const HIDDEN =
  /(?!\p{Variation_Selector})[\p{Cc}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\ufff9-\ufffb]/gu;

/** JSON that is laid out already, with every hidden character of its strings as `\uXXXX`: the same JSON, all of it visible. */
export function visibleJson(json: string): string {
  return json.replaceAll(HIDDEN, (character) => (character === "\n" ? character : unitEscapes(character)));
}

/** Text without any hidden character: what a reader, person or model, would not see. */
export function withoutHidden(text: string): string {
  return text.replaceAll(HIDDEN, (character) => (/[\n\r\t\u0085\u2028\u2029]/u.test(character) ? " " : ""));
}

/** Each hidden character by what `escape` makes of it. */
export function escapeHidden(text: string, escape: (character: string) => string): string {
  return text.replaceAll(HIDDEN, escape);
}

/** `\uXXXX` for each UTF-16 unit, as JSON and JavaScript read it. */
export function unitEscapes(text: string): string {
  return Array.from(
    { length: text.length },
    (_, index) => `\\u${text.charCodeAt(index).toString(16).padStart(4, "0")}`,
  ).join("");
}
