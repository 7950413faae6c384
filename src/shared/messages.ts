import * as z from "zod/mini";
import type { EditorStrings } from "./editorStrings.ts";
import type { JsonHelp } from "./jsonHelp.ts";

/** Far more than a page that is ours would send, and little enough for the host to work through. */
const MAX_DEPTH = 100;
const MAX_EDITS = 10_000;
const MAX_TEXT = 8 * 1024 * 1024;

/** A place inside the contact's JSON: keys and array positions from the root. */
export const pathSchema = z.array(z.union([z.string(), z.number()])).check(z.maxLength(MAX_DEPTH));
export type JsonPath = z.infer<typeof pathSchema>;

/**
 * One form edit at `path`: `remove` drops the key, `key` gives the property another one, `json` writes a value as
 * JSON text (number tokens stay as they are), otherwise `value` (any JSON value) is written.
 */
export const editSchema = z.object({
  path: pathSchema,
  value: z.optional(z.unknown()),
  json: z.optional(z.string().check(z.maxLength(MAX_TEXT))),
  key: z.optional(z.string()),
  remove: z.optional(z.boolean()),
});
export type Edit = z.infer<typeof editSchema>;

/** What the buttons and links of the editor ask the host to do; each acts on the panel's own contact. */
export const actionSchema = z.enum([
  "save",
  "copyId",
  "copyJson",
  "openAsText",
  "refresh",
  "retry",
  "setKey",
  "delete",
  "duplicate",
  "replace",
  "compare",
  "history",
  "preview",
  "keepMine",
  "takeTheirs",
  "dismiss",
  "showProblems",
  "showPicture",
]);
export type Action = z.infer<typeof actionSchema>;

/** Number of a batch of one panel. */
const seqSchema = z.int().check(z.positive());
const textSchema = z.string().check(z.maxLength(MAX_TEXT));

/**
 * Everything the browser side may say. The host checks each message against this schema and drops what does
 * not fit. `seq` numbers the batches of one panel from 1 upwards, edits and texts in one sequence.
 */
export const fromWebviewSchema = z.discriminatedUnion("type", [
  z.object({ type: z.literal("ready") }),
  z.object({
    type: z.literal("edits"),
    seq: seqSchema,
    edits: z.array(editSchema).check(z.maxLength(MAX_EDITS)),
  }),
  /**
   * The JSON pane's whole text, and the text that the typing began on: a document that moved meanwhile keeps its
   * move. The host applies the smallest replacement that yields it.
   */
  z.object({ type: z.literal("text"), seq: seqSchema, base: textSchema, text: textSchema }),
  /** The user wants to see the MCP credentials now; `id` tells the answer from that of an earlier click. */
  z.object({ type: z.literal("revealCredentials"), id: z.number() }),
  /** Answer to `flush`: every batch typed before it has been posted. */
  z.object({ type: z.literal("flushed"), id: z.number() }),
  /** `fields`: the keys that `keepMine` and `takeTheirs` decide about. */
  z.object({ type: z.literal("action"), action: actionSchema, fields: z.optional(z.array(z.string())) }),
]);
export type FromWebview = z.infer<typeof fromWebviewSchema>;

/** One complaint about the document: the form shows it under `path`, the JSON pane at `from`..`to` (UTF-16 offsets). */
export interface Problem {
  readonly path: JsonPath;
  readonly from: number;
  readonly to: number;
  readonly severity: "error" | "warning";
  /** `server` = the API refused the value on the last save; `check` = found before sending. */
  readonly source: "check" | "server";
  readonly message: string;
}

/** The line above the form, shown only when there is something to decide or to know. */
export interface Notice {
  readonly kind: "info" | "warning" | "error";
  readonly text: string;
  /** Fields with two values to look at: a conflict, or what the server made of what was sent. */
  readonly rows: readonly NoticeRow[];
  readonly actions: readonly NoticeAction[];
}

export interface NoticeRow {
  /** Key of the contact. */
  readonly field: string;
  readonly label: string;
  readonly values: readonly { readonly caption: string; readonly text: string }[];
  /** What choosing the first value does, line by line, where its JSON does not say it. */
  readonly effect?: { readonly caption: string; readonly lines: readonly string[] } | undefined;
  readonly actions: readonly NoticeAction[];
}

export interface NoticeAction {
  readonly action: Action;
  readonly label: string;
  /** What a screen reader says instead of `label`, where the label alone does not tell the field. */
  readonly spoken?: string;
  /** The keys that the action is about. */
  readonly fields?: readonly string[];
}

