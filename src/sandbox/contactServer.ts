import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { setTimeout as delay } from "node:timers/promises";
import { htmlAnswer, type Answer } from "./answer.ts";
import { commits, plannedAnswer, PlannedResponses } from "./plannedResponses.ts";
import { requestBody } from "./requestBody.ts";
import type { Router } from "./router.ts";
import type { RecordedRequest } from "./sandbox.ts";
import { splitTarget } from "./sandboxRequest.ts";

const HOST = "127.0.0.1";
const MAX_RECORDED = 1000;

/** The HTTP side: sockets, bodies, records, latency and faults. What is answered is the router's affair. */
export class ContactServer {
  readonly planned = new PlannedResponses();
  latencyMs: number;
  readonly #router: Router;
  readonly #server: Server;
  readonly #onRequest: ((request: RecordedRequest) => void) | undefined;
  readonly #closing = new AbortController();
  #requests: RecordedRequest[] = [];
  #port = 0;

  constructor(
    router: Router,
    latencyMs: number,
    onRequest: ((request: RecordedRequest) => void) | undefined,
  ) {
    this.#router = router;
    this.latencyMs = latencyMs;
    this.#onRequest = onRequest;
    this.#server = createServer((request, response) => {
      this.#serve(request, response).catch(() => {
        // The client went away, or the sandbox is closing: there is nobody left to answer.
        response.destroy();
      });
    });
  }

  get port(): number {
    return this.#port;
  }

  get requests(): readonly RecordedRequest[] {
    return this.#requests;
  }

  clearRequests(): void {
    this.#requests = [];
  }

  /** @throws the system error (EADDRINUSE, EACCES) when the port cannot be had */
  async listen(port: number): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once("error", reject);
      this.#server.listen(port, HOST, () => {
        this.#server.off("error", reject);
        resolve();
      });
    });
    const address = this.#server.address();
    this.#port = typeof address === "object" && address !== null ? address.port : port;
  }

  /** Stops listening and breaks open connections; answers still held are dropped. */
  async close(): Promise<void> {
    this.#closing.abort();
    if (!this.#server.listening) return;
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    this.#server.closeAllConnections();
    await closed;
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = "GET", url: target = "/" } = request;
    const latencyMs = this.latencyMs;
    const body = await requestBody(request);
    const planned = this.planned.take(method, target);
    const real = planned === undefined || commits(planned) ? this.#answer(request, target, body) : undefined;
    const answer = (planned === undefined ? undefined : plannedAnswer(planned)) ?? real;
    const broken = planned?.fault === "reset" || planned?.fault === "hang" || answer === undefined;
    this.#record({
      method,
      path: target,
      body: body?.toString("utf8") ?? "",
      status: broken ? 0 : answer.status,
    });
    if (planned?.until !== undefined) await this.#unlessClosing(planned.until);
    if (latencyMs > 0) await delay(latencyMs, undefined, { signal: this.#closing.signal });
    if (planned?.fault === "hang") return;
    if (broken) request.socket.resetAndDestroy();
    else send(response, answer, { head: method === "HEAD", truncate: planned?.fault === "truncate" });
  }

  #answer(request: IncomingMessage, target: string, body: Buffer | undefined): Answer {
    // As nginx in front of the real server: the application never sees it.
    if (body === undefined) return htmlAnswer(413, "413 Request Entity Too Large", { connection: "close" });
    const { headers, method = "GET" } = request;
    const host = /^[\w.:[\]-]+$/.test(headers.host ?? "") ? headers.host : undefined;
    try {
      const { path, query } = splitTarget(target);
      return this.#router.handle(
        {
          method,
          path,
          query,
          origin: `http://${host ?? `${HOST}:${this.#port}`}`,
          contentType: headers["content-type"],
          authorization: headers.authorization,
          body,
        },
        target,
      );
    } catch (error) {
      // A defect of the sandbox itself: seen by the client as Django would show it, and by whoever runs the sandbox.
      process.emitWarning(error instanceof Error ? error : String(error));
      return htmlAnswer(500, "Server Error (500)");
    }
  }

  #record(request: RecordedRequest): void {
    this.#requests.push(request);
    if (this.#requests.length > MAX_RECORDED) this.#requests.shift();
    this.#onRequest?.(request);
  }

  async #unlessClosing(until: Promise<unknown>): Promise<void> {
    const { signal } = this.#closing;
    await new Promise<void>((resolve, reject) => {
      const stop = (): void => reject(new Error("the sandbox is closing"));
      if (signal.aborted) stop();
      signal.addEventListener("abort", stop, { once: true });
      const settled = (): void => {
        signal.removeEventListener("abort", stop);
        resolve();
      };
      until.then(settled, settled);
    });
  }
}

function send(response: ServerResponse, answer: Answer, how: { head: boolean; truncate: boolean }): void {
  const body = Buffer.from(answer.body, "utf8");
  response.writeHead(answer.status, {
    ...answer.headers,
    // A 204 has no body, so no length either (RFC 9110, 8.6).
    ...(answer.status === 204 || "content-length" in answer.headers ? {} : { "content-length": body.length }),
    "x-content-type-options": "nosniff",
  });
  if (how.truncate) {
    response.write(body.subarray(0, Math.floor(body.length / 2)), () => response.destroy());
  } else {
    response.end(how.head ? undefined : body);
  }
}
