import { relative, resolve } from "node:path";
import type { TestEvent } from "node:test/reporters";
import { remark, type Totals } from "./totals.ts";

/** Reporter of node:test that yields nothing but the totals of its tests, as JSON (suites do not count). */
export default async function* unitTotals(events: AsyncIterable<TestEvent>): AsyncGenerator<string> {
  const remarks: string[] = [];
  const totals: Totals = { passed: 0, failed: 0, skipped: 0, remarks };
  for await (const event of events) {
    if (event.type !== "test:pass" && event.type !== "test:fail") continue;
    if (event.data.details.type === "suite") continue;
    if (event.type === "test:fail") {
      totals.failed++;
      const { name, details, file } = event.data;
      const where = file === undefined ? "" : `${relative(process.cwd(), file)} › `;
      remarks.push(remark("failed", where + name, details.error.message));
    }
    // A file in which no test ran is reported as a test that passed.
    else if (event.data.file !== undefined && resolve(event.data.name) === event.data.file) continue;
    else if (event.data.skip !== undefined || event.data.todo !== undefined) totals.skipped++;
    else totals.passed++;
  }
  yield JSON.stringify(totals);
}
