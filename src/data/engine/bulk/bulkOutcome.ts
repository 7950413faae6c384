/** Why nothing had to be sent for a contact. */
export type SkipReason =
  /** It is already as it should be. */
  | "unchanged"
  /** It was deleted meanwhile. */
  | "gone"
  /** The target has a contact with this source id, and the policy is to leave it. */
  | "exists"
  /** None of its inboxes has a counterpart in the target. */
  | "noTargetInbox";

/** Why a contact was refused, where the error alone does not say it. */
export type FailureReason =
  /** The error says it. */
  | "error"
  /** It still has conversations: MaiAgent keeps such contacts (reference page, DELETE 400). */
  | "conversations"
  /** It would be in no inbox any more, which the API does not allow. */
  | "lastInbox"
  /** The new value is refused before anything is sent; `detail` is the sentence's code. */
  | "invalid"
  /** The target has a contact with this source id, and the policy is to fail. */
  | "exists"
  /** The target has several contacts with this source id. */
  | "severalExist"
  /** The server answered, but the contact is not as it was asked to be. */
  | "notApplied";

/** What became of one contact of a bulk change. */
export type BulkOutcome =
  | { readonly status: "done"; readonly note?: "alreadyGone" | "updated" }
  | { readonly status: "skipped"; readonly reason: SkipReason }
  | {
      readonly status: "failed";
      readonly reason: FailureReason;
      readonly error?: unknown;
      /** A sentence in the user's language, made by whoever knows it. */
      readonly detail?: string;
    }
  /** It may have been created: trying again could make it twice. */
  | { readonly status: "unclear"; readonly error: unknown }
  /** The run ended before it was this one's turn; nothing was sent for it. */
  | { readonly status: "notStarted" };

/** One contact to change: who it is and how to call it. */
export interface BulkItem {
  readonly connectionId: string;
  readonly contactId: string;
  /** For people; hostile like all text of the server. */
  readonly name: string;
  /** Its place in the whole selection, from 1; kept when failed ones are tried again. */
  readonly index: number;
}

/** A contact and what became of it. */
export interface BulkResult {
  readonly item: BulkItem;
  readonly outcome: BulkOutcome;
}

/** How many contacts had which outcome. */
export type BulkCounts = Readonly<Record<BulkOutcome["status"], number>>;

/** Counts outcomes; every status is there. */
export function countsOf(results: readonly BulkResult[]): BulkCounts {
  const counts = { done: 0, skipped: 0, failed: 0, unclear: 0, notStarted: 0 };
  for (const { outcome } of results) {
    counts[outcome.status]++;
  }
  return counts;
}

/**
 * What 'Retry Failed' takes up again: the failed and those not started. An unclear one is for a person to look at,
 * and a refusal that would be the same again is tried again all the same: the cause may have been mended.
 */
export function retryable(results: readonly BulkResult[]): readonly BulkItem[] {
  return results.flatMap(({ item, outcome }) =>
    outcome.status === "failed" || outcome.status === "notStarted" ? [item] : [],
  );
}

/** Puts the outcomes of a second run over those of the first, in the first one's order. */
export function mergedResults(
  first: readonly BulkResult[],
  second: readonly BulkResult[],
): readonly BulkResult[] {
  const later = new Map(second.map((result) => [result.item.index, result]));
  return first.map((result) => later.get(result.item.index) ?? result);
}
