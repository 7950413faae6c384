const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Numbers below this are seconds: as milliseconds they would lie before March 1973. */
const SMALLEST_MILLISECONDS = 1e11;

/**
 * A wire timestamp as epoch milliseconds. The API writes a string of epoch milliseconds; ISO 8601 texts and numbers
 * were seen elsewhere (shared/api/README.md). Display only: `undefined` when it is none of these.
 */
export function timestampOf(value: string | undefined): number | undefined {
  const text = value?.trim() ?? "";
  if (text === "") return undefined;
  const time = /^-?\d+(\.\d+)?$/.test(text)
    ? Number(text) * (Math.abs(Number(text)) < SMALLEST_MILLISECONDS ? SECOND : 1)
    : /^\d{4}-\d\d/.test(text)
      ? Date.parse(text)
      : Number.NaN;
  return Number.isNaN(new Date(time).getTime()) ? undefined : time;
}

/** Intl throws on a malformed language tag; a date in the browser's language is better than none. */
function knownLocale(locale: string): string | undefined {
  try {
    return Intl.getCanonicalLocales(locale)[0];
  } catch {
    return undefined;
  }
}

/** '2 days ago' within a week of `now` (both epoch milliseconds), else `undefined`. */
function relativeWords(time: number, now: number, locale: string): string | undefined {
  const past = time - now;
  const size = Math.abs(past);
  if (size >= 7 * DAY) return undefined;
  const format = new Intl.RelativeTimeFormat(knownLocale(locale), { numeric: "auto" });
  if (size < MINUTE) return format.format(0, "second");
  if (size < HOUR) return format.format(Math.trunc(past / MINUTE), "minute");
  if (size < DAY) return format.format(Math.trunc(past / HOUR), "hour");
  return format.format(Math.trunc(past / DAY), "day");
}

/** A date as the header says it: '2 days ago', '7 Jul 2025'. */
export function dateWords(time: number, now: number, locale: string): string {
  return (
    relativeWords(time, now, locale) ??
    new Intl.DateTimeFormat(knownLocale(locale), { dateStyle: "medium" }).format(time)
  );
}

/** A date as the JSON pane adds it after a number: '2 days ago', '7 Jul 2025, 16:02'. */
export function ghostDate(time: number, now: number, locale: string): string {
  return (
    relativeWords(time, now, locale) ??
    new Intl.DateTimeFormat(knownLocale(locale), { dateStyle: "medium", timeStyle: "short" }).format(time)
  );
}

/** '1,234', as the locale writes it. */
export function numberWords(value: number, locale: string): string {
  return new Intl.NumberFormat(knownLocale(locale)).format(value);
}

/** A date with everything, for the tooltip. */
export function fullDate(time: number, locale: string): string {
  return new Intl.DateTimeFormat(knownLocale(locale), { dateStyle: "full", timeStyle: "long" }).format(time);
}
