/**
 * What a spreadsheet takes for a formula: = + - @ TAB CR LF (OWASP, 'CSV Injection'), their full-width forms, also
 * behind quotes, spaces and characters that are not seen. An apostrophe counts as such a quote: that is what makes
 * the guard reversible, since a guarded text needs a guard again.
 */
const FORMULA = /^[\s'"\p{Cc}\p{Default_Ignorable_Code_Point}]*[\t\r\n=+\-@\uff1d\uff0b\uff0d\uff20]/u;

/** The text with an apostrophe in front if a spreadsheet would run it, else as it is. */
export function guardFormula(text: string): string {
  return FORMULA.test(text) ? `'${text}` : text;
}

/** Takes off exactly what {@link guardFormula} put on. */
export function unguardFormula(cell: string): string {
  return cell.startsWith("'") && FORMULA.test(cell.slice(1)) ? cell.slice(1) : cell;
}
