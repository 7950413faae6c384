import { stripVTControlCharacters } from "node:util";
import * as z from "zod/mini";

/** How many tests a stage ran. A skipped test fails its stage: the suite must not hide what it does not run. */
export const totalsSchema = z.object({
  passed: z.number(),
  failed: z.number(),
  skipped: z.number(),
  /** Lines that the end of the output repeats: which tests failed, and which passed on their second try only. */
  remarks: z.optional(z.array(z.string())),
});
export type Totals = z.infer<typeof totalsSchema>;

/** The sum of two totals. */
export function addTotals(a: Totals | undefined, b: Totals): Totals {
  if (!a) return b;
  return {
    passed: a.passed + b.passed,
    failed: a.failed + b.failed,
    skipped: a.skipped + b.skipped,
    remarks: [...(a.remarks ?? []), ...(b.remarks ?? [])],
  };
}

/** How the end of the output names a test that did not simply pass, with the first line of what was wrong. */
export function remark(how: "failed" | "second try" | "skipped", test: string, message = ""): string {
  const [line = ""] = stripVTControlCharacters(message).trimStart().split("\n");
  return `${how}: ${test}${line && ` (${line})`}`;
}
