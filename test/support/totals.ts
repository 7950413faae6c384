import * as z from "zod/mini";

/** How many tests a stage ran. A skipped test fails its stage: the suite must not hide what it does not run. */
export const totalsSchema = z.object({ passed: z.number(), failed: z.number(), skipped: z.number() });
export type Totals = z.infer<typeof totalsSchema>;

/** The sum of two totals. */
export function addTotals(a: Totals | undefined, b: Totals): Totals {
  if (!a) return b;
  return { passed: a.passed + b.passed, failed: a.failed + b.failed, skipped: a.skipped + b.skipped };
}
