import * as z from "zod/mini";
import { changesBetween, type FieldChange, isReadOnlyField } from "./contactChanges.ts";
import { type ContactText, documentTextOf, fieldValue, parseContactText } from "./contactText.ts";

/** What a write did: POST, PATCH, PUT, DELETE, or a POST that brought a deleted contact back. */
export const WRITE_KINDS = ["create", "update", "replace", "delete", "restore"] as const;
export type WriteKind = (typeof WRITE_KINDS)[number];

/** A contact's text as a document shows it: verbatim number tokens and key order, never a credential. */
const contactText = z.string().check(z.refine(isContactText));

const historyEntrySchema = z.readonly(
  z.object({
    version: z.literal(1),
    /** Also stands in the file's name. */
    id: z.uuid(),
    /** When the write ended, in epoch milliseconds of this machine. */
    at: z.number(),
    kind: z.enum(WRITE_KINDS),
    connectionId: z.string(),
    /** Origin of the connection's base URL at that time: an id can be given to another server later. */
    origin: z.string(),
    contactId: z.string(),
    /** Top-level keys that the request carried; empty for a delete. */
    sent: z.readonly(z.array(z.string())),
    /** The contact before the write; missing when it did not exist or nobody could say. */
    before: z.optional(contactText),
    /** The contact as the write's answer gave it; missing after a delete, or when no answer came. */
    after: z.optional(contactText),
    /** `unknown`: the answer was lost, so the server may or may not have done it. */
    outcome: z.enum(["done", "unknown"]),
    /** Of a `restore`: the id of the entry of the delete that it made good. */
    restores: z.optional(z.string()),
  }),
);

/** One write of one contact, as it is kept on disk. */
export type HistoryEntry = z.infer<typeof historyEntrySchema>;

/** Reads an entry from its file; undefined for anything else, such as a file that a power cut left half written. */
export function parseHistoryEntry(json: string): HistoryEntry | undefined {
  try {
    const parsed = historyEntrySchema.safeParse(JSON.parse(json));
    return parsed.success ? parsed.data : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) {
      return undefined;
    }
    throw error;
  }
}

/** A write as whoever made it knows it. Texts may still carry credentials. */
export interface PerformedWrite extends Pick<
  HistoryEntry,
  "kind" | "connectionId" | "origin" | "contactId" | "outcome" | "restores"
> {
  /** The request's body as JSON; undefined for a delete. */
  readonly body: string | undefined;
  readonly before: string | undefined;
  readonly after: string | undefined;
}

/** Makes the entry of a write. Credentials are taken out here, so that no caller can bring them to disk. */
export function historyEntryOf(write: PerformedWrite, id: string, at: number): HistoryEntry {
  const { kind, connectionId, origin, contactId, outcome, restores, body, before, after } = write;
  return {
    version: 1,
    ...{ id, at, kind, connectionId, origin, contactId, outcome },
    sent: body === undefined ? [] : [...parseContactText(body).fields.keys()],
    ...(before === undefined ? {} : { before: documentTextOf(before) }),
    ...(after === undefined ? {} : { after: documentTextOf(after) }),
    ...(restores === undefined ? {} : { restores }),
  };
}

/** The version that restoring an entry brings back: before the write, or as it was created. */
export function versionOf({ before, after, kind }: HistoryEntry): ContactText | undefined {
  const text = before ?? (kind === "create" || kind === "restore" ? after : undefined);
  return text === undefined ? undefined : parseContactText(text);
}

/** What a write changed, without what only the server writes; undefined where one side is not known. */
export function changesOf({ before, after }: HistoryEntry): readonly FieldChange[] | undefined {
  return before === undefined || after === undefined
    ? undefined
    : changesBetween(parseContactText(before), parseContactText(after)).filter(
        ({ field }) => !isReadOnlyField(field),
      );
}

/** The contact's name as the entry knows it, empty when it has none. */
export function contactNameIn({ before, after }: HistoryEntry): string {
  const text = before ?? after;
  const name = text === undefined ? undefined : fieldValue(parseContactText(text), "name");
  return typeof name === "string" ? name : "";
}

function isContactText(text: string): boolean {
  try {
    parseContactText(text);
    return true;
  } catch {
    return false;
  }
}
