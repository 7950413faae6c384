import { ApiError, NetworkError, RedirectError, ResponseShapeError } from "../../src/api/errors.ts";

/** How a call ended. */
export interface Outcome {
  /** The error's name and its reason or status; empty for success. */
  readonly said: string;
  readonly value?: unknown;
  readonly error?: unknown;
}

/** Never rejects. */
export async function outcomeOf(work: Promise<unknown>): Promise<Outcome> {
  try {
    return { said: "", value: await work };
  } catch (error) {
    return { said: said(error), error };
  }
}

function said(error: unknown): string {
  if (error instanceof NetworkError || error instanceof ResponseShapeError) {
    return `${error.name} ${error.reason}`;
  }
  if (error instanceof ApiError || error instanceof RedirectError) {
    return `${error.name} ${error.status}`;
  }
  return error instanceof Error ? error.name : typeof error;
}
