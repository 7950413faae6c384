import type { JsonMember } from "./jsonMembers.ts";

/** How one text field is checked; `maxLength` counts code points, as Python does. */
export interface TextRules {
  readonly maxLength: number;
  readonly blank: boolean;
  readonly nullable: boolean;
  /** Refuses a text for its form, with the message to answer. */
  readonly form?: { readonly fits: (text: string) => boolean; readonly message: string };
}

export type TextResult =
  { readonly value: string | null } | { readonly errors: readonly [string, ...string[]] };

/** Checks and converts one value as a DRF CharField does: numbers become text, space around is trimmed. */
export function textField({ value, text }: JsonMember, rules: TextRules): TextResult {
  if (value === null) return rules.nullable ? { value } : { errors: ["This field may not be null."] };
  if (typeof value !== "string" && typeof value !== "number") return { errors: ["Not a valid string."] };
  // The number's own text: a telephone number beyond 2^53 must not be rounded.
  const trimmed = (typeof value === "number" ? text : value).trim();
  if (trimmed === "") return rules.blank ? { value: "" } : { errors: ["This field may not be blank."] };
  const [first, ...others] = complaints(trimmed, rules);
  return first === undefined ? { value: trimmed } : { errors: [first, ...others] };
}

/** Every validator speaks, in DRF's order. */
function complaints(text: string, { maxLength, form }: TextRules): string[] {
  const found: string[] = [];
  if (text.length > maxLength && Array.from(text).length > maxLength) {
    found.push(`Ensure this field has no more than ${maxLength} characters.`);
  }
  if (text.includes("\0")) found.push("Null characters are not allowed.");
  const surrogate = /\p{Surrogate}/u.exec(text);
  if (surrogate !== null) {
    const code = surrogate[0].charCodeAt(0).toString(16).toUpperCase();
    found.push(`Surrogate characters are not allowed: U+${code}.`);
  }
  if (form?.fits(text) === false) found.push(form.message);
  return found;
}
