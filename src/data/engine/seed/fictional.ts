/** Domains that nobody can own (RFC 2606, RFC 6761), so that no test contact has the address of a real person. */
export const RESERVED_DOMAINS = [
  "example.com",
  "example.org",
  "example.net",
  "example",
  "test",
  "invalid",
] as const;

/** Where an invented phone number may lie, as digits after the plus sign; `#` is any digit. */
export const FICTIONAL_PHONES = [
  // NANPA reserves 555-0100 to 555-0199 of every area code for fiction.
  { pattern: /^1[2-9]\d{2}55501\d{2}$/u, example: "+1 202 555 0100" },
  // Ofcom's numbers for television and radio drama: mobile, and London.
  { pattern: /^447700900\d{3}$/u, example: "+44 7700 900000" },
  { pattern: /^442079460\d{3}$/u, example: "+44 20 7946 0000" },
] as const;

/** Whether an e-mail address lies in one of {@link RESERVED_DOMAINS} or below it. */
export function isReservedEmail(email: string): boolean {
  const [local, domain, ...rest] = email.split("@");
  if (!local || !domain || rest.length > 0 || !/^[^\s<>,;:"()[\]\\\p{Cc}]+$/u.test(local)) {
    return false;
  }
  const name = domain.toLowerCase();
  return (
    /^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/u.test(name) &&
    name.includes(".") &&
    RESERVED_DOMAINS.some((reserved) => name === reserved || name.endsWith(`.${reserved}`))
  );
}

/**
 * Whether a phone number lies in one of {@link FICTIONAL_PHONES}. Only the international form counts: the digits of
 * a local one mean something else in another country.
 */
export function isFictionalPhone(phone: string): boolean {
  const digits = phone.replaceAll(/[\s().-]/gu, "");
  return digits.startsWith("+") && FICTIONAL_PHONES.some(({ pattern }) => pattern.test(digits.slice(1)));
}
