import type { ProxyDecision } from "./proxyDecision.ts";

/** What is looked at, in this order. */
export const CHECK_NAMES = [
  "proxy",
  "dns",
  "tcp",
  "tls",
  "authentication",
  "contacts",
  "inboxes",
  "pageSize",
  "clock",
] as const;
export type CheckName = (typeof CHECK_NAMES)[number];

/** `warning`: it works, or may work, and still deserves a look; `skipped`: there was nothing to look at. */
export type Verdict = "good" | "warning" | "failed" | "skipped";

/** What is wrong with a server's certificate. */
export type CertificateProblem = "endsSoon" | "ended" | "notYetValid" | "wrongName" | "untrusted";

/** What a check found: facts without words. Texts in it come from a server or a file and are not to be trusted. */
export type Finding =
  | { readonly kind: "proxy"; readonly decision: ProxyDecision }
  | { readonly kind: "resolved"; readonly addresses: readonly string[] }
  /** The address names a machine by number. */
  | { readonly kind: "isAddress" }
  /** The name is not known here, and the proxy resolves it. */
  | { readonly kind: "proxyResolves" }
  | { readonly kind: "connected"; readonly through: "direct" | "tunnel" | "proxy" }
  /** A proxy that cannot be tried from here, such as SOCKS. */
  | { readonly kind: "untriable" }
  /** http, on this machine. */
  | { readonly kind: "plain" }
  | {
      readonly kind: "certificate";
      readonly issuer: string;
      /** Epoch milliseconds. */
      readonly validTo: number;
      /** Such as `TLSv1.3`. */
      readonly protocol: string;
      readonly problem: CertificateProblem | undefined;
    }
  | { readonly kind: "keyTaken" }
  | { readonly kind: "contacts"; readonly count: number }
  | { readonly kind: "inboxes"; readonly count: number; readonly source: "inboxes" | "contacts" }
  | { readonly kind: "pageSize"; readonly given: number; readonly asked: number; readonly isCapped: boolean }
  /** The server's time less ours, in ms; an answer's date counts whole seconds. */
  | { readonly kind: "clock"; readonly skewMs: number }
  | { readonly kind: "noDate" }
  | { readonly kind: "failure"; readonly error: unknown }
  /** Not looked at because an earlier check failed. */
  | { readonly kind: "blocked"; readonly by: CheckName };

/** One check that was made. */
export interface Check {
  readonly name: CheckName;
  readonly verdict: Verdict;
  readonly finding: Finding;
  /** What it took; absent when nothing was tried. */
  readonly milliseconds?: number | undefined;
}
