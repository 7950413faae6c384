// RFC 9110 10.2.3: seconds or an HTTP date, in one of three forms. Date.parse alone takes nearly any garbage.
const HTTP_DATE =
  /^(?:(?:mon|tue|wed|thu|fri|sat|sun),\s\d{2}\s[a-z]{3}\s\d{4}|[a-z]{6,9},\s\d{2}-[a-z]{3}-\d{2})\s\d{2}:\d{2}:\d{2}\sgmt$/iu;
const ASCTIME_DATE = /^[a-z]{3}\s[a-z]{3}\s[ \d]\d\s\d{2}:\d{2}:\d{2}\s\d{4}$/iu;

/**
 * Reads a `Retry-After` header.
 *
 * @param header - the header's value, null if it is absent
 * @param now - milliseconds since the epoch, for the date forms
 * @returns the wait in ms, never negative and always a safe integer; undefined if there is none to read
 */
export function parseRetryAfter(header: string | null, now: number): number | undefined {
  const text = header?.trim() ?? "";
  let wait: number;
  if (/^[+-]?\d+(?:\.\d+)?(?:e\d+)?$/iu.test(text)) {
    wait = Number(text) * 1000;
  } else if (HTTP_DATE.test(text)) {
    wait = Date.parse(text) - now;
  } else if (ASCTIME_DATE.test(text)) {
    wait = Date.parse(`${text} GMT`) - now;
  } else {
    return undefined;
  }
  return Number.isNaN(wait) ? undefined : Math.min(Math.max(0, Math.ceil(wait)), Number.MAX_SAFE_INTEGER);
}
