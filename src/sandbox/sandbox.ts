/** How a sandbox is started. Everything has a default: `startSandbox()` alone serves 300 contacts on a free port. */
export interface SandboxOptions {
  /** TCP port; 0 (default) takes a free one. */
  readonly port?: number;
  /** Loopback only: nothing else can be asked for. */
  readonly host?: "127.0.0.1";
  /** The one key that is accepted; default random. */
  readonly apiKey?: string;
  /** How many sample contacts there are; default 300. The first n are the same whatever the number. */
  readonly contacts?: number;
  /** One name for all sample contacts: lists of equal names are what trees are slowest with. Default: names as in life. */
  readonly sameName?: string;
  /** Milliseconds by which every answer is late; default 0. The work is done at once, only its answer waits. */
  readonly latencyMs?: number;
  /** Requests accepted per second (sliding window), then 429; default no limit. */
  readonly ratePerSecond?: number;
  /** JSON file that keeps the changes over a restart; default memory only. */
  readonly stateFile?: string;
  /**
   * Told the system's error as soon as changes could not be written to `stateFile`; they are kept and tried again with
   * the next change and at the end.
   */
  readonly onStateFailure?: (error: unknown) => void;
  /** Largest page that is served, whatever `pageSize` says; default 100. */
  readonly pageSizeCap?: number;
  /** Called once per request as soon as its status is known, before latency. */
  readonly onRequest?: (request: RecordedRequest) => void;
  /** Seed of the sample data; default 1. */
  readonly seed?: number;
  /** Clock in epoch milliseconds, for `createdAt`, `updatedAt` and the rate limit; default `Date.now`. */
  readonly now?: () => number;
  /**
   * What PUT does to an optional field that the body leaves out: `clear` (default, "PUT replaces") sets it to null,
   * `keep` leaves it, as a Django REST Framework serializer with no defaults does. The vendor does not say which.
   */
  readonly absentInPut?: "clear" | "keep";
}

/** One request as the sandbox saw it. Headers are left out on purpose: they carry the key. */
export interface RecordedRequest {
  readonly method: string;
  /** Path with query, as sent. */
  readonly path: string;
  /** The body as text; empty when there was none or it was refused for its size. */
  readonly body: string;
  /** The status that was answered; 0 when the connection was broken instead. */
  readonly status: number;
}

/** A one-off answer or fault, see {@link Sandbox.respondNext}. */
export interface PlannedResponse {
  /** HTTP method it waits for; default any. */
  readonly method?: string;
  /** Tested against the path with query; a string must be contained in it. Default any. */
  readonly pathPattern?: RegExp | string;
  /** Status to answer instead of the real one. Without it the real answer is used (late or damaged as told below). */
  readonly status?: number;
  /** Body for `status`: a string is sent as it is, anything else as JSON. Default empty. */
  readonly body?: unknown;
  /** Headers for `status`; `content-type` defaults to `application/json` (`text/html` when the body starts with `<`). */
  readonly headers?: Readonly<Record<string, string>>;
  /**
   * Whether the request does its work before it is answered: "502 after commit" is `{ status: 502, commit: true }`.
   * Default: only when the real answer is needed.
   */
  readonly commit?: boolean;
  /** `reset` breaks the connection with no answer, `hang` never answers, `truncate` breaks off in mid body. */
  readonly fault?: "reset" | "hang" | "truncate";
  /** The answer is held until this settles: order in tests without sleeping. */
  readonly until?: Promise<unknown>;
  /** How many matching requests are answered so; default 1. */
  readonly times?: number;
}

/** A running contacts server, as used by 'Try with Sample Data', `npm run sandbox` and every test. */
export interface Sandbox {
  /** `http://127.0.0.1:PORT/api` */
  readonly baseUrl: string;
  readonly apiKey: string;
  readonly port: number;
  /** The last 1000 requests, oldest first. */
  readonly requests: readonly RecordedRequest[];
  /** Where an unreadable state file was moved at start; undefined when all was well. */
  readonly corruptStateMovedTo: string | undefined;
  /** Back to the sample data; the state file is removed. Rejects when it cannot be. */
  reset(): Promise<void>;
  /** Stops listening, breaks open connections, writes pending state. Rejects when that cannot be written. */
  close(): Promise<void>;
  clearRequests(): void;
  /** Answers the next matching request as planned; several plans are used in the order given. */
  respondNext(planned: PlannedResponse): void;
  /** Drops plans not used yet. */
  clearPlannedResponses(): void;
  /** Milliseconds; for requests that arrive from now on. */
  setLatency(milliseconds: number): void;
  /** Requests per second, `undefined` for no limit; what was counted so far is forgotten. */
  setRate(requestsPerSecond: number | undefined): void;
}
