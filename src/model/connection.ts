import * as z from "zod/mini";
import { parseBaseUrl } from "../api/baseUrl.ts";
import { InvalidInputError } from "../api/errors.ts";
import { CONNECTION_ID } from "./contactId.ts";

/** Id of the connection to the built-in sandbox server. */
export const SANDBOX_ID = "sandbox";

/** What a connection is for; `sandbox` is the built-in server and never stands in settings. */
export const roleSchema = z.enum(["development", "staging", "production", "sandbox"]);
export type Role = z.infer<typeof roleSchema>;

const fileSchema = z.optional(z.string().check(z.minLength(1), z.maxLength(1000)));

const networkSchema = z
  .object({
    /** PEM; its certificate authorities are trusted besides the machine's. */
    caFile: fileSchema,
    clientCertificateFile: fileSchema,
    /** Default: the key that `clientCertificateFile` holds as well. */
    clientKeyFile: fileSchema,
    proxy: z.optional(z.string().check(z.refine(isProxyUrl))),
  })
  .check(
    z.refine(({ clientKeyFile, clientCertificateFile }) => !clientKeyFile || !!clientCertificateFile, {
      path: ["clientCertificateFile"],
    }),
  );

/** A network path of the connection's own; paths are absolute or begin with `~/`. Secrets are in SecretStorage. */
export type NetworkSetting = z.infer<typeof networkSchema>;

const settingSchema = z.object({
  // Authorities of URIs are lower-cased by VS Code, so ids are lower case from the start.
  id: z.string().check(z.regex(CONNECTION_ID)),
  label: z.string().check(z.minLength(1), z.maxLength(80)),
  baseUrl: z.string(),
  role: z._default(z.enum(["development", "staging", "production"]), "development"),
  readOnly: z._default(z.boolean(), false),
  keySource: z._default(z.enum(["secret", "environment"]), "secret"),
  network: z.optional(networkSchema),
});

/** One entry of the setting `maiagent.connections`. Its key is elsewhere: in SecretStorage or, if it says so, in `MAIAGENT_API_KEY`. */
export interface Connection {
  readonly id: string;
  readonly label: string;
  /** Normalised, without a trailing slash. */
  readonly baseUrl: string;
  readonly role: Role;
  readonly readOnly: boolean;
  readonly keySource: "secret" | "environment";
  /** Undefined: requests go as all of VS Code's do. */
  readonly network?: NetworkSetting | undefined;
}

/** An entry of the setting that cannot be used: which one (from 0), which member of it, and a reason for the log. */
export interface ConnectionProblem {
  readonly index: number;
  readonly member: string;
  readonly reason: string;
}

/**
 * Reads the setting's value. Wrong entries are reported, not thrown, so that one typing error does not hide the
 * other connections; of two entries with one id the second is reported.
 */
export function parseConnections(setting: unknown): {
  readonly connections: readonly Connection[];
  readonly problems: readonly ConnectionProblem[];
} {
  const connections: Connection[] = [];
  const problems: ConnectionProblem[] = [];
  if (setting !== undefined && !Array.isArray(setting)) {
    return { connections, problems: [{ index: 0, member: "", reason: "not a list" }] };
  }
  for (const [index, entry] of ((setting ?? []) as unknown[]).entries()) {
    const parsed = settingSchema.safeParse(entry);
    if (!parsed.success) {
      const issue = parsed.error.issues[0];
      problems.push({ index, member: issue?.path.join(".") ?? "", reason: issue?.code ?? "invalid" });
      continue;
    }
    if (parsed.data.id === SANDBOX_ID || connections.some(({ id }) => id === parsed.data.id)) {
      problems.push({ index, member: "id", reason: "not unique" });
      continue;
    }
    try {
      connections.push({ ...parsed.data, baseUrl: parseBaseUrl(parsed.data.baseUrl) });
    } catch (error) {
      if (!(error instanceof InvalidInputError)) {
        throw error;
      }
      problems.push({ index, member: "baseUrl", reason: error.problem });
    }
  }
  return { connections, problems };
}

/** A free, lower-case id made from a label; labels without Latin letters become `connection`, `connection-2`, … */
export function connectionIdFor(label: string, taken: ReadonlySet<string>): string {
  const slug = label
    .normalize("NFKD")
    // What NFKD parted from its letter: Zürich is zurich, not zu-rich.
    .replaceAll(/\p{M}/gu, "")
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^-+|-+$/g, "")
    .slice(0, 50);
  const stem = slug === "" || slug === SANDBOX_ID ? "connection" : slug;
  for (let number = 1; ; number++) {
    const id = number === 1 ? stem : `${stem}-${number}`;
    if (!taken.has(id)) {
      return id;
    }
  }
}

/** An http or https address and nothing more: a password would stand readable in the settings. */
function isProxyUrl(text: string): boolean {
  const url = URL.parse(text);
  return (
    url !== null &&
    ["http:", "https:"].includes(url.protocol) &&
    [url.username, url.password, url.search, url.hash].every((part) => part === "") &&
    url.pathname === "/" &&
    !/[\s@]/u.test(text)
  );
}
