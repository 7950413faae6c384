import type { Socket } from "node:net";
import type { MaiAgentClient } from "../client.ts";
import type { Clock } from "../clock.ts";
import { AuthenticationError, MaiAgentError, PermissionError } from "../errors.ts";
import type { Transport } from "../transport.ts";
import type { Check, CheckName, Finding, Verdict } from "./checks.ts";
import {
  type Probed,
  probeDns,
  probeTcp,
  probeTls,
  serverAddressOf,
  type TlsIdentity,
} from "./networkProbes.ts";
import type { ProxyDecision } from "./proxyDecision.ts";

/** More than any server gives: what comes back is its cap. */
const ASKED_PAGE_SIZE = 1_000;
/** An answer's date counts whole seconds and is as old as the answer took. */
const SKEW_MS = 30_000;

/** A connection to be looked at. */
export interface DiagnosedConnection {
  readonly baseUrl: string;
  readonly decision: ProxyDecision;
  /** Certificate authorities that requests trust, and what the server is shown of a client. */
  readonly identity: TlsIdentity;
  /**
   * Makes the client that requests are tried with; the transport is to be wrapped by `observe`. It is disposed of at
   * the end. Fails as making a client does: a missing key, a file that cannot be read.
   */
  readonly client: (observe: (transport: Transport) => Transport) => Promise<MaiAgentClient>;
  readonly clock: Pick<Clock, "now">;
  readonly signal: AbortSignal;
  /** Told of each check before it begins. */
  readonly onCheck?: (name: CheckName) => void;
}

/**
 * Looks at a connection step by step, from the proxy to the server's clock, and says what it found. Never fails but
 * by the signal. The network is tried without the key; then requests are made as the extension makes them, and when
 * those work, a step that failed before is a warning only: VS Code knows ways that cannot be tried from here.
 *
 * @throws the signal's reason when it is aborted
 */
export async function diagnoseConnection(connection: DiagnosedConnection): Promise<readonly Check[]> {
  const network = await checkNetwork(connection);
  const requests = await checkRequests(connection);
  const works = requests.some(({ name, verdict }) => name === "contacts" && verdict === "good");
  return [
    ...network.map((check) =>
      works && check.verdict === "failed" ? { ...check, verdict: "warning" as const } : check,
    ),
    ...requests,
  ];
}

async function checkNetwork(connection: DiagnosedConnection): Promise<readonly Check[]> {
  const { baseUrl, decision, identity, clock, signal } = connection;
  const address = serverAddressOf(baseUrl);
  const checks: Check[] = [
    {
      name: "proxy",
      verdict: decision.way === "proxy" && decision.url === "" ? "failed" : "good",
      finding: { kind: "proxy", decision },
    },
  ];
  const check = async <T extends Probed>(name: CheckName, probe: () => Promise<T>): Promise<T> => {
    signal.throwIfAborted();
    connection.onCheck?.(name);
    const started = performance.now();
    const found = await beforeAbort(probe(), signal);
    const { verdict, finding } = found;
    checks.push({ name, verdict, finding, milliseconds: performance.now() - started });
    return found;
  };
  await check("dns", () => probeDns(address, decision));
  const { socket } = await check("tcp", () => probeTcp(address, decision, { ca: identity.ca, signal }));
  if (!socket) {
    checks.push({ name: "tls", verdict: "skipped", finding: { kind: "blocked", by: "tcp" } });
    return checks;
  }
  try {
    await check("tls", () => probeTls(socket, address, identity, clock.now()));
  } finally {
    socket.destroy();
  }
  return checks;
}

