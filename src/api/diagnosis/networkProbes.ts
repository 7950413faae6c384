import { lookup } from "node:dns/promises";
import { connect, isIP, type Socket } from "node:net";
import * as tls from "node:tls";
import { NetworkError } from "../errors.ts";
import { networkErrorFrom } from "../networkFailure.ts";
import { openTunnel, TunnelError } from "../tunnel.ts";
import type { CertificateProblem, Finding, Verdict } from "./checks.ts";
import type { ProxyDecision } from "./proxyDecision.ts";

const PROBE_MS = 10_000;
/** A certificate that ends within these days is worth a word. */
const SOON_MS = 14 * 24 * 60 * 60 * 1000;

/** What a probe found. */
export interface Probed {
  readonly verdict: Verdict;
  readonly finding: Finding;
}

/** What a TLS connection is made with; all of it PEM. */
export interface TlsIdentity {
  readonly ca: readonly string[];
  readonly certificate?: string | undefined;
  /** A secret. */
  readonly key?: string | undefined;
  /** A secret. */
  readonly passphrase?: string | undefined;
}

/** Where the server is. */
export interface ServerAddress {
  /** Without brackets. */
  readonly host: string;
  readonly port: number;
  readonly isSecure: boolean;
}

/** Host and port of a base URL. */
export function serverAddressOf(baseUrl: string): ServerAddress {
  const { hostname, port, protocol } = new URL(baseUrl);
  const isSecure = protocol === "https:";
  return {
    host: hostname.replaceAll(/^\[|\]$/gu, ""),
    port: Number(port === "" ? (isSecure ? 443 : 80) : port),
    isSecure,
  };
}

/** Looks the host's name up. A name that only the proxy knows is no failure. */
export async function probeDns({ host }: ServerAddress, decision: ProxyDecision): Promise<Probed> {
  if (isIP(host) !== 0) {
    return { verdict: "skipped", finding: { kind: "isAddress" } };
  }
  try {
    const found = await lookup(host, { all: true });
    return {
      verdict: "good",
      finding: { kind: "resolved", addresses: found.map(({ address }) => address) },
    };
  } catch (error) {
    return decision.way === "proxy"
      ? { verdict: "skipped", finding: { kind: "proxyResolves" } }
      : failed(error);
  }
}

/** Opens a connection to the server, by the proxy where there is one. The caller ends the socket. */
export async function probeTcp(
  { host, port }: ServerAddress,
  decision: ProxyDecision,
  { ca, signal }: { readonly ca: readonly string[]; readonly signal: AbortSignal },
): Promise<Probed & { readonly socket?: Socket }> {
  try {
    if (decision.way === "direct") {
      const socket = await connected(connect({ host, port, signal }));
      return { verdict: "good", finding: { kind: "connected", through: "direct" }, socket };
    }
    if (!/^https?:/u.test(decision.url)) {
      return { verdict: "skipped", finding: { kind: "untriable" } };
    }
    const socket = await openTunnel(decision, { host, port, timeoutMs: PROBE_MS, ca });
    signal.addEventListener("abort", () => socket.destroy(), { once: true });
    return { verdict: "good", finding: { kind: "connected", through: "tunnel" }, socket };
  } catch (error) {
    // VS Code asks for the proxy's password itself and knows other ways of proving who one is.
    const isAsked = error instanceof TunnelError && error.code === "PROXY_407" && decision.way === "proxy";
    return isAsked && decision.from !== "network.proxy"
      ? { ...failed(error), verdict: "warning" }
      : failed(error);
  }
}

/**
 * Shakes hands over the socket, to see the certificate, and sends nothing. Whether it is trusted is judged here; the
 * requests that carry the key are made by the client, which refuses what is not.
 */
export async function probeTls(
  socket: Socket,
  { host, isSecure }: ServerAddress,
  { ca, certificate: own, key, passphrase }: TlsIdentity,
  now: number,
): Promise<Probed> {
  if (!isSecure) {
    return { verdict: "skipped", finding: { kind: "plain" } };
  }
  try {
    const secured = tls.connect({
      socket,
      host,
      ca: [...ca],
      ...(own === undefined ? {} : { cert: own }),
      ...(key === undefined ? {} : { key }),
      ...(passphrase === undefined ? {} : { passphrase }),
      ALPNProtocols: ["http/1.1"],
      ...(isIP(host) === 0 ? { servername: host } : {}),
      // To see a certificate that is not trusted: it is what the person has to be told about.
      rejectUnauthorized: false,
    });
    await connected(secured, "secureConnect");
    const certificate = secured.getPeerX509Certificate();
    const problemCode = secured.authorized ? undefined : codeOf(secured.authorizationError);
    const validTo = certificate ? Date.parse(certificate.validTo) : 0;
    const problem = problemOf(problemCode, validTo, now);
    const finding: Finding = {
      kind: "certificate",
      issuer: nameOf(certificate?.issuer ?? ""),
      validTo,
      protocol: secured.getProtocol() ?? "",
      problem,
    };
    return {
      verdict: problem === undefined ? "good" : problem === "endsSoon" ? "warning" : "failed",
      finding,
    };
  } catch (error) {
    return failed(error);
  }
}

/** What this machine trusts by itself. */
export function machineAuthorities(withSystem: boolean): readonly string[] {
  return [
    ...new Set([...tls.getCACertificates("default"), ...(withSystem ? tls.getCACertificates("system") : [])]),
  ];
}

function problemOf(code: string | undefined, validTo: number, now: number): CertificateProblem | undefined {
  switch (code) {
    case undefined:
      return validTo - now < SOON_MS ? "endsSoon" : undefined;
    case "CERT_HAS_EXPIRED":
      return "ended";
    case "CERT_NOT_YET_VALID":
      return "notYetValid";
    case "ERR_TLS_CERT_ALTNAME_INVALID":
    case "HOSTNAME_MISMATCH":
      return "wrongName";
    default:
      return "untrusted";
  }
}

/** Types say `Error`; OpenSSL's verdict comes as its code. */
function codeOf(problem: unknown): string {
  if (typeof problem === "string") {
    return problem;
  }
  const code: unknown =
    typeof problem === "object" && problem !== null && "code" in problem ? problem.code : "";
  return typeof code === "string" ? code : "";
}

/** The name of an authority, as short as it can be told. */
function nameOf(issuer: string): string {
  const part = (key: string) => new RegExp(`^${key}=(.*)$`, "mu").exec(issuer)?.[1];
  return [part("CN"), part("O")].filter((text) => text !== undefined).join(", ") || issuer;
}

async function connected<T extends Socket>(socket: T, event = "connect"): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      socket.destroy(Object.assign(new Error("no connection in time"), { code: "ETIMEDOUT" }));
    }, PROBE_MS);
    socket.once("close", () => {
      clearTimeout(timer);
      reject(Object.assign(new Error("closed"), { code: "ECONNRESET" }));
    });
    socket.on("error", (error) => {
      clearTimeout(timer);
      reject(error);
    });
    socket.once(event, () => {
      clearTimeout(timer);
      resolve(socket);
    });
  });
}

function failed(error: unknown): Probed {
  const known = error instanceof NetworkError ? error : networkErrorFrom(error);
  return { verdict: "failed", finding: { kind: "failure", error: known } };
}
