import type { Clock } from "./clock.ts";
import {
  ClientClosedError,
  InvalidInputError,
  MaiAgentError,
  RateLimitError,
  ReadOnlyError,
} from "./errors.ts";
import type { RequestSummary } from "./errors.ts";
import { connectionReturned, exchangeOnce } from "./exchange.ts";
import type { AnswerBody, Expectation } from "./exchange.ts";
import { Interruption, pause } from "./interruption.ts";
import type { RequestGate } from "./requestGate.ts";
import { KeyGuard } from "./keyGuard.ts";
import type { Limits } from "./limits.ts";
import { nextAttemptDelayMs } from "./retryPolicy.ts";
import { TimeBudget } from "./timeBudget.ts";
import type { Method, Transport } from "./transport.ts";

/** Refusals of one request for the number of requests (429) that a bulk run's gate may wait out. */
const GATED_REFUSALS = 50;

/** One attempt, for the log: no header, body, id or raw error text. */
export interface AttemptRecord {
  readonly method: Method;
  /** Path template such as `contacts/{id}/`. */
  readonly route: string;
  readonly status?: number;
  readonly milliseconds: number;
  /** 1 for the first. */
  readonly attempt: number;
  /** `ok`, `aborted` or the name of the error. */
  readonly outcome: string;
}

/** A request, relative to the base URL. */
export interface RequestSpec {
  readonly method: Method;
  /** Without leading slash, with trailing slash, ids encoded. */
  readonly path: string;
  readonly route: string;
  readonly query?: URLSearchParams;
  /** JSON text, sent verbatim. */
  readonly body?: string;
  readonly expect: Expectation;
}

/** How one call of the engine is bounded; inside src/api several calls may share one bound. */
export interface CallOptions {
  readonly signal?: AbortSignal | undefined;
  /** The time for all attempts. Default: `totalMs` from now. */
  readonly budget?: TimeBudget | undefined;
  /** The gate that the requests of a bulk run share. */
  readonly gate?: RequestGate | undefined;
  /** Attempts at the same request in earlier calls. */
  readonly attemptsBefore?: number;
}

/** A successful answer and what it took. */
export interface Answer extends AnswerBody {
  readonly request: RequestSummary;
}

/** What an engine is made of. */
export interface EngineOptions {
  /** As from `parseBaseUrl`. */
  readonly baseUrl: string;
  /** As from `parseApiKey`. */
  readonly apiKey: string;
  readonly readOnly: boolean;
  readonly transport: Transport;
  readonly clock: Clock;
  readonly random: () => number;
  readonly limits: Limits;
  readonly onAttempt: ((attempt: AttemptRecord) => void) | undefined;
}

/** Sends requests of one connection: key, deadlines, retries and the read-only rule, below everything else. */
export class RequestEngine {
  readonly #options: EngineOptions;
  readonly #key: KeyGuard;
  readonly #disposal = new AbortController();

  constructor(options: EngineOptions) {
    this.#options = options;
    this.#key = new KeyGuard(options.apiKey);
  }

  get limits(): Limits {
    return this.#options.limits;
  }

  get isClosed(): boolean {
    return this.#disposal.signal.aborted;
  }

