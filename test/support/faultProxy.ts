import { createServer, type IncomingMessage, type ServerResponse } from "node:http";

/**
 * What goes wrong with one request. `resetBefore`: the connection breaks before the server sees it; `resetAfter`,
 * `502After`: the server did its work, then the connection breaks or a gateway answers; `503`: refused unseen;
 * `timeout`: done, and never answered; `truncated`: done, and the answer breaks off.
 */
export type Fault = "resetBefore" | "resetAfter" | "502After" | "503" | "timeout" | "truncated";

export const FAULTS: readonly Fault[] = [
  "resetBefore",
  "resetAfter",
  "502After",
  "503",
  "timeout",
  "truncated",
];

/** A request as the proxy sees it. */
export interface ProxiedRequest {
  readonly method: string;
  /** Path with query. */
  readonly path: string;
  readonly body: string;
}

/** A proxy in front of a server on loopback that does to its requests what a bad network does. */
export interface FaultProxy {
  /** As the server's own, with the proxy's port. */
  readonly baseUrl: string;
  close(): Promise<void>;
}

/** @param decide - the fault of a request, or undefined to let it pass; asked once for each request */
export async function startFaultProxy(
  target: string,
  decide: (request: ProxiedRequest) => Fault | undefined,
): Promise<FaultProxy> {
  const upstream = new URL(target);
  const server = createServer((request, response) => {
    serve(request, response, upstream, decide).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return {
    baseUrl: `http://127.0.0.1:${port}${upstream.pathname}`,
    close: async () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}

async function serve(
  request: IncomingMessage,
  response: ServerResponse,
  upstream: URL,
  decide: (request: ProxiedRequest) => Fault | undefined,
): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) {
    chunks.push(chunk);
  }
  const { method = "GET", url: path = "/", headers, socket } = request;
  const body = Buffer.concat(chunks).toString("utf8");
  const fault = decide({ method, path, body });
  if (fault === "resetBefore") {
    socket.resetAndDestroy();
    return;
  }
  if (fault === "503") {
    response.writeHead(503, { "content-type": "text/html" }).end("<html>503</html>");
    return;
  }
  const answer = await fetch(new URL(path, upstream), {
    method,
    headers: {
      authorization: headers.authorization ?? "",
      ...(body === "" ? {} : { "content-type": "application/json" }),
    },
    ...(body === "" ? {} : { body }),
  });
  const bytes = Buffer.from(await answer.arrayBuffer());
  const answered = Object.fromEntries(
    ["content-type", "retry-after"].flatMap((name) => {
      const value = answer.headers.get(name);
      return value === null ? [] : [[name, value]];
    }),
  );
  switch (fault) {
    case "timeout":
      return;
    case "resetAfter":
      socket.resetAndDestroy();
      return;
    case "502After":
      response.writeHead(502, { "content-type": "text/html" }).end("<html>502 Bad Gateway</html>");
      return;
    case "truncated":
      response.writeHead(answer.status, { ...answered, "content-length": String(bytes.length + 10) });
      response.write(bytes.subarray(0, Math.ceil(bytes.length / 2)), () => socket.destroy());
      return;
    case undefined:
      response.writeHead(answer.status, answered).end(bytes);
  }
}
