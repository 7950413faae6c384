import type { Contact } from "../../../api/schemas.ts";

/** Numbers without a country code are taken for Taiwan's, where MaiAgent is at home. */
const COUNTRY = "886";
/** Fewer digits are an extension or a slip, not somebody's number. */
const SHORTEST = 6;

/**
 * An e-mail address as duplicates are found by: without the space around it, letters of one case. The domain's case
 * never counts; that of the part before the @ counts for no mail server of today.
 */
export function emailKey(email: string | null | undefined): string | undefined {
  const trimmed = (email ?? "").normalize("NFKC").trim();
  // Down, up and down again folds what one step leaves apart, such as ß and ẞ, σ and ς.
  const folded = trimmed.toLowerCase().toUpperCase().toLowerCase();
  return folded.includes("@") ? folded : undefined;
}

/**
 * A phone number's digits with its country: `+886 912-345-678`, `00886912345678`, `886912345678`, `0912 345 678` and
 * `912345678` (what a spreadsheet leaves of it) are one. Undefined for what cannot be a number, and for placeholders
 * such as `0000000000`.
 */
export function phoneKey(phone: string | number | null | undefined): string | undefined {
  const text = String(phone ?? "")
    .normalize("NFKC")
    // The zero that is dialled within the country only: +886 (0)912 …
    .replaceAll(/\(\s*0\s*\)/g, "");
  const digits = text.replaceAll(/\D/g, "");
  if (digits.length < SHORTEST || /^(\d)\1*$/.test(digits)) {
    return undefined;
  }
  if (/^\s*\+/.test(text)) {
    return withoutTrunkZero(digits);
  }
  if (digits.startsWith("00")) {
    return withoutTrunkZero(digits.slice(2));
  }
  if (digits.startsWith("0")) {
    return COUNTRY + digits.slice(1);
  }
  if (digits.startsWith(COUNTRY) && digits.length >= COUNTRY.length + 8) {
    return withoutTrunkZero(digits);
  }
  return digits.length === 9 && digits.startsWith("9") ? COUNTRY + digits : digits;
}

/** A source id as duplicates are found by: to the letter, without the space around it, which the server drops as well. */
export function sourceIdKey(sourceId: Contact["sourceId"]): string | undefined {
  const trimmed = (sourceId ?? "").trim();
  return trimmed === "" ? undefined : trimmed;
}

/** +886 0912… is dialled as +886 912…. */
function withoutTrunkZero(digits: string): string {
  return digits.startsWith(`${COUNTRY}0`) ? COUNTRY + digits.slice(COUNTRY.length + 1) : digits;
}
