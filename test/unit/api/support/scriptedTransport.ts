import type { Clock } from "../../../../src/api/clock.ts";
import type {
  Method,
  Transport,
  TransportRequest,
  TransportResponse,
} from "../../../../src/api/transport.ts";

/** A request as the transport saw it. */
export interface SentRequest {
  readonly method: Method;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
  readonly signal: AbortSignal;
  /** On the test's clock. */
  readonly at: number;
}

/** A transport in memory that notes what it is asked. */
export interface ScriptedTransport extends Transport {
  readonly sent: readonly SentRequest[];
}

/** Answers each request by the script; a script that throws is a network failure. */
export function scriptedTransport(
  clock: Clock,
  script: (request: SentRequest, index: number) => TransportResponse | Promise<TransportResponse>,
): ScriptedTransport {
  const sent: SentRequest[] = [];
  return {
    sent,
    send: async (url: string, { method, headers, body, signal }: TransportRequest) => {
      const request = { method, url: new URL(url), headers, body, signal, at: clock.now() };
      sent.push(request);
      return await script(request, sent.length - 1);
    },
  };
}

/** A JSON answer. */
export const json = (status: number, value: unknown, headers: Record<string, string> = {}): Response =>
  new Response(JSON.stringify(value), {
    status,
    headers: { "content-type": "application/json", ...headers },
  });

/** An answer without a body. */
export const empty = (status: number, headers: Record<string, string> = {}): Response =>
  new Response(null, { status, headers });

/** Fails as fetch does: a TypeError around a system error. */
export const networkFailure = (code: string, syscall?: string): TypeError =>
  new TypeError("fetch failed", {
    cause: Object.assign(new Error("secret text"), { code, ...(syscall === undefined ? {} : { syscall }) }),
  });

/** A page of a list. */
export const listOf = (
  results: readonly unknown[],
  count = results.length,
  next: string | null = null,
): Response => json(200, { count, next, previous: null, results });
