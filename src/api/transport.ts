/** The verbs of the contacts API. */
export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

/** One HTTP request as the engine hands it to a transport. */
export interface TransportRequest {
  readonly method: Method;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly signal: AbortSignal;
  /** A transport must never follow a redirect: the key would go along. */
  readonly redirect: "manual";
}

/** What the engine needs of an answer; a `Response` of fetch fits. */
export interface TransportResponse {
  readonly status: number;
  /** `opaqueredirect` where a fetch hides a redirect's status, as browsers do. */
  readonly type?: string;
  readonly headers: { get(name: string): string | null };
  /** Decompressed bytes. */
  readonly body: AsyncIterable<Uint8Array> | null;
}

/** Carries requests; everything above it (deadlines, sizes, retries) belongs to the engine. */
export interface Transport {
  /** Rejects only when no answer arrived; any status is an answer. */
  send(url: string, request: TransportRequest): Promise<TransportResponse>;
  /** Ends what the transport holds open; called when its client ends. */
  close?(): Promise<void>;
}

/**
 * `globalThis.fetch`, looked up at each call: VS Code replaces it, after extensions have loaded, by one that knows
 * the user's proxy and the operating system's certificates.
 */
export const fetchTransport: Transport = {
  send: (url, request) => globalThis.fetch(url, request),
};
