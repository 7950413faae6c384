import { identityOf } from "./contactBody.ts";
import type { ContactIdentity } from "./contactBody.ts";
import { AmbiguousWriteError, ApiError, MaiAgentError } from "./errors.ts";
import type { ContactAnswer } from "./contacts.ts";
import type { Answer, CallOptions, RequestEngine } from "./requestEngine.ts";
import { backoffMs, isAmbiguousPost } from "./retryPolicy.ts";
import type { Contact } from "./schemas.ts";
import type { TimeBudget } from "./timeBudget.ts";

/** What a creation needs of the contacts resource. */
export interface CreationReads {
  /** Searches name and source id, fuzzily. */
  readonly search: (query: string, options: CallOptions) => AsyncIterable<Contact>;
  readonly retrieve: (id: string, options: CallOptions) => Promise<ContactAnswer>;
  /** Checks an answer's shape. */
  readonly read: (answer: Answer) => ContactAnswer;
}

/** `unclear`: the source id is there, but the server does not say in which inbox. */
type Lookup = { readonly found: string } | "absent" | "unclear";

const sameId = (left: string, right: string): boolean => left.toLowerCase() === right.toLowerCase();

/**
 * Creates a contact although the API has no idempotency key. A failure that leaves open whether the contact was
 * created is settled by looking for its source id, which is unique within an inbox; only a contact that two looks
 * did not find is posted again.
 */
export class ContactCreation {
  readonly #engine: RequestEngine;
  readonly #reads: CreationReads;
  readonly #random: () => number;
  readonly #body: string;
  readonly #identity: ContactIdentity | undefined;
  readonly #options: CallOptions;
  readonly #budget: TimeBudget;

  constructor(
    engine: RequestEngine,
    reads: CreationReads,
    random: () => number,
    body: string,
    { signal, gate }: Pick<CallOptions, "signal" | "gate">,
  ) {
    this.#engine = engine;
    this.#reads = reads;
    this.#random = random;
    this.#body = body;
    this.#identity = identityOf(body);
    this.#budget = engine.budget();
    this.#options = { signal, gate, budget: this.#budget };
  }

  /**
   * @returns the answer to the create, or to the GET of the contact that a lost create left behind
   * @throws AmbiguousWriteError if its fate stays unknown; otherwise as the engine's `send`
   */
  async run(): Promise<ContactAnswer> {
    const { attempts } = this.#engine.limits;
    let attemptsBefore = 0;
    for (;;) {
      try {
        const answer = await this.#engine.send(
          { method: "POST", path: "contacts/", route: "contacts/", body: this.#body, expect: "single" },
          { ...this.#options, attemptsBefore },
        );
        return this.#reads.read(answer);
      } catch (failure) {
        this.#options.signal?.throwIfAborted();
        if (!(failure instanceof MaiAgentError)) {
          throw failure;
        }
        // A repeated create that is refused, mostly as a duplicate, may be answered by a late commit of the first.
        const refusedRepeat =
          attemptsBefore > 0 && failure instanceof ApiError && [400, 409].includes(failure.status);
        if (!isAmbiguousPost(failure) && !refusedRepeat) {
          throw failure;
        }
        const existing = await this.#settle(failure);
        if (existing !== undefined) {
          return existing;
        }
        attemptsBefore = failure.request?.attempts ?? attempts;
        if (refusedRepeat || attemptsBefore >= attempts) {
          throw failure;
        }
        await this.#engine.pause(backoffMs(attemptsBefore, this.#random, this.#engine.limits), this.#options);
      }
    }
  }

  /** The contact if it was created after all, undefined if it was not. */
  async #settle(failure: MaiAgentError): Promise<ContactAnswer | undefined> {
    const { limits } = this.#engine;
    const identity = this.#identity;
    if (identity === undefined) {
      throw this.#ambiguous(failure, "the body has no source id to look for");
    }
    const retryAfterMs = failure instanceof ApiError ? (failure.retryAfterMs ?? 0) : 0;
    if (retryAfterMs > Math.min(limits.retryAfterMs, this.#remainingMs())) {
      throw this.#ambiguous(failure, "the server asks to wait too long before a look");
    }
    try {
      // The gate of a bulk run is closed for as long, and does not keep waiting whoever cancels.
      if (retryAfterMs > 0 && this.#options.gate === undefined) {
        await this.#engine.pause(retryAfterMs, this.#options);
      }
      let lookup = await this.#lookUp(identity);
      if (lookup === "absent") {
        await this.#engine.pause(limits.secondLookMs, this.#options);
        lookup = await this.#lookUp(identity);
      }
      if (lookup === "absent") {
        return undefined;
      }
      if (lookup !== "unclear") {
        return await this.#reads.retrieve(lookup.found, this.#options);
      }
    } catch (lookFailure) {
      this.#options.signal?.throwIfAborted();
      const cancel = this.#options.gate?.signal;
      if (cancel?.aborted === true && lookFailure === cancel.reason) {
        throw this.#ambiguous(failure, "the run was cancelled before a look");
      }
      if (!(lookFailure instanceof MaiAgentError)) {
        throw lookFailure;
      }
      throw this.#ambiguous(failure, "the look failed as well");
    }
    throw this.#ambiguous(failure, "a contact with this source id names no inbox");
  }

  /** `query` is a fuzzy search over names too, so what it finds is compared here. */
  async #lookUp({ sourceId, inboxIds }: ContactIdentity): Promise<Lookup> {
    let lookup: Lookup = "absent";
    for await (const contact of this.#reads.search(sourceId, this.#options)) {
      if (contact.sourceId?.trim() !== sourceId) {
        continue;
      }
      const theirs = contact.inboxes ?? (contact.inbox ? [contact.inbox] : []);
      if (theirs.some(({ id }) => inboxIds.some((posted) => sameId(posted, id)))) {
        return { found: contact.id };
      }
      if (theirs.length === 0) {
        lookup = "unclear";
      }
    }
    return lookup;
  }

  #remainingMs(): number {
    return this.#budget.remainingMs;
  }

  #ambiguous(cause: MaiAgentError, why: string): AmbiguousWriteError {
    return new AmbiguousWriteError(`The contact may have been created: ${why}.`, {
      cause,
      request: cause.request,
    });
  }
}
