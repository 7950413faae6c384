import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { lowerIsBetter, type Row } from "./measure.ts";
import { withSandboxProcess } from "./sandboxProcess.ts";

const FEW = 1_000;
const MANY = 10_000;

/** Megabytes of heap held while `work` goes over that many contacts, in a process of its own. */
async function held(work: string, contacts: number): Promise<number> {
  const stored = work === "seed" ? 20 : contacts;
  return withSandboxProcess({ contacts: stored }, async (baseUrl) => {
    const args = ["--expose-gc", join(import.meta.dirname, "heldMemory.ts"), work, String(contacts), baseUrl];
    const { stdout } = await promisify(execFile)(process.execPath, args);
    return Number(stdout) / 1_000_000;
  });
}

/** Heap held with ten times as many contacts: listing, exporting, and if wanted seeding with the history on, must not hold them all. */
export async function memoryRows(works: readonly ("list" | "export" | "seed")[]): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for (const work of works) {
    const [few, many] = [await held(work, FEW), await held(work, MANY)];
    rows.push(
      lowerIsBetter(
        `memory held: ${work} ${MANY.toLocaleString("en")}`,
        `the same with ${FEW.toLocaleString("en")}`,
        "MB",
        few,
        many,
      ),
    );
  }
  return rows;
}