  /** The time for everything that belongs to one call: `totalMs` from now. */
  budget(): TimeBudget {
    return new TimeBudget(this.#options.clock, this.#options.limits.totalMs);
  }

  /** Aborts everything in flight (ClientClosedError) and refuses everything later. */
  dispose(): void {
    this.#disposal.abort(new ClientClosedError());
  }

  /**
   * Sends a request, again where `retryPolicy` allows it.
   *
   * @throws ReadOnlyError before any request; ApiError, NetworkError, ResponseShapeError or RedirectError of the
   * last attempt; the signal's reason if it is aborted
   */
  async send(spec: RequestSpec, options: CallOptions = {}): Promise<Answer> {
    const { clock, limits, random, readOnly } = this.#options;
    const { method, route } = spec;
    if (readOnly && method !== "GET") {
      throw new ReadOnlyError(`The connection is read-only: ${method} ${route} was not sent.`);
    }
    const signals = this.#signalsOf(options);
    const url = this.#urlOf(spec);
    const started = clock.now();
    const { gate } = options;
    const budget = options.budget ?? this.budget();
    const before = options.attemptsBefore ?? 0;
    // A refusal for the number of requests is no attempt: the server has not looked at the request.
    let refusals = 0;
    let last: unknown;
    for (let attempt = before + 1; ; attempt += 1) {
      const summarise = (status?: number): RequestSummary => ({
        method,
        route,
        attempts: attempt - refusals,
        milliseconds: clock.now() - started,
        ...(status === undefined ? {} : { status }),
      });
      if (gate) {
        const waited = clock.now();
        await passGate(gate, signals, { isRead: method === "GET", isFirst: attempt - refusals === 1, last });
        budget.extend(clock.now() - waited);
      }
      try {
        const body = await this.#attempt({ spec, url, signals, budget, attempt, summarise });
        gate?.answered();
        return { ...body, request: summarise(body.status) };
      } catch (failure) {
        throwIfAborted(signals);
        last = failure;
        gate?.refused(failure);
        if (gate && !gate.tooLong && failure instanceof RateLimitError && refusals < GATED_REFUSALS) {
          refusals++;
          continue;
        }
        const { remainingMs } = budget;
        const failed = { method, failure, attempt: attempt - refusals, remainingMs };
        const delay = nextAttemptDelayMs(failed, random, limits);
        if (delay === undefined) {
          throw failure;
        }
        await pause(clock, delay, gate?.signal ? [...signals, gate.signal] : signals);
      }
    }
  }

  /** Waits on the engine's clock. @throws the signal's reason if it is aborted */
  async pause(milliseconds: number, options: CallOptions): Promise<void> {
    const signals = this.#signalsOf(options);
    await pause(this.#options.clock, milliseconds, signals);
    throwIfAborted(signals);
  }

  #signalsOf({ signal }: CallOptions): readonly AbortSignal[] {
    return signal === undefined ? [this.#disposal.signal] : [signal, this.#disposal.signal];
  }

  #urlOf({ path, query }: RequestSpec): string {
    const target = `${this.#options.baseUrl}/${path}`;
    const search = query === undefined || query.size === 0 ? "" : `?${query.toString()}`;
    const { href } = new URL(target + search);
    // Ids are checked and encoded long before; this line is what makes 'the key goes to its own origin' certain.
    if (href !== target && !href.startsWith(`${target}?`)) {
      throw new InvalidInputError("id", "path");
    }
    return href;
  }

  async #attempt(context: {
    spec: RequestSpec;
    url: string;
    signals: readonly AbortSignal[];
    budget: TimeBudget;
    attempt: number;
    summarise: (status?: number) => RequestSummary;
  }): Promise<AnswerBody> {
    const { spec, url, signals, budget, attempt, summarise } = context;
    throwIfAborted(signals);
    const { clock, limits, transport } = this.#options;
    const { method, body, expect } = spec;
    const started = clock.now();
    const report = (outcome: string, status: number | undefined): void => {
      const milliseconds = clock.now() - started;
      const { route } = spec;
      this.#report({
        method,
        route,
        ...(status === undefined ? {} : { status }),
        milliseconds,
        attempt,
        outcome,
      });
    };
    const interruption = new Interruption(clock, signals);
    interruption.arm("attempt", Math.max(0, Math.min(limits.attemptMs, budget.remainingMs)));
    try {
      const key = this.#key;
      const answer = await exchangeOnce({
        ...{ method, url, body, expect, interruption, transport, key, limits, clock, summarise },
      });
      report("ok", answer.status);
      return answer;
    } catch (failure) {
      const aborted = signals.some((signal) => signal.aborted);
      const known = failure instanceof MaiAgentError ? failure : undefined;
      report(aborted ? "aborted" : (known?.name ?? "Error"), known?.request?.status);
      // No deadline runs any more while the connection is given back.
      interruption.dispose();
      await connectionReturned();
      throw failure;
    } finally {
      interruption.dispose();
    }
  }

  #report(record: AttemptRecord): void {
    try {
      this.#options.onAttempt?.(record);
    } catch {
      // A failing log must not turn a write that was done into an error.
    }
  }
}

/**
 * Waits while the gate is closed. After a cancel no write begins any more. One whose fate is open goes on, and so does
 * every read, since a read may be what settles it; but nobody who has cancelled waits for a server that asks for a pause.
 *
 * @param request - `last` is how its attempt before failed
 * @throws the reason of the cancel, or `last` for a write that may have been done
 */
async function passGate(
  gate: RequestGate,
  signals: readonly AbortSignal[],
  { isRead, isFirst, last }: { readonly isRead: boolean; readonly isFirst: boolean; readonly last: unknown },
): Promise<void> {
  const isNew = !isRead && isFirst;
  await gate.pass(isNew && gate.signal ? [...signals, gate.signal] : signals);
  throwIfAborted(signals);
  if (gate.signal?.aborted === true && (isNew || !gate.isOpen)) {
    throw isRead || isFirst ? gate.signal.reason : (last ?? gate.signal.reason);
  }
}

function throwIfAborted(signals: readonly AbortSignal[]): void {
  for (const signal of signals) {
    signal.throwIfAborted();
  }
}
