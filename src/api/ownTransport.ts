import { connect as connectTcp, isIP, type Socket } from "node:net";
import { pipeline } from "node:stream";
import * as tls from "node:tls";
import { createBrotliDecompress, createGunzip, createInflate } from "node:zlib";
import request from "undici/lib/api/api-request.js";
import Agent from "undici/lib/dispatcher/agent.js";
import { isLoopback } from "./baseUrl.ts";
import { DEFAULT_LIMITS } from "./limits.ts";
import type { Transport, TransportRequest, TransportResponse } from "./transport.ts";
import { openTunnel, type Proxy } from "./tunnel.ts";

/** As many as bulk work may have in flight. */
const CONNECTIONS = 16;
/** Shorter than the 2 s after which a gunicorn in front of Django closes an idle connection. */
const KEEP_ALIVE_MS = 1_500;

/** The network path of one connection, read and checked. */
export interface OwnNetwork {
  /** PEM; trusted besides what the machine trusts. */
  readonly ca: readonly string[];
  /** PEM; for a server that asks for one. */
  readonly certificate?: string | undefined;
  /** PEM: a secret. */
  readonly key?: string | undefined;
  /** Of `key`: a secret. */
  readonly passphrase?: string | undefined;
  readonly proxy?: Proxy | undefined;
}

/**
 * Carries requests over a path of the connection's own: further certificate authorities, a client certificate, a
 * proxy. The host's fetch takes none of these from an extension.
 *
 * @throws Error of OpenSSL when certificate, key and passphrase do not fit together; its `code` says how
 */
export function ownTransport(network: OwnNetwork): Required<Transport> {
  const identity = {
    ca: [...machineAuthorities(), ...network.ca],
    ...(network.certificate === undefined ? {} : { cert: network.certificate }),
    ...(network.key === undefined ? {} : { key: network.key }),
    ...(network.passphrase === undefined ? {} : { passphrase: network.passphrase }),
  };
  const secureContext = tls.createSecureContext(identity);
  const agent = new Agent({
    connections: CONNECTIONS,
    pipelining: 1,
    // The sockets below offer no HTTP/2, and the build leaves that part of undici out.
    allowH2: false,
    keepAliveTimeout: KEEP_ALIVE_MS,
    keepAliveMaxTimeout: KEEP_ALIVE_MS,
    // The engine has its own deadlines, and its sizes are counted after decompression.
    headersTimeout: 0,
    bodyTimeout: 0,
    connect: (options, callback) => {
      connectTo(options, { proxy: network.proxy, ca: identity.ca, secureContext }).then(
        (socket) => callback(null, socket),
        (error: unknown) => callback(error instanceof Error ? error : new Error("no connection"), null),
      );
    },
  });
  return {
    send: (url, sent) => send(agent, url, sent),
    close: () => agent.destroy(),
  };
}

async function send(
  agent: InstanceType<typeof Agent>,
  url: string,
  { method, headers, body, signal }: TransportRequest,
): Promise<TransportResponse> {
  const { origin, pathname, search } = new URL(url);
  const answer = await request.call(agent, {
    origin,
    path: pathname + search,
    method,
    headers: { ...headers, "accept-encoding": "gzip, deflate, br" },
    body: body ?? null,
    signal,
  });
  const { statusCode, headers: received } = answer;
  const header = (name: string): string | null => {
    const value = received[name.toLowerCase()];
    return value === undefined ? null : Array.isArray(value) ? value.join(", ") : value;
  };
  const encoding = header("content-encoding")?.trim().toLowerCase() ?? "identity";
  return { status: statusCode, headers: { get: header }, body: decompressed(answer.body, encoding) };
}

function decompressed(body: NodeJS.ReadableStream, encoding: string): AsyncIterable<Uint8Array> {
  const decoder =
    encoding === "gzip" || encoding === "x-gzip"
      ? createGunzip()
      : encoding === "br"
        ? createBrotliDecompress()
        : encoding === "deflate"
          ? createInflate()
          : undefined;
  // Errors of either stream end the iteration of the last one; the callback is what pipeline needs for that.
  return decoder ? pipeline(body, decoder, () => undefined) : (body as AsyncIterable<Uint8Array>);
}

interface Endpoint {
  readonly hostname: string;
  readonly port: string;
  readonly protocol: string;
}

async function connectTo(
  { hostname, port, protocol }: Endpoint,
  path: {
    readonly proxy: Proxy | undefined;
    readonly ca: readonly string[];
    readonly secureContext: tls.SecureContext;
  },
): Promise<Socket | tls.TLSSocket> {
  const isSecure = protocol === "https:";
  const host = hostname.replaceAll(/^\[|\]$/gu, "");
  const number = Number(port === "" ? (isSecure ? 443 : 80) : port);
  const timeoutMs = DEFAULT_LIMITS.headersMs;
  // As VS Code does it: what is on this machine is never asked of a proxy.
  const socket =
    path.proxy && !isLoopback(hostname)
      ? await openTunnel(path.proxy, { host, port: number, timeoutMs, ca: path.ca })
      : connectTcp({ host, port: number, noDelay: true });
  if (!isSecure) {
    return ready(socket, socket.connecting ? "connect" : undefined, timeoutMs);
  }
  const secured = tls.connect({
    socket,
    secureContext: path.secureContext,
    ALPNProtocols: ["http/1.1"],
    host,
    ...(isIP(host) === 0 ? { servername: host } : {}),
  });
  return ready(secured, "secureConnect", timeoutMs);
}

async function ready<T extends Socket>(socket: T, event: string | undefined, timeoutMs: number): Promise<T> {
  if (event === undefined) {
    return socket;
  }
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      socket.destroy(
        Object.assign(new Error("no connection in time"), { code: "ETIMEDOUT", syscall: "connect" }),
      );
    }, timeoutMs);
    const fail = (error: Error) => {
      clearTimeout(timer);
      reject(error);
    };
    socket.once("error", fail);
    socket.once(event, () => {
      clearTimeout(timer);
      socket.off("error", fail);
      resolve(socket);
    });
  });
}

/** What Node and the operating system trust: a list of one's own would replace both. */
function machineAuthorities(): readonly string[] {
  return [...new Set([...tls.getCACertificates("default"), ...tls.getCACertificates("system")])];
}
