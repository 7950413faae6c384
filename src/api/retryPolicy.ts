import { ApiError, NetworkError, RateLimitError, ResponseShapeError } from "./errors.ts";
import type { Limits } from "./limits.ts";
import type { Method } from "./transport.ts";

const RETRIED_STATUSES: ReadonlySet<number> = new Set([408, 425, 429, 500, 502, 503, 504]);

/** A failed attempt, as far as the policy looks at it. */
export interface FailedAttempt {
  readonly method: Method;
  readonly failure: unknown;
  /** 1 for the first. */
  readonly attempt: number;
  /** What is left of the time for all attempts, in ms. */
  readonly remainingMs: number;
}

function isTransient(failure: unknown): boolean {
  return (
    failure instanceof NetworkError ||
    (failure instanceof ApiError && RETRIED_STATUSES.has(failure.status)) ||
    // The connection broke while the body arrived.
    (failure instanceof ResponseShapeError && failure.reason === "truncated")
  );
}

/**
 * Whether a request may be sent again unasked. PATCH carries absolute values here, so sending it twice is the same
 * as once; a POST creates twice.
 */
export function mayRetry(method: Method, failure: unknown): boolean {
  if (method !== "POST") {
    return isTransient(failure);
  }
  // Django REST Framework throttles before the view runs, so a 429 has created nothing.
  return (failure instanceof NetworkError && failure.unsent) || failure instanceof RateLimitError;
}

/**
 * Whether a failed POST may have created the contact all the same. Not so when it never left, when the server said
 * no (4xx) or when something in front of the API redirected it.
 */
export function isAmbiguousPost(failure: unknown): boolean {
  if (failure instanceof ApiError) {
    return failure.status >= 500 || failure.status === 408 || failure.status === 425;
  }
  if (failure instanceof NetworkError) {
    return !failure.unsent;
  }
  return failure instanceof ResponseShapeError;
}

/** Exponential backoff with full jitter: evenly spread between 0 and the bound, in ms. */
export function backoffMs(
  attempt: number,
  random: () => number,
  limits: Pick<Limits, "retryBaseMs" | "retryCapMs">,
): number {
  return random() * Math.min(limits.retryCapMs, limits.retryBaseMs * 2 ** (attempt - 1));
}

/**
 * The wait before the next attempt in ms, or undefined if there is none. A `Retry-After` is a lower bound; one that
 * is too long, or does not fit into the remaining time, ends the attempts at once instead of after a vain wait.
 */
export function nextAttemptDelayMs(
  { method, failure, attempt, remainingMs }: FailedAttempt,
  random: () => number,
  limits: Limits,
): number | undefined {
  if (attempt >= limits.attempts || !mayRetry(method, failure)) {
    return undefined;
  }
  const asked = failure instanceof ApiError ? (failure.retryAfterMs ?? 0) : 0;
  const wait = Math.max(asked, backoffMs(attempt, random, limits));
  return asked > limits.retryAfterMs || wait >= remainingMs ? undefined : wait;
}
