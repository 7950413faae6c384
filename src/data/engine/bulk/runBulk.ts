import { BulkScheduler } from "../../../api/bulkScheduler.ts";
import type { Clock } from "../../../api/clock.ts";
import type { RequestOptions } from "../../../api/contacts.ts";
import {
  AmbiguousWriteError,
  ApiError,
  AuthenticationError,
  MaiAgentError,
  PermissionError,
  RateLimitError,
  ReadOnlyError,
  ServerError,
} from "../../../api/errors.ts";
import type { BulkItem, BulkOutcome, BulkResult } from "./bulkOutcome.ts";

/** So many failures in a row that are not about the contact itself end a run: the connection is gone. */
export const HOPELESS_IN_A_ROW = 5;

/** The work on one contact. What it throws is its outcome. */
export type BulkWork = (item: BulkItem, options: RequestOptions) => Promise<BulkOutcome>;

/** What a run is made of. */
export interface BulkRunOptions {
  readonly clock: Clock;
  /** At least 0 and less than 1. */
  readonly random: () => number;
  /** Cancel: what is in flight is finished, nothing more is started. */
  readonly signal: AbortSignal;
  /** Told after every contact. */
  readonly onProgress?: (finished: number, failed: number) => void;
  /** The server refused a request for their number or its own state: nothing is sent for so many ms. */
  readonly onPause?: (milliseconds: number) => void;
}

/** How a run ended. */
export interface BulkReport {
  /** One for each item, in the order given. */
  readonly results: readonly BulkResult[];
  readonly cancelled: boolean;
  /** Why the run gave up before its end: the key was refused, the connection is gone, or the server wants a long pause. */
  readonly stoppedBy?: unknown;
}

/**
 * Works through contacts as fast as the server takes them. A failure does not stop the rest, unless it says that
 * every other contact would fail as well.
 */
export async function runBulk(
  items: readonly BulkItem[],
  work: BulkWork,
  { clock, random, signal, onProgress, onPause }: BulkRunOptions,
): Promise<BulkReport> {
  const outcomes = new Map<BulkItem, BulkOutcome>();
  const giveUp = new AbortController();
  const stop = AbortSignal.any([signal, giveUp.signal]);
  const scheduler = new BulkScheduler({ clock, random, signal: stop });
  scheduler.gate.onDidClose(() => onPause?.(scheduler.gate.remainingMs));
  let stoppedBy: unknown;
  let failed = 0;
  let hopelessInARow = 0;

  const note = (item: BulkItem, outcome: BulkOutcome): void => {
    outcomes.set(item, outcome);
    failed += outcome.status === "failed" || outcome.status === "unclear" ? 1 : 0;
    const error = "error" in outcome ? outcome.error : undefined;
    hopelessInARow = isAboutConnection(error) ? hopelessInARow + 1 : 0;
    if (isFinal(error) || hopelessInARow >= HOPELESS_IN_A_ROW) {
      stoppedBy ??= error;
      giveUp.abort();
    }
    onProgress?.(outcomes.size, failed);
  };

  try {
    await scheduler.run(items, async (item, { gate }) => {
      try {
        note(item, await work(item, { gate }));
      } catch (error) {
        if (stop.aborted && error === stop.reason) {
          return; // Cancelled before anything was sent for it.
        }
        note(
          item,
          error instanceof AmbiguousWriteError
            ? { status: "unclear", error }
            : { status: "failed", reason: "error", error },
        );
      }
    });
  } catch (error) {
    // The scheduler's own refusal: a pause of more than a minute.
    if (!(error instanceof ApiError)) {
      throw error;
    }
    stoppedBy ??= error;
  }
  return {
    results: items.map((item) => ({ item, outcome: outcomes.get(item) ?? { status: "notStarted" } })),
    cancelled: signal.aborted,
    ...(stoppedBy === undefined ? {} : { stoppedBy }),
  };
}

/** Failures that the next contact meets as well. */
export function isFinal(error: unknown): boolean {
  return (
    error !== undefined &&
    (error instanceof AuthenticationError ||
      error instanceof ReadOnlyError ||
      !(error instanceof MaiAgentError))
  );
}

/** Failures that say nothing about the contact; several in a row say that the connection is gone. */
export function isAboutConnection(error: unknown): boolean {
  if (error === undefined) {
    return false;
  }
  return (
    !(error instanceof ApiError) ||
    error instanceof ServerError ||
    error instanceof RateLimitError ||
    error instanceof PermissionError
  );
}