export type Role = "development" | "staging" | "production" | "sandbox";

export interface InboxChoice {
  readonly id: string;
  readonly name: string;
  readonly channelType: string | undefined;
}

export interface ConversationsShown {
  /** Undefined when the server does not count them. */
  readonly count: number | undefined;
  /** Epoch milliseconds of the latest. */
  readonly latest: number | undefined;
}

/** What surrounds the document and changes rarely. */
export interface EditorContext {
  readonly connectionLabel: string;
  readonly role: Role;
  /** Inboxes to pick from; empty while unknown. */
  readonly inboxes: readonly InboxChoice[];
  /** BCP 47 tag for dates and numbers. */
  readonly locale: string;
  /** The contact's conversations; undefined while unknown, and when it has none or the server does not tell. */
  readonly conversations: ConversationsShown | undefined;
}

/** The exact request of a save, and what it changes. */
export interface RequestPreview {
  /** Method and path. */
  readonly line: string;
  /** The body as readable JSON. */
  readonly body: string;
  readonly fields: readonly FieldPreview[];
}

/** A field that a save changes. */
export interface FieldPreview {
  /** Key of the contact. */
  readonly field: string;
  readonly label: string;
  /** Why a second look is worth while; undefined when it is not. */
  readonly warning: string | undefined;
  /** What the change means in words: inboxes by name, access gained and lost. */
  readonly meaning: readonly PreviewLine[];
  /** The value before and after, line by line. */
  readonly lines: readonly PreviewLine[];
}

/** `note` = a line that is neither gained nor lost. */
export interface PreviewLine {
  readonly sign: "same" | "added" | "removed" | "note";
  readonly text: string;
}

/** What `queryMetadata` lets the contact's assistant read, in words, and what the edit changes about it. */
export interface AccessState {
  /** One sentence each; `strong` is the part of it that matters most. */
  readonly lines: readonly { readonly text: string; readonly strong: string | undefined }[];
  /** False where nothing is set or the metadata is of another shape than the known one. */
  readonly isKnown: boolean;
  /** Against what the server last said: `+` gained, `−` lost, `±` changed in a way that nobody here can tell. */
  readonly changes: readonly { readonly sign: "+" | "−" | "±"; readonly text: string }[];
  /** Said instead of changes where the edit changes nothing about access. */
  readonly note: string | undefined;
}

/** The state of the document as the host sees it. */
export interface DocumentState {
  /** The whole JSON text. `ack` is the last `seq` applied: an older echo must not overwrite newer typing. */
  readonly text: string;
  readonly ack: number;
  readonly problems: readonly Problem[];
  /** Names of the top-level fields that differ from what the server last said, with that server value as JSON text (undefined: the server had no such key). */
  readonly changed: readonly { readonly field: string; readonly was: string | undefined }[];
  /** What a save would send now; undefined when nothing would go out. */
  readonly request: RequestPreview | undefined;
  /** How many MCP credentials the server last said there are; undefined while that is not known. */
  readonly credentials: number | undefined;
  /** Undefined while the JSON is half-typed or nothing is known yet: what was shown before stays. */
  readonly access: AccessState | undefined;
  /** False when the host would refuse an edit (read-only connection, nothing loaded yet). */
  readonly editable: boolean;
  /** False while nothing real was loaded: the form is hidden and only the notice speaks. */
  readonly loaded: boolean;
  readonly notice: Notice | undefined;
}

export type ToWebview =
  | { readonly type: "context"; readonly context: EditorContext; readonly strings: EditorStrings }
  | { readonly type: "document"; readonly document: DocumentState }
  /** Answer to `revealCredentials`: shown for a moment and kept by nobody. `failure` says why there are none to show. */
  | {
      readonly type: "credentials";
      readonly id: number;
      readonly items: readonly { readonly label: string | undefined; readonly value: string }[];
      readonly failure: string | undefined;
    }
  /** The avatar's picture as a `data:` URL, and the address that it was asked for. */
  | { readonly type: "picture"; readonly url: string; readonly data: string }
  /** The JSON schema of contact documents in the user's language, for completion and hovers in the JSON pane. */
  | { readonly type: "help"; readonly help: JsonHelp }
  | { readonly type: "flush"; readonly id: number }
  /** Said in the live region: 'Saved', 'Save failed: …'. */
  | { readonly type: "announce"; readonly text: string }
  /** Focus the field (a key of the contact) or, with `pane: "json"`, its place in the JSON pane; `request`: what a save sends. */
  | { readonly type: "reveal"; readonly path: JsonPath; readonly pane: "form" | "json" | "request" };
