/** What the template of the setting `maiagent.dashboardUrl` can name. */
export interface DashboardPlace {
  readonly connection: string;
  readonly contactId: string;
  /** An inbox of the contact; undefined when it has none. */
  readonly inboxId: string | undefined;
}

/** Why a template leads nowhere. */
export type DashboardProblem = "invalid" | "notHttps" | "userInfo" | "placeholder" | "host" | "noInbox";

const PLACEHOLDER = /\{([^{}]*)\}/g;
const MAXIMUM_LENGTH = 2000;

/** Whether the template needs an inbox, which has to be looked up first where none is known. */
export function namesInbox(template: string): boolean {
  return template.includes("{inboxId}");
}

/**
 * The page of a contact, from the user's own template. https only, and the placeholders cannot stand in the host:
 * which server is called is written in the setting, never by a contact.
 */
export function dashboardUrl(template: string, place: DashboardPlace): URL | DashboardProblem {
  if (namesInbox(template) && place.inboxId === undefined) {
    return problemOf(template) ?? "noInbox";
  }
  return problemOf(template) ?? new URL(filled(template, place));
}

function problemOf(template: string): DashboardProblem | undefined {
  const names = Array.from(template.matchAll(PLACEHOLDER), ([, name]) => name);
  if (names.some((name) => name !== "contactId" && name !== "inboxId" && name !== "connection")) {
    return "placeholder";
  }
  const [one, other] = ["a", "b"].map((text) =>
    URL.parse(filled(template, { connection: text, contactId: text, inboxId: text })),
  );
  if (!one || !other || template.length > MAXIMUM_LENGTH) {
    return "invalid";
  }
  if (one.protocol !== "https:") {
    return "notHttps";
  }
  if (one.username !== "" || one.password !== "") {
    return "userInfo";
  }
  return one.host === other.host ? undefined : "host";
}

function filled(template: string, { connection, contactId, inboxId }: DashboardPlace): string {
  const values = new Map([
    ["connection", connection],
    ["contactId", contactId],
    ["inboxId", inboxId ?? ""],
  ]);
  return template.replaceAll(PLACEHOLDER, (_, name: string) => encodeURIComponent(values.get(name) ?? ""));
}
