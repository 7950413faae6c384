import { parseApiKey } from "./apiKey.ts";
import { parseBaseUrl } from "./baseUrl.ts";
import { systemClock } from "./clock.ts";
import type { Clock } from "./clock.ts";
import { Contacts } from "./contacts.ts";
import type { Conversations } from "./conversations.ts";
import { Inboxes } from "./inboxes.ts";
import { DEFAULT_LIMITS } from "./limits.ts";
import type { Limits } from "./limits.ts";
import { RequestEngine } from "./requestEngine.ts";
import type { AttemptRecord } from "./requestEngine.ts";
import { fetchTransport } from "./transport.ts";
import type { Transport } from "./transport.ts";

export type { AttemptRecord } from "./requestEngine.ts";

/** What a client is made of. */
export interface ClientOptions {
  readonly baseUrl: string;
  readonly apiKey: string;
  /** Refuses every write before it becomes a request. */
  readonly readOnly?: boolean;
  /** Default: the host's own fetch. */
  readonly transport?: Transport;
  readonly clock?: Clock;
  /** At least 0 and less than 1; spreads the waits between attempts. */
  readonly random?: () => number;
  /** Told of every attempt, for the log. */
  readonly onAttempt?: (attempt: AttemptRecord) => void;
  readonly limits?: Partial<Limits>;
}

/** A client for one connection: one base URL, one key. */
export class MaiAgentClient {
  readonly contacts: Contacts;
  readonly inboxes: Inboxes;
  /** Normalised, without trailing slash. */
  readonly baseUrl: string;
  readonly readOnly: boolean;
  readonly #engine: RequestEngine;
  readonly #transport: Transport;

  /** @throws InvalidInputError for a base URL or key that cannot be used */
  constructor(options: ClientOptions) {
    const random = options.random ?? Math.random;
    this.baseUrl = parseBaseUrl(options.baseUrl);
    this.readOnly = options.readOnly ?? false;
    this.#transport = options.transport ?? fetchTransport;
    this.#engine = new RequestEngine({
      baseUrl: this.baseUrl,
      apiKey: parseApiKey(options.apiKey),
      readOnly: this.readOnly,
      transport: this.#transport,
      clock: options.clock ?? systemClock,
      random,
      limits: { ...DEFAULT_LIMITS, ...options.limits },
      onAttempt: options.onAttempt,
    });
    this.contacts = new Contacts(this.#engine, random);
    this.inboxes = new Inboxes(this.#engine, this.contacts);
  }

  /** Whether it was disposed. */
  get isClosed(): boolean {
    return this.#engine.isClosed;
  }

  /** The conversations of contacts. Loaded when asked for: only an open contact and a delete need them. */
  async conversations(): Promise<Conversations> {
    const { Conversations } = await import("./conversations.ts");
    return new Conversations(this.#engine);
  }

  /** Aborts everything in flight (ClientClosedError) and refuses everything later. */
  dispose(): void {
    this.#engine.dispose();
    // Nobody waits for connections to be gone, and nothing can be done when one is already.
    this.#transport.close?.().catch(() => undefined);
  }
}
