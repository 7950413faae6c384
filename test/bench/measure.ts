/** One line of the result: what a peer takes, what ours takes, and the quotient of both. */
export interface Row {
  readonly name: string;
  readonly peer: string;
  readonly unit: string;
  readonly peerValue: number;
  readonly ourValue: number;
  /** ours / peer, or peer / ours where more is better; compared with `limit` of the same meaning. */
  readonly ratio: number;
  readonly better: "lower" | "higher";
}

/** A row in which ours should be small against the peer's: the ratio is ours / peer. */
export function lowerIsBetter(
  name: string,
  peer: string,
  unit: string,
  peerValue: number,
  ourValue: number,
): Row {
  return { name, peer, unit, peerValue, ourValue, ratio: ourValue / peerValue, better: "lower" };
}

/** A row of durations that says how many times faster ours is: the ratio is peer / ours. */
export function higherIsBetter(
  name: string,
  peer: string,
  unit: string,
  peerValue: number,
  ourValue: number,
): Row {
  return { name, peer, unit, peerValue, ourValue, ratio: peerValue / ourValue, better: "higher" };
}

/** The middle value; of an even number the lower middle, so that it is one that was measured. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted[Math.floor((sorted.length - 1) / 2)];
  if (middle === undefined) {
    throw new Error("nothing was measured");
  }
  return middle;
}

/** Runs the measurements in turn, beginning with another one in each round, and returns the values of each. */
export async function interleaved<Name extends string>(
  measurements: Readonly<Record<Name, () => Promise<number>>>,
  rounds: number,
): Promise<Readonly<Record<Name, readonly number[]>>> {
  const names = Object.keys(measurements) as Name[];
  const values = new Map<Name, number[]>(names.map((name) => [name, []]));
  for (let round = 0; round < rounds; round++) {
    for (let step = 0; step < names.length; step++) {
      const name = names[(round + step) % names.length];
      if (name !== undefined) {
        values.get(name)?.push(await measurements[name]());
      }
    }
  }
  return Object.fromEntries(values) as Record<Name, number[]>;
}

/** Milliseconds that a piece of work takes. */
export async function elapsed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

/** Milliseconds of processor time of this process that a piece of work takes. */
export async function processorTime(work: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}
