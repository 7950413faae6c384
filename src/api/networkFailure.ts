import { NetworkError } from "./errors.ts";
import type { MaiAgentErrorOptions, NetworkFailureReason } from "./errors.ts";

const REASONS: Readonly<Record<string, NetworkFailureReason>> = {
  ENOTFOUND: "hostNotFound",
  EAI_AGAIN: "hostNotFound",
  EAI_NONAME: "hostNotFound",
  EAI_NODATA: "hostNotFound",
  ECONNREFUSED: "refused",
  ECONNRESET: "reset",
  ECONNABORTED: "reset",
  EPIPE: "reset",
  UND_ERR_SOCKET: "reset",
  UND_ERR_CLOSED: "reset",
  UND_ERR_DESTROYED: "reset",
  ERR_STREAM_PREMATURE_CLOSE: "reset",
  ETIMEDOUT: "timeout",
  UND_ERR_CONNECT_TIMEOUT: "timeout",
  UND_ERR_HEADERS_TIMEOUT: "timeout",
  UND_ERR_BODY_TIMEOUT: "timeout",
  ENETUNREACH: "offline",
  ENETDOWN: "offline",
  EHOSTUNREACH: "offline",
  ERR_INTERNET_DISCONNECTED: "offline",
  EPROTO: "certificate",
  DEPTH_ZERO_SELF_SIGNED_CERT: "certificate",
  HOSTNAME_MISMATCH: "certificate",
};

/** OpenSSL's verification codes; checked by the client before it sends anything. */
const CERTIFICATE =
  /^(?:CERT_|SELF_SIGNED_CERT|DEPTH_ZERO_SELF|UNABLE_TO_(?:GET|VERIFY|DECRYPT)_|ERR_TLS_CERT_|HOSTNAME_MISMATCH|INVALID_CA|ERR_CERT_)/u;

/** Codes that arise only before the first byte of the request. */
const UNSENT = /^(?:ECONNREFUSED|ENOTFOUND|EAI_[A-Z]+|UND_ERR_CONNECT_TIMEOUT|ERR_INTERNET_DISCONNECTED)$/u;

const PROXY = /^(?:ERR_PROXY_|ERR_TUNNEL_|ERR_MANDATORY_PROXY_|PROXY_|UND_ERR_PRX_)/u;

interface SystemFailure {
  readonly code: string;
  readonly syscall: string | undefined;
}

const stringProperty = (value: object, name: string): string | undefined => {
  const property: unknown = Reflect.get(value, name);
  return typeof property === "string" ? property : undefined;
};

/** The first code along `cause` and, for a host with several addresses, `errors`. */
function findSystemFailure(error: unknown, depth = 0): SystemFailure | undefined {
  if (typeof error !== "object" || error === null || depth > 5) {
    return undefined;
  }
  const code = stringProperty(error, "code");
  // Anything else than a plain code could carry a value from the request into the log.
  if (code !== undefined && /^[A-Z][A-Z0-9_]{2,63}$/u.test(code)) {
    return { code, syscall: stringProperty(error, "syscall") };
  }
  const nested: unknown[] = [Reflect.get(error, "cause")];
  const errors: unknown = Reflect.get(error, "errors");
  if (Array.isArray(errors)) {
    nested.push(...(errors as unknown[]).slice(0, 8));
  }
  for (const inner of nested) {
    const found = findSystemFailure(inner, depth + 1);
    if (found !== undefined) {
      return found;
    }
  }
  return undefined;
}

function reasonOf(code: string): NetworkFailureReason {
  if (CERTIFICATE.test(code)) {
    return "certificate";
  }
  if (PROXY.test(code)) {
    return "proxy";
  }
  if (code.startsWith("ERR_SSL_")) {
    return "certificate";
  }
  return Object.hasOwn(REASONS, code)
    ? (REASONS[code] ?? "unknown")
    : code.startsWith("HPE_")
      ? "reset"
      : "unknown";
}

/**
 * Reduces whatever a transport rejected with to a reason and a code. The error itself is dropped: for a header that
 * fetch refuses, its message quotes the header's value, which is the key.
 */
export function networkErrorFrom(
  error: unknown,
  options: Pick<MaiAgentErrorOptions, "request"> = {},
): NetworkError {
  const failure = findSystemFailure(error);
  if (failure === undefined) {
    return new NetworkError("unknown", options);
  }
  const { code, syscall } = failure;
  const unsent =
    UNSENT.test(code) || CERTIFICATE.test(code) || syscall === "connect" || syscall === "getaddrinfo";
  return new NetworkError(reasonOf(code), { ...options, code, unsent });
}
