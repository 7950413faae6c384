import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

const SAMPLE_MS = 2;

function inUse(): number {
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

/** Runs the garbage collector. */
export function collectGarbage(): void {
  setFlagsFromString("--expose-gc");
  const collect: unknown = runInNewContext("gc");
  if (typeof collect === "function") {
    Reflect.apply(collect, undefined, []);
  }
}

/**
 * The most bytes by which objects and buffers grew while the work was done, garbage included: what it holds at one
 * time is no more than that.
 */
export async function peakGrowth(work: () => Promise<unknown>): Promise<number> {
  collectGarbage();
  const before = inUse();
  let peak = before;
  const timer = setInterval(() => (peak = Math.max(peak, inUse())), SAMPLE_MS);
  try {
    await work();
  } finally {
    clearInterval(timer);
  }
  return Math.max(peak, inUse()) - before;
}
