import type { Method } from "./transport.ts";

/** Where in a request body a message belongs; `[]` is the whole object. */
export type FieldPath = readonly (string | number)[];

/** What the server said about one place in the body. */
export interface FieldError {
  readonly path: FieldPath;
  readonly messages: readonly string[];
}

/** What may be told about a request: never a header, a body, an id or a query. */
export interface RequestSummary {
  readonly method: Method;
  /** Path template such as `contacts/{id}/`. */
  readonly route: string;
  readonly attempts: number;
  /** From the first attempt's start, waits included. */
  readonly milliseconds: number;
  readonly status?: number;
}

/** Options of every error of this folder. */
export interface MaiAgentErrorOptions {
  readonly request?: RequestSummary | undefined;
  /** Harmless causes only: fetch's own error for a bad header quotes the key. */
  readonly cause?: MaiAgentError | undefined;
}

/** Root of the errors that src/api throws. Messages are for logs and tests: no server text, no header, no id. */
export abstract class MaiAgentError extends Error {
  readonly request?: RequestSummary;

  constructor(message: string, { request, cause }: MaiAgentErrorOptions = {}) {
    super(message, cause === undefined ? undefined : { cause });
    if (request !== undefined) {
      this.request = request;
    }
  }
}

/** What is known of an error answer besides its status. */
export interface ApiErrorOptions extends MaiAgentErrorOptions {
  readonly detail?: string | undefined;
  readonly fieldErrors?: readonly FieldError[];
  readonly retryAfterMs?: number | undefined;
}

/** The server answered with an error status. */
export class ApiError extends MaiAgentError {
  // Set by hand here and below: a bundler's minifier renames classes, and the log shows this name.
  override readonly name: string = "ApiError";
  readonly status: number;
  /** The server's own sentence, in its language; show it, never decide by it. */
  readonly detail: string | undefined;
  readonly fieldErrors: readonly FieldError[];
  /** Wait the server asked for, in ms, never negative; absent if it asked for none. */
  readonly retryAfterMs?: number;

  constructor(status: number, options: ApiErrorOptions = {}) {
    const { request } = options;
    super(
      `The server answered ${status}${request === undefined ? "" : ` to ${request.method} ${request.route}`}.`,
      options,
    );
    this.status = status;
    this.detail = options.detail;
    this.fieldErrors = options.fieldErrors ?? [];
    if (options.retryAfterMs !== undefined) {
      this.retryAfterMs = options.retryAfterMs;
    }
  }
}

/** 400: a body the server refuses, or a contact that still has conversations (DELETE). */
export class BadRequestError extends ApiError {
  override readonly name = "BadRequestError";
}

/** 401: no valid key. A wrong key may as well come back as 403. */
export class AuthenticationError extends ApiError {
  override readonly name = "AuthenticationError";
}

/** 403: not allowed; with Django's HasAPIKey permission also the answer to a wrong key. */
export class PermissionError extends ApiError {
  override readonly name = "PermissionError";
}

/** 404: no such contact, or no such page. */
export class NotFoundError extends ApiError {
  override readonly name = "NotFoundError";
}

/** 429: too many requests; see `retryAfterMs`. */
export class RateLimitError extends ApiError {
  override readonly name = "RateLimitError";
}

/** 5xx: the server, or a proxy in front of it, failed. */
export class ServerError extends ApiError {
  override readonly name = "ServerError";
}

/** Why no answer arrived. */
export type NetworkFailureReason =
  "hostNotFound" | "refused" | "certificate" | "proxy" | "reset" | "timeout" | "offline" | "unknown";

/** No usable answer arrived. */
export class NetworkError extends MaiAgentError {
  override readonly name = "NetworkError";
  readonly reason: NetworkFailureReason;
  /** Node's or OpenSSL's error code, such as `ECONNREFUSED`. */
  readonly code?: string;
  /** True only if the request provably never reached the server, so that even a POST may be sent again. */
  readonly unsent: boolean;

  constructor(
    reason: NetworkFailureReason,
    options: MaiAgentErrorOptions & { readonly code?: string | undefined; readonly unsent?: boolean } = {},
  ) {
    super(`No answer from the server (${options.code ?? reason}).`, options);
    this.reason = reason;
    this.unsent = options.unsent ?? false;
    if (options.code !== undefined) {
      this.code = options.code;
    }
  }
}

/** How an answer was unusable. `html`: a proxy or a login page answered in the API's place. */
export type ShapeProblem =
  "html" | "contentType" | "notJson" | "encoding" | "tooLarge" | "tooDeep" | "truncated" | "schema";

/** An answer arrived that is not what the API promises. */
export class ResponseShapeError extends MaiAgentError {
  override readonly name = "ResponseShapeError";
  readonly reason: ShapeProblem;
  /** Field paths, types and limits; no values from the body. */
  readonly detail: string;

  constructor(reason: ShapeProblem, detail: string, options: MaiAgentErrorOptions = {}) {
    super(`The server's answer cannot be used (${reason}: ${detail}).`, options);
    this.reason = reason;
    this.detail = detail;
  }
}

/** The server answered with a redirect; it is never followed. */
export class RedirectError extends MaiAgentError {
  override readonly name = "RedirectError";
  /** 3xx, or 0 where the transport hides it. */
  readonly status: number;
  /** Origin and path without query; empty if there is none to name. */
  readonly target: string;

  constructor(status: number, target: string, options: MaiAgentErrorOptions = {}) {
    super(`The server answered ${status}, a redirect, which is never followed.`, options);
    this.status = status;
    this.target = target;
  }
}

/** The connection is read-only: thrown before any request. */
export class ReadOnlyError extends MaiAgentError {
  override readonly name = "ReadOnlyError";
}

/** A create whose fate is unknown: the contact may exist. `cause` is the failure. */
export class AmbiguousWriteError extends MaiAgentError {
  override readonly name = "AmbiguousWriteError";
}

/**
 * The client was closed: its connection got another address, key or way, or was removed. What was in flight is
 * aborted, and so is everything later.
 */
export class ClientClosedError extends Error {
  /** As of every abort. */
  override readonly name = "AbortError";

  constructor() {
    super("The connection was changed or removed.");
  }
}

/** Something typed or configured that cannot be used. The value itself is not in the error. */
export class InvalidInputError extends MaiAgentError {
  override readonly name = "InvalidInputError";
  readonly input: "baseUrl" | "apiKey" | "id";
  /** Code such as `scheme`, `userInfo`, `query`, `fragment`, `notUrl`, `empty`, `whitespace`, `controlCharacter`, `nonLatin`, `path`. */
  readonly problem: string;

  constructor(input: "baseUrl" | "apiKey" | "id", problem: string) {
    super(`Invalid ${input}: ${problem}.`);
    this.input = input;
    this.problem = problem;
  }
}
