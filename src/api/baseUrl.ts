import { InvalidInputError } from "./errors.ts";

/** The vendor's public API (reference page). */
export const DEFAULT_BASE_URL = "https://api.maiagent.ai/api";

const invalid = (problem: string): InvalidInputError => new InvalidInputError("baseUrl", problem);

/** Whether a URL's `hostname` is this machine: 127.0.0.0/8 as URL normalises every spelling of an IPv4 address. */
export function isLoopback(host: string): boolean {
  return host === "localhost" || host === "[::1]" || /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(host);
}

/**
 * Normalises a connection's base URL: no trailing slash, lower-case host, default port dropped.
 * https only; http is allowed for loopback (localhost, 127.0.0.0/8, [::1]).
 *
 * @throws InvalidInputError `empty`, `controlCharacter`, `whitespace`, `notUrl`, `scheme`, `userInfo`, `query` or `fragment`
 */
export function parseBaseUrl(text: string): string {
  const trimmed = text.trim();
  if (trimmed === "") {
    throw invalid("empty");
  }
  // Looked for in the text, because URL silently drops or rewrites all of these.
  if (/\s/u.test(trimmed)) {
    throw invalid("whitespace");
  }
  if (/\p{Cc}|\p{Cf}/u.test(trimmed)) {
    throw invalid("controlCharacter");
  }
  if (trimmed.includes("\\") || !URL.canParse(trimmed)) {
    throw invalid("notUrl");
  }
  const url = new URL(trimmed);
  if (url.protocol !== "https:" && !(url.protocol === "http:" && isLoopback(url.hostname))) {
    throw invalid("scheme");
  }
  if (!/^https?:\/\/[^/]/iu.test(trimmed)) {
    throw invalid("notUrl");
  }
  if (trimmed.includes("#")) {
    throw invalid("fragment");
  }
  if (trimmed.includes("?")) {
    throw invalid("query");
  }
  if (/^[^/]*\/\/[^/]*@/u.test(trimmed)) {
    throw invalid("userInfo");
  }
  return url.origin + url.pathname.replace(/\/+$/u, "");
}

/**
 * The origin under which a connection's key is stored and to which alone it is sent.
 *
 * @throws InvalidInputError as {@link parseBaseUrl}
 */
export function originOf(baseUrl: string): string {
  return new URL(parseBaseUrl(baseUrl)).origin;
}
