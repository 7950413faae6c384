import { createServer, type IncomingMessage } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";

/** A proxy for tests: it alone knows where the names lead that a test makes up. */
export interface ConnectProxy {
  readonly url: string;
  /** The authorities that tunnels were asked for, in order, refused ones included. */
  readonly asked: readonly string[];
  close(): Promise<void>;
}

/** What a test's proxy does. */
export interface ConnectProxyOptions {
  /** Ports on this machine by host name; any other name is refused with 502. */
  readonly hosts: Readonly<Record<string, number>>;
  /** Asks for Basic authentication with these. */
  readonly credentials?: { readonly user: string; readonly password: string };
}

/** Starts a proxy that opens tunnels only (HTTP CONNECT). */
export async function startConnectProxy({ hosts, credentials }: ConnectProxyOptions): Promise<ConnectProxy> {
  const asked: string[] = [];
  const sockets = new Set<Socket>();
  const expected =
    credentials && `Basic ${Buffer.from(`${credentials.user}:${credentials.password}`).toString("base64")}`;
  const server = createServer((_request, response) => {
    response.writeHead(400).end("tunnels only");
  });
  const keep = (socket: Socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
    socket.on("error", () => socket.destroy());
  };
  server.on("connection", keep);
  server.on("connect", (request: IncomingMessage, client: Socket) => {
    const authority = request.url ?? "";
    asked.push(authority);
    if (expected !== undefined && request.headers["proxy-authorization"] !== expected) {
      client.end(
        'HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm="test"\r\n\r\n',
      );
      return;
    }
    const port = hosts[authority.replace(/:\d+$/u, "")];
    if (port === undefined) {
      client.end("HTTP/1.1 502 Bad Gateway\r\n\r\n");
      return;
    }
    const upstream = connect(port, "127.0.0.1", () => {
      client.write("HTTP/1.1 200 Connection Established\r\n\r\n");
      upstream.pipe(client).pipe(upstream);
    });
    keep(upstream);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    close: async () => {
      sockets.forEach((socket) => socket.destroy());
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
