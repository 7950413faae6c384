/** Numbers below this are seconds: as milliseconds they would lie before March 1973. */
const SMALLEST_MILLISECONDS = 1e11;

/**
 * A wire timestamp as epoch milliseconds. The API writes a string of epoch milliseconds; ISO 8601 texts and numbers
 * were seen elsewhere (shared/api/README.md). To show only; undefined when it is none of these.
 */
export function timestampOf(value: string | number | undefined): number | undefined {
  const text = String(value ?? "").trim();
  const time = /^-?\d+(\.\d+)?$/.test(text)
    ? Number(text) * (Math.abs(Number(text)) < SMALLEST_MILLISECONDS ? 1000 : 1)
    : /^\d{4}-\d\d/.test(text)
      ? Date.parse(text)
      : Number.NaN;
  return Number.isNaN(new Date(time).getTime()) ? undefined : time;
}
