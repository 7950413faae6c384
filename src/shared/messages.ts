import * as z from "zod/mini";
import type { JsonHelp } from "./jsonHelp.ts";

/** A place inside the contact's JSON: keys and array positions from the root. */
export const pathSchema = z.array(z.union([z.string(), z.number()]));
export type JsonPath = z.infer<typeof pathSchema>;

/**
 * One form edit at `path`: `remove` drops the key, `key` gives the property another one, `json` writes a value as
 * JSON text (number tokens stay as they are), otherwise `value` (any JSON value) is written.
 */
export const editSchema = z.object({
  path: pathSchema,
  value: z.optional(z.unknown()),
  json: z.optional(z.string()),
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

/**
 * Everything the browser side may say. The host checks each message against this schema and drops what does
 * not fit. `seq` numbers the batches of one panel from 1 upwards, edits and texts in one sequence.
 */
export const fromWebviewSchema = z.discriminatedUnion("type", [
  z.object({ type: z.literal("ready") }),
  z.object({ type: z.literal("edits"), seq: z.number(), edits: z.array(editSchema) }),
  /**
   * The JSON pane's whole text, and the text that the typing began on: a document that moved meanwhile keeps its
   * move. The host applies the smallest replacement that yields it.
   */
  z.object({ type: z.literal("text"), seq: z.number(), base: z.string(), text: z.string() }),
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

/** Every word the editor shows; the host fills it through `vscode.l10n.t`. In backquotes: the English text, `{0}` marks a value. */
export interface EditorStrings {
  /** `Name`; the names of the form's fields also stand in the footer. */
  readonly name: string;
  /** `E-mail` */
  readonly email: string;
  /** `Phone` */
  readonly phoneNumber: string;
  /** `Source ID` */
  readonly sourceId: string;
  /** `Avatar URL` */
  readonly avatar: string;
  /** `Inboxes` */
  readonly inboxes: string;
  /** `required` */
  readonly required: string;
  /** `unique per inbox` */
  readonly uniquePerInbox: string;
  /** `not loaded` */
  readonly notLoaded: string;
  /** `changed`: for values too large to say what they were. */
  readonly changed: string;
  /** `changed • was {0}` */
  readonly changedWas: string;
  /** `changed • was not set` */
  readonly changedWasNothing: string;
  /** `empty`: the value is "". */
  readonly emptyText: string;
  /** `null` */
  readonly nullValue: string;
  /** `not set`: the contact has no such key. */
  readonly missingValue: string;
  /** `Add to inbox` */
  readonly addToInbox: string;
  /** `Remove from {0}` */
  readonly removeFromInbox: string;
  /** `In no inbox` */
  readonly noInbox: string;
  /** `In every inbox already` */
  readonly noMoreInboxes: string;
  /** `The inboxes are not known yet.` */
  readonly inboxesUnknown: string;
  /** `Filter inboxes` */
  readonly filterInboxes: string;
  /** `No inbox has this name.` */
  readonly noInboxMatches: string;
  /** `Copy ID` */
  readonly copyId: string;
  /** `created {0}` */
  readonly created: string;
  /** `updated {0}` */
  readonly updated: string;
  /** `1 conversation` */
  readonly conversationsOne: string;
  /** `{0} conversations` */
  readonly conversationsMany: string;
  /** `conversations`: the server does not say how many. */
  readonly conversationsUncounted: string;
  /** `{0}, latest {1}`: conversations and when the latest was. */
  readonly conversationsLatest: string;
  /** `Anonymous`: stands for an empty name. */
  readonly anonymous: string;
  /** `Form` */
  readonly form: string;
  /** `JSON` */
  readonly json: string;
  /** `Sent on save`: the tab with the request. */
  readonly sentOnSave: string;
  /** `Nothing would be sent.` */
  readonly sendsNothing: string;
  /** `Changes`: heading over the fields that a save changes. */
  readonly previewFields: string;
  /** `Request`: heading over the request that a save sends. */
  readonly previewRequest: string;
  /** `Added:`: said before a line that a save adds. */
  readonly previewAdded: string;
  /** `Removed:`: said before a line that a save removes. */
  readonly previewRemoved: string;
  /** `Preview Changes` */
  readonly previewChanges: string;
  /** `Contact as JSON` */
  readonly jsonLabel: string;
  /** `Contact` */
  readonly contactHeader: string;
  /** `Open as Text` */
  readonly openAsText: string;
  /** `Refresh` */
  readonly refresh: string;
  /** `More Actions` */
  readonly moreActions: string;
  /** `Duplicate` */
  readonly duplicate: string;
  /** `Delete` */
  readonly delete: string;
  /** `Copy JSON` */
  readonly copyJson: string;
  /** `Replace (PUT)` */
  readonly replace: string;
  /** `History` */
  readonly history: string;
  /** `Contact History` */
  readonly historyLong: string;
  /** `Compare with Server` */
  readonly compare: string;
  /** `No changes` */
  readonly fieldsChangedNone: string;
  /** `1 field changed` */
  readonly fieldsChangedOne: string;
  /** `{0} fields changed` */
  readonly fieldsChangedMany: string;
  /** `sends nothing`: follows the keys for saving while no field is changed. */
  readonly saveHint: string;
  /** `sends PATCH`: follows the keys for saving while fields are changed. */
  readonly savePatchHint: string;
  /** `cannot save broken JSON`: follows the keys for saving. */
  readonly saveBlocked: string;
  /** `No problems` */
  readonly problemsNone: string;
  /** `1 problem` */
  readonly problemsOne: string;
  /** `{0} problems` */
  readonly problemsMany: string;
  /** `Read-only` */
  readonly readOnly: string;
  /** `The JSON has a mistake. Correct it there, then the form works again.` */
  readonly fixJson: string;
  /** `Development` */
  readonly roleDevelopment: string;
  /** `Staging` */
  readonly roleStaging: string;
  /** `Production` */
  readonly roleProduction: string;
  /** `Sandbox` */
  readonly roleSandbox: string;
  /** `Server: {0}`: before a message that the server gave. */
  readonly server: string;
  /** `Knowledge access` */
  readonly knowledgeAccess: string;
  /** `Changes of knowledge access` */
  readonly accessChanges: string;
  /** `Completions`: the list that the JSON pane offers. */
  readonly completions: string;
  /** `Metadata` */
  readonly metadata: string;
  /** `Edit in JSON` */
  readonly editInJson: string;
  /** `Resize form and JSON` */
  readonly resizePanes: string;
  /** `{0} / {1}`: used and allowed characters. */
  readonly characters: string;
  /** `Actions for {0}` */
  readonly fieldActions: string;
  /** `Clear Field (null)` */
  readonly clearToNull: string;
  /** `Clear Field (empty text)` */
  readonly clearToEmpty: string;
  /** `Set to null` */
  readonly setToNull: string;
  /** `Set to Empty Text` */
  readonly setToEmpty: string;
  /** `Remove Field`: drops the key from the document */
  readonly removeField: string;
  /** `Restore Server Value` */
  readonly restoreField: string;
  /** `Show in JSON` */
  readonly showInJson: string;
  /** `Show Picture` */
  readonly showPicture: string;
  /** `Show Initials` */
  readonly hidePicture: string;
  /** `picture shown`: said where `notLoaded` stood */
  readonly pictureShown: string;
  /** `MCP credentials` */
  readonly credentials: string;
  /** `No MCP credentials` */
  readonly credentialsNone: string;
  /** `1 MCP credential` */
  readonly credentialsOne: string;
  /** `{0} MCP credentials` */
  readonly credentialsMany: string;
  /** `MCP credentials, if there are any`: while their number is not known */
  readonly credentialsUnknown: string;
  /** `Reveal for {0} s` */
  readonly revealCredentials: string;
  /** `Hide Now` */
  readonly hideCredentials: string;
  /** `Loading…` */
  readonly revealing: string;
  /** `hidden again in {0} s` */
  readonly hiddenIn: string;
  /** `The credentials are shown for {0} seconds.` */
  readonly credentialsShown: string;
  /** `The credentials are hidden again.` */
  readonly credentialsHidden: string;
  /** `Credential {0}`: for one without a name */
  readonly credential: string;
  /** `Arrow keys move and open, Enter edits a value, F2 renames a key, + adds, Delete removes.` */
  readonly treeHelp: string;
  /** `{0} keys`: said of an object */
  readonly treeObject: string;
  /** `{0} entries`: said of an array */
  readonly treeArray: string;
  /** `1 key` */
  readonly treeObjectOne: string;
  /** `1 entry` */
  readonly treeArrayOne: string;
  /** `no keys` */
  readonly treeEmptyObject: string;
  /** `no entries` */
  readonly treeEmptyArray: string;
  /** `{0} more: Edit in JSON` */
  readonly treeMore: string;
  /** `Add to {0}` */
  readonly treeAdd: string;
  /** `Rename {0}` */
  readonly treeRename: string;
  /** `Remove {0}` */
  readonly treeRemove: string;
  /** `Value of {0}` */
  readonly treeValue: string;
  /** `Type of {0}` */
  readonly treeType: string;
  /** `New key` */
  readonly treeKey: string;
  /** `This key stands there already.` */
  readonly treeKeyTaken: string;
  /** `A key is needed.` */
  readonly treeKeyEmpty: string;
  /** `This is not a JSON number.` */
  readonly treeNotNumber: string;
  /** `text` */
  readonly typeText: string;
  /** `number` */
  readonly typeNumber: string;
  /** `true` */
  readonly typeTrue: string;
  /** `false` */
  readonly typeFalse: string;
  /** `null` */
  readonly typeNull: string;
  /** `object` */
  readonly typeObject: string;
  /** `list` */
  readonly typeArray: string;
  /** `{0} added` */
  readonly added: string;
  /** `{0} removed` */
  readonly removed: string;
  /** `Entry {0}`: an entry of an array */
  readonly treeEntry: string;
}
