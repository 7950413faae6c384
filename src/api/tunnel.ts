import { request } from "node:http";
import { request as secureRequest } from "node:https";
import type { Socket } from "node:net";

/** A proxy that opens tunnels (HTTP CONNECT). */
export interface Proxy {
  /** `http:` or `https:`, without user info. */
  readonly url: string;
  /** Value of `Proxy-Authorization`: a secret. */
  readonly authorization?: string | undefined;
}

/** What `host:port` a tunnel leads to, and how long its opening may take. */
export interface TunnelTarget {
  readonly host: string;
  readonly port: number;
  readonly timeoutMs: number;
  /** Certificate authorities for a proxy that is reached by TLS itself. */
  readonly ca: readonly string[];
}

/**
 * The proxy could not be reached or would not open the tunnel. `code` is `PROXY_` and the status it answered or the
 * system's code; `syscall` says that nothing was sent to the server behind it.
 */
export class TunnelError extends Error {
  override readonly name = "TunnelError";
  readonly syscall = "connect";
  readonly code: string;

  constructor(cause: string) {
    super("The proxy did not open a tunnel.");
    this.code = `PROXY_${cause}`;
  }
}

/**
 * Opens a tunnel through a proxy.
 * @throws TunnelError
 */
export async function openTunnel(proxy: Proxy, target: TunnelTarget): Promise<Socket> {
  const { host, port, timeoutMs, ca } = target;
  const url = new URL(proxy.url);
  const authority = `${host.includes(":") ? `[${host.replaceAll(/^\[|\]$/gu, "")}]` : host}:${port}`;
  return new Promise((resolve, reject) => {
    const ask = url.protocol === "https:" ? secureRequest : request;
    const asking = ask(url, {
      method: "CONNECT",
      path: authority,
      agent: false,
      ca: [...ca],
      headers: {
        host: authority,
        ...(proxy.authorization === undefined ? {} : { "proxy-authorization": proxy.authorization }),
      },
    });
    asking.setTimeout(timeoutMs, () => asking.destroy(new TunnelError("ETIMEDOUT")));
    asking.once("connect", ({ statusCode }, socket, head) => {
      asking.setTimeout(0);
      if (statusCode !== undefined && statusCode >= 200 && statusCode <= 299) {
        if (head.length > 0) {
          socket.unshift(head);
        }
        resolve(socket);
      } else {
        socket.destroy();
        reject(new TunnelError(String(statusCode ?? "ANSWER")));
      }
    });
    // A proxy that answers like a server: it does not know CONNECT.
    asking.once("response", (answer) => {
      answer.destroy();
      reject(new TunnelError(String(answer.statusCode ?? "ANSWER")));
    });
    asking.once("error", (error: NodeJS.ErrnoException) => {
      reject(error instanceof TunnelError ? error : new TunnelError(error.code ?? "UNKNOWN"));
    });
    asking.end();
  });
}
