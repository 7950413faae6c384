import type { Clock } from "../../../api/clock.ts";

/** How long a person may think about a confirmation, in ms. */
export const HELD_MS = 10 * 60_000;
const MOST_HELD = 50;

interface Held<Plan> {
  readonly key: string;
  readonly plan: Plan;
  readonly until: number;
}

/**
 * What was shown in confirmations and not done yet. VS Code tells a tool's preparation and its invocation apart by
 * nothing but their input, so a plan is found by that, and used once.
 */
export class HeldPlans<Plan> {
  readonly #clock: Pick<Clock, "now">;
  #held: readonly Held<Plan>[] = [];

  constructor(clock: Pick<Clock, "now">) {
    this.#clock = clock;
  }

  hold(input: unknown, plan: Plan): void {
    const now = this.#clock.now();
    this.#held = [
      ...this.#held.filter(({ until }) => until > now),
      { key: canonical(input), plan, until: now + HELD_MS },
    ].slice(-MOST_HELD);
  }

  /** The plan that was held first for this input; undefined when nothing was, or too long ago. */
  take(input: unknown): Plan | undefined {
    const [now, key] = [this.#clock.now(), canonical(input)];
    const found = this.#held.find((held) => held.key === key && held.until > now);
    this.#held = this.#held.filter((held) => held !== found && held.until > now);
    return found?.plan;
  }
}

/** JSON with the members of every object in one order. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, member: unknown) =>
    typeof member === "object" && member !== null && !Array.isArray(member)
      ? Object.fromEntries(
          Object.entries(member).sort(([left], [right]) => (left < right ? -1 : left > right ? 1 : 0)),
        )
      : member,
  );
}
