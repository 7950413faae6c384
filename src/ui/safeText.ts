/**
 * Controls, bidirectional overrides and isolates, zero-width and other characters without a glyph, line and
 * paragraph separators. Variation selectors stay: emoji and Japanese names are written with them.
 */
const INVISIBLE =
  /(?:(?!\p{Variation_Selector})[\p{Cc}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\ufff9-\ufffb])+/gu;
const LABEL_LIMIT = 200;
const VALUE_LIMIT = 120;

/**
 * Text from the server for labels of trees, quick picks and tabs: no control, bidi or zero-width characters,
 * no `$(icon)`, no link, at most 200 characters.
 */
export function labelText(text: string): string {
  return cut(toastText(text), LABEL_LIMIT);
}

/** A value from outside (a name, a message of the server) to stand within a sentence: {@link labelText}, 120 characters. */
export function valueText(text: string): string {
  return cut(toastText(text), VALUE_LIMIT);
}

/**
 * A whole sentence for notifications, progress, modal dialogs and view messages. VS Code makes links of
 * `[text](command:…)` in every notification and runs them on a click, even in Restricted Mode: here a closing
 * bracket never meets an opening parenthesis, and `$(` draws no icon.
 */
export function toastText(text: string): string {
  return text
    .replaceAll(INVISIBLE, " ")
    .replaceAll(/\]\s*\(/g, "] (")
    .replaceAll("$(", "$ (")
    .trim();
}

function cut(text: string, limit: number): string {
  // By code point, so that no half of a surrogate pair is left at the end.
  const characters = Array.from(text);
  return characters.length <= limit ? text : `${characters.slice(0, limit - 1).join("")}…`;
}
