import type { ErrorBody } from "./errorBody.ts";
import type { FieldPath } from "./errors.ts";

const MASK = "[key]";
/** A shorter key, on somebody's test server, could be part of any word. */
const SHORTEST_MASKED = 6;

/** Holds a connection's key: gives it out as one header and takes it out of everything a server may echo. */
export class KeyGuard {
  readonly #key: string;

  constructor(key: string) {
    this.#key = key;
  }

  /** The value of the `Authorization` header (reference page). */
  get authorization(): string {
    return `Api-Key ${this.#key}`;
  }

  /** The text without the key. */
  redact(text: string): string {
    return this.#key.length < SHORTEST_MASKED
      ? text
      : text.replaceAll(this.#key, MASK).replaceAll(encodeURIComponent(this.#key), MASK);
  }

  /** The error body without the key: a server may quote the header that it did not like. */
  redactErrorBody({ detail, fieldErrors }: ErrorBody): ErrorBody {
    const redactPath = (path: FieldPath): FieldPath =>
      path.map((part) => (typeof part === "string" ? this.redact(part) : part));
    return {
      detail: detail === undefined ? undefined : this.redact(detail),
      fieldErrors: fieldErrors.map(({ path, messages }) => ({
        path: redactPath(path),
        messages: messages.map((message) => this.redact(message)),
      })),
    };
  }
}
