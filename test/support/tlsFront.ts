import { request } from "node:http";
import { createServer, type ServerOptions } from "node:https";
import type { AddressInfo } from "node:net";

/** A server with TLS in front of one on loopback that has none. */
export interface TlsFront {
  readonly port: number;
  /** Requests that came through it. */
  readonly served: number;
  close(): Promise<void>;
}

/** @param target - base URL of the server behind */
export async function startTlsFront(target: string, options: ServerOptions): Promise<TlsFront> {
  const { port } = new URL(target);
  let served = 0;
  const server = createServer(options, (incoming, outgoing) => {
    served += 1;
    const { method, url, headers } = incoming;
    const behind = request({ host: "127.0.0.1", port, method, path: url, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    behind.on("error", () => outgoing.destroy());
    incoming.pipe(behind);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    port: (server.address() as AddressInfo).port,
    get served() {
      return served;
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
