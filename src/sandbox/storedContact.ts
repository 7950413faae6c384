import { inboxReference, sampleInboxes } from "./sampleInboxes.ts";

/** Everything the sandbox knows about one contact; also what the state file holds. */
export interface ContactRecord {
  readonly id: string;
  /** Place in the list: higher is newer. Sample contacts count down from 0, created ones up from 1. */
  readonly sequence: number;
  readonly name: string;
  /** Known inboxes, at least one. */
  readonly inboxIds: readonly string[];
  /** undefined = the answer has no such key: null, "" and missing all occur on the real server. */
  readonly avatar?: string | null | undefined;
  readonly phoneNumber?: string | null | undefined;
  readonly email?: string | null | undefined;
  readonly sourceId?: string | null | undefined;
  /** JSON text, never parsed: numbers beyond 2^53 must come back as they were sent. */
  readonly queryMetadata?: string | undefined;
  /** Epoch milliseconds. */
  readonly createdAt: number;
  readonly updatedAt: number;
  /** How many conversations hang on it; more than none forbids DELETE. */
  readonly conversations: number;
  /** Whether answers also carry the old single `inbox`. */
  readonly showsInbox?: boolean | undefined;
}

/** One contact in the store, with the texts made from it: each is built when first asked for, then kept. */
export class StoredContact {
  readonly record: ContactRecord;
  #json: string | undefined;
  #fullText: string | undefined;

  constructor(record: ContactRecord) {
    this.record = record;
  }

  /** The contact as every route answers it (reference page, 'Response Schema Example'). */
  get json(): string {
    return (this.#json ??= contactJson(this.record));
  }

  /** Lower-case text that `search` looks through; parts are kept apart so that no match spans two of them. */
  get fullText(): string {
    const { record } = this;
    return (this.#fullText ??= [
      record.name,
      record.email,
      record.phoneNumber,
      record.sourceId,
      ...record.inboxIds.map((id) => sampleInboxes.find((inbox) => inbox.id === id)?.name),
      record.queryMetadata,
    ]
      .join("\n")
      .toLowerCase());
  }
}

function contactJson(record: ContactRecord): string {
  const inboxes = record.inboxIds.map(inboxReference);
  const members = [member("id", record.id), `"inboxes":[${inboxes.join(",")}]`];
  if (record.showsInbox) members.push(`"inbox":${inboxes[0] ?? "null"}`);
  members.push(
    member("name", record.name),
    member("avatar", record.avatar),
    member("phoneNumber", record.phoneNumber),
    member("email", record.email),
    member("sourceId", record.sourceId),
  );
  if (record.queryMetadata !== undefined) members.push(`"queryMetadata":${record.queryMetadata}`);
  members.push(
    // Shaped so that nobody takes it for a real secret, and so that a leak is found by one search.
    member("mcpCredentials", `sandbox-synthetic-credential-${record.id.slice(0, 8)}`),
    member("createdAt", String(record.createdAt)),
    member("updatedAt", String(record.updatedAt)),
  );
  return `{${members.filter((text) => text !== "").join(",")}}`;
}

function member(key: string, value: string | null | undefined): string {
  return value === undefined ? "" : `"${key}":${JSON.stringify(value)}`;
}
