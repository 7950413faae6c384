import { isLoopback } from "../baseUrl.ts";

/** By which way requests leave this machine, as far as can be known without asking the operating system. */
export type ProxyDecision =
  /** `off`: `http.proxySupport` is off; `excepted`: the host is in `http.noProxy` or `NO_PROXY`; `none`: no proxy is set. */
  | { readonly way: "direct"; readonly why: "loopback" | "off" | "excepted" | "none" }
  /** `url` is without user info. `from` names where the proxy is set. */
  | {
      readonly way: "proxy";
      readonly url: string;
      readonly from: "network.proxy" | "http.proxy" | "HTTPS_PROXY";
      /** Value of `Proxy-Authorization`, from the address's user info: a secret. */
      readonly authorization?: string | undefined;
    };

/** The settings and variables that decide. */
export interface ProxySources {
  /** `network.proxy` of the connection. */
  readonly own: string | undefined;
  /** Whether the connection has a network path of its own: VS Code's proxy is not asked then. */
  readonly hasOwnPath: boolean;
  readonly proxy: string | undefined;
  readonly proxySupport: string | undefined;
  readonly noProxy: readonly string[];
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/**
 * Decides as VS Code does (its proxy agent): nothing on this machine goes through a proxy, `http.proxy` goes before
 * the environment, exceptions before both. What the operating system or a PAC file says is not known here.
 */
export function proxyDecision(baseUrl: string, sources: ProxySources): ProxyDecision {
  const { hostname, port } = new URL(baseUrl);
  if (isLoopback(hostname)) {
    return { way: "direct", why: "loopback" };
  }
  if (sources.hasOwnPath) {
    return sources.own === undefined
      ? { way: "direct", why: "none" }
      : throughProxy(sources.own, "network.proxy");
  }
  if (sources.proxySupport === "off") {
    return { way: "direct", why: "off" };
  }
  const variable = (name: string) => sources.environment[name] ?? sources.environment[name.toLowerCase()];
  const exceptions = sources.noProxy.length > 0 ? sources.noProxy : (variable("NO_PROXY") ?? "").split(",");
  if (exceptions.some((exception) => isExcepted(exception, hostname, port === "" ? "443" : port))) {
    return { way: "direct", why: "excepted" };
  }
  if (sources.proxy !== undefined && sources.proxy !== "") {
    return throughProxy(sources.proxy, "http.proxy");
  }
  const environment = variable("HTTPS_PROXY") ?? variable("HTTP_PROXY");
  return environment === undefined || environment === ""
    ? { way: "direct", why: "none" }
    : throughProxy(environment, "HTTPS_PROXY");
}

function throughProxy(
  address: string,
  from: Extract<ProxyDecision, { way: "proxy" }>["from"],
): ProxyDecision {
  const url = URL.parse(address.includes("://") ? address : `http://${address}`);
  if (url === null) {
    // Shown as something is wrong with it, but not as it is: it may hold a password.
    return { way: "proxy", url: "", from };
  }
  const { username, password } = url;
  const authorization =
    username === ""
      ? undefined
      : `Basic ${Buffer.from(`${decoded(username)}:${decoded(password)}`).toString("base64")}`;
  return { way: "proxy", url: `${url.protocol}//${url.host}`, from, authorization };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** `*`, `example.com`, `.example.com`, `*.example.com`, each with or without a port. */
function isExcepted(exception: string, hostname: string, port: string): boolean {
  const pattern = exception.trim().toLowerCase();
  if (pattern === "" || pattern === "*") {
    return pattern === "*";
  }
  const [, name = "", only] = /^(.*?)(?::(\d+))?$/u.exec(pattern) ?? [];
  const suffix = name.replace(/^\*?\.?/u, "");
  return (only === undefined || only === port) && (hostname === suffix || hostname.endsWith(`.${suffix}`));
}
