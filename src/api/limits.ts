/**
 * Every number that bounds a request. VS Code replaces a dispatcher passed to its patched `fetch`, and its limits
 * with it, so all of these are enforced above the transport.
 */
export interface Limits {
  /** Until the status line and headers have arrived, in ms. */
  readonly headersMs: number;
  /** One attempt, headers and body, in ms. */
  readonly attemptMs: number;
  /** All attempts and the waits between them, in ms. */
  readonly totalMs: number;
  /** Between two chunks of a body, in ms. */
  readonly idleMs: number;
  /** Body of a list, in bytes after decompression. */
  readonly listBytes: number;
  /** Body of one contact, in bytes after decompression. */
  readonly singleBytes: number;
  /** Body of an error, in bytes after decompression; the rest is not read. */
  readonly errorBytes: number;
  /** Nesting of arrays and objects in a JSON body. */
  readonly jsonDepth: number;
  /** Values in a JSON body: 8 MiB of `{},` would otherwise become some 150 MB of objects. */
  readonly jsonValues: number;
  /** Results on one page. */
  readonly pageResults: number;
  /** Pages of one list. */
  readonly pages: number;
  /** Attempts at one request, the first included. */
  readonly attempts: number;
  /** Upper bound of the first wait between attempts, in ms; doubles with each attempt. */
  readonly retryBaseMs: number;
  /** Upper bound of any wait that we choose ourselves, in ms. */
  readonly retryCapMs: number;
  /** The longest `Retry-After` that is waited for, in ms; a longer one is reported instead. */
  readonly retryAfterMs: number;
  /** Before believing that a contact is absent after an ambiguous create, in ms. */
  readonly secondLookMs: number;
}

/** What a request may take when nobody says otherwise. */
export const DEFAULT_LIMITS: Limits = {
  headersMs: 10_000,
  attemptMs: 15_000,
  totalMs: 60_000,
  idleMs: 5_000,
  listBytes: 8 * 1024 * 1024,
  singleBytes: 1024 * 1024,
  errorBytes: 64 * 1024,
  jsonDepth: 64,
  jsonValues: 500_000,
  pageResults: 10_000,
  pages: 10_000,
  attempts: 3,
  retryBaseMs: 500,
  retryCapMs: 8_000,
  retryAfterMs: 60_000,
  secondLookMs: 1_000,
};