async function checkRequests(connection: DiagnosedConnection): Promise<readonly Check[]> {
  const { clock, signal } = connection;
  let skewMs: number | undefined;
  const observe = (transport: Transport): Transport => ({
    send: async (url, request) => {
      const answer = await transport.send(url, request);
      const date = Date.parse(answer.headers.get("date") ?? "");
      skewMs = Number.isNaN(date) ? skewMs : date - clock.now();
      return answer;
    },
    ...(transport.close ? { close: () => transport.close?.() ?? Promise.resolve() } : {}),
  });
  const rest = (by: CheckName, names: readonly CheckName[]): Check[] =>
    names.map((name) => ({ name, verdict: "skipped", finding: { kind: "blocked", by } }));

  connection.onCheck?.("contacts");
  let client: MaiAgentClient;
  try {
    client = await connection.client(observe);
  } catch (error) {
    signal.throwIfAborted();
    return [
      { name: "authentication", verdict: "failed", finding: { kind: "failure", error } },
      ...rest("authentication", ["contacts", "inboxes", "pageSize", "clock"]),
    ];
  }
  try {
    const checks: Check[] = [];
    const listed = await timed(() => client.contacts.list({ pageSize: 1 }, { signal }), signal);
    const { milliseconds } = listed;
    if (listed.error !== undefined) {
      const { error } = listed;
      const failure: Finding = { kind: "failure", error };
      checks.push(
        ...(isRefusedKey(error)
          ? [
              { name: "authentication", verdict: "failed", finding: failure, milliseconds } as const,
              ...rest("authentication", ["contacts", "inboxes", "pageSize"]),
            ]
          : [
              ...rest("contacts", ["authentication"]),
              { name: "contacts", verdict: "failed", finding: failure, milliseconds } as const,
              ...rest("contacts", ["inboxes", "pageSize"]),
            ]),
      );
    } else {
      const { count } = listed.value;
      checks.push(
        { name: "authentication", verdict: "good", finding: { kind: "keyTaken" }, milliseconds },
        { name: "contacts", verdict: "good", finding: { kind: "contacts", count }, milliseconds },
        await checkInboxes(client, connection),
        await checkPageSize(client, connection),
      );
    }
    return [...checks, clockCheck(skewMs)];
  } finally {
    client.dispose();
  }
}

async function checkInboxes(
  client: MaiAgentClient,
  { signal, onCheck }: DiagnosedConnection,
): Promise<Check> {
  onCheck?.("inboxes");
  const { value, error, milliseconds } = await timed(() => client.inboxes.list({ signal }), signal);
  return value
    ? {
        name: "inboxes",
        verdict: value.source === "inboxes" ? "good" : "warning",
        finding: { kind: "inboxes", count: value.inboxes.length, source: value.source },
        milliseconds,
      }
    : { name: "inboxes", verdict: "failed", finding: { kind: "failure", error }, milliseconds };
}

async function checkPageSize(
  client: MaiAgentClient,
  { signal, onCheck }: DiagnosedConnection,
): Promise<Check> {
  onCheck?.("pageSize");
  const ask = () => client.contacts.list({ pageSize: ASKED_PAGE_SIZE }, { signal });
  const { value, error, milliseconds } = await timed(ask, signal);
  if (!value) {
    return { name: "pageSize", verdict: "failed", finding: { kind: "failure", error }, milliseconds };
  }
  const given = value.items.length;
  const finding: Finding = {
    kind: "pageSize",
    given,
    asked: ASKED_PAGE_SIZE,
    isCapped: given < Math.min(value.count, ASKED_PAGE_SIZE),
  };
  return { name: "pageSize", verdict: "good", finding, milliseconds };
}

function clockCheck(skewMs: number | undefined): Check {
  const found = (verdict: Verdict, finding: Finding): Check => ({ name: "clock", verdict, finding });
  return skewMs === undefined
    ? found("skipped", { kind: "noDate" })
    : found(Math.abs(skewMs) > SKEW_MS ? "warning" : "good", { kind: "clock", skewMs });
}

/** A probe has deadlines of its own, and somebody who cancels does not wait for them. */
async function beforeAbort<T extends Probed & { readonly socket?: Socket }>(
  probe: Promise<T>,
  signal: AbortSignal,
): Promise<T> {
  let stop: (() => void) | undefined;
  const aborted = new Promise<never>((_, reject) => {
    stop = () => reject(abortError(signal));
    signal.addEventListener("abort", stop, { once: true });
  });
  try {
    return await Promise.race([probe, aborted]);
  } catch (error) {
    void probe.then(({ socket }) => socket?.destroy());
    throw error;
  } finally {
    if (stop) {
      signal.removeEventListener("abort", stop);
    }
  }
}

function abortError({ reason }: AbortSignal): Error {
  return reason instanceof Error ? reason : new DOMException("Cancelled.", "AbortError");
}

const isRefusedKey = (error: unknown): boolean =>
  error instanceof AuthenticationError || error instanceof PermissionError;

type Timed<T> = { readonly milliseconds: number } & (
  | { readonly value: T; readonly error?: undefined }
  | { readonly value?: undefined; readonly error: MaiAgentError }
);

/** @throws the signal's reason, and whatever is no error of a request */
async function timed<T>(work: () => Promise<T>, signal: AbortSignal): Promise<Timed<T>> {
  const started = performance.now();
  try {
    const value = await work();
    return { value, milliseconds: performance.now() - started };
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof MaiAgentError)) {
      throw error;
    }
    return { error, milliseconds: performance.now() - started };
  }
}
