import { apiErrorFrom } from "./apiErrorFrom.ts";
import { contentKindOf, readBodyText } from "./bodyText.ts";
import type { Clock } from "./clock.ts";
import { normaliseErrorBody } from "./errorBody.ts";
import { NetworkError, RedirectError, ResponseShapeError } from "./errors.ts";
import type { RequestSummary } from "./errors.ts";
import { DeadlinePassed } from "./interruption.ts";
import type { Interruption } from "./interruption.ts";
import { parseJsonText } from "./jsonText.ts";
import type { KeyGuard } from "./keyGuard.ts";
import type { Limits } from "./limits.ts";
import { networkErrorFrom } from "./networkFailure.ts";
import { parseRetryAfter } from "./retryAfter.ts";
import type { Method, Transport, TransportResponse } from "./transport.ts";

/** What a successful answer should hold; decides how many bytes of it are read. */
export type Expectation = "list" | "single" | "nothing";

/** A successful answer. */
export interface AnswerBody {
  readonly status: number;
  /** The body, verbatim; empty where nothing was expected. */
  readonly text: string;
  /** The parsed body; undefined where nothing was expected. */
  readonly value: unknown;
}

/** One request and what bounds it. */
export interface Exchange {
  readonly method: Method;
  readonly url: string;
  readonly body: string | undefined;
  readonly expect: Expectation;
  readonly interruption: Interruption;
  readonly transport: Transport;
  readonly key: KeyGuard;
  readonly limits: Limits;
  readonly clock: Clock;
  /** The summary for an error, at the moment that it is thrown. */
  readonly summarise: (status?: number) => RequestSummary;
}

const timeout = (exchange: Exchange, status?: number): NetworkError =>
  new NetworkError("timeout", { request: exchange.summarise(status) });

async function receiveHeaders(exchange: Exchange): Promise<TransportResponse> {
  const { method, body, interruption, transport, key, limits } = exchange;
  interruption.arm("headers", limits.headersMs);
  try {
    return await interruption.race(
      transport.send(exchange.url, {
        method,
        headers: {
          accept: "application/json",
          authorization: key.authorization,
          ...(body === undefined ? {} : { "content-type": "application/json" }),
        },
        ...(body === undefined ? {} : { body }),
        redirect: "manual",
        signal: interruption.signal,
      }),
    );
  } catch (error) {
    throw error instanceof DeadlinePassed
      ? timeout(exchange)
      : networkErrorFrom(error, { request: exchange.summarise() });
  } finally {
    interruption.disarm("headers");
  }
}

function redirectError(response: TransportResponse, exchange: Exchange): RedirectError {
  const location = response.headers.get("location");
  const url = location === null ? null : URL.parse(location, exchange.url);
  const target =
    url === null ? "" : exchange.key.redact((url.host === "" ? url.protocol : url.origin) + url.pathname);
  return new RedirectError(response.status, target, { request: exchange.summarise(response.status) });
}

/** What the body of an error says; nothing if it is HTML, too large, slow, broken or not JSON. */
async function readErrorBody(
  response: TransportResponse,
  { interruption, limits }: Exchange,
): Promise<unknown> {
  if (contentKindOf(response) === "html") {
    interruption.discard();
    return undefined;
  }
  try {
    const text = await readBodyText(response, {
      maxBytes: limits.errorBytes,
      idleMs: limits.idleMs,
      interruption,
    });
    return parseJsonText(text, limits);
  } catch {
    interruption.discard();
    return undefined;
  }
}

/** A broken stream: the connection ended early, or the compressed bytes are not what they say. */
function brokenBody(error: unknown): ResponseShapeError {
  return networkErrorFrom(error).code === "Z_DATA_ERROR"
    ? new ResponseShapeError("encoding", "the compressed body is damaged")
    : new ResponseShapeError("truncated", "the connection ended before the body did");
}

/**
 * One turn of the event loop. undici takes a connection back one turn after its answer has ended: whoever starts the
 * next request at once would open another socket each time.
 */
export async function connectionReturned(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}

async function readAnswer(response: TransportResponse, exchange: Exchange): Promise<AnswerBody> {
  const { expect, interruption, limits } = exchange;
  const { status } = response;
  const kind = contentKindOf(response);
  if (kind === "html") {
    interruption.discard();
    throw new ResponseShapeError("html", "an HTML page");
  }
  if (expect === "nothing") {
    if (response.body !== null) {
      interruption.discard();
    }
    await connectionReturned();
    return { status, text: "", value: undefined };
  }
  if (kind !== "json") {
    interruption.discard();
    throw new ResponseShapeError("contentType", "the content type is not JSON");
  }
  const maxBytes = expect === "list" ? limits.listBytes : limits.singleBytes;
  const text = await readBodyText(response, { maxBytes, idleMs: limits.idleMs, interruption });
  // Before the parsing: of several answers that arrive together, the first is passed on before the last is parsed.
  await connectionReturned();
  return { status, text, value: parseJsonText(text, limits) };
}

/**
 * Sends one request once.
 *
 * @throws ApiError, NetworkError, ResponseShapeError or RedirectError; for an aborted signal any of these: the
 * caller looks at its signals first
 */
export async function exchangeOnce(exchange: Exchange): Promise<AnswerBody> {
  const { clock, key } = exchange;
  const response = await receiveHeaders(exchange);
  const { status } = response;
  if (response.type === "opaqueredirect" || (status >= 300 && status <= 399)) {
    exchange.interruption.discard();
    throw redirectError(response, exchange);
  }
  if (status === 407) {
    exchange.interruption.discard();
    throw new NetworkError("proxy", { request: exchange.summarise(status), unsent: true });
  }
  if (status < 200 || status > 299) {
    const retryAfterMs = parseRetryAfter(response.headers.get("retry-after"), clock.now());
    const body = key.redactErrorBody(normaliseErrorBody(await readErrorBody(response, exchange)));
    throw apiErrorFrom(status, { ...body, retryAfterMs, request: exchange.summarise(status) });
  }
  try {
    return await readAnswer(response, exchange);
  } catch (error) {
    if (error instanceof DeadlinePassed) {
      throw timeout(exchange, status);
    }
    const { reason, detail } = error instanceof ResponseShapeError ? error : brokenBody(error);
    throw new ResponseShapeError(reason, detail, { request: exchange.summarise(status) });
  }
}
