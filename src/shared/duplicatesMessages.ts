import * as z from "zod/mini";

/** Everything that the duplicates page may say; the host drops what does not fit. */
export const fromDuplicatesPageSchema = z.discriminatedUnion("type", [
  z.object({ type: z.literal("ready") }),
  /** Show this group; its contacts are read again. */
  z.object({ type: z.literal("select"), groupId: z.string() }),
  z.object({
    type: z.literal("merge"),
    groupId: z.string(),
    survivorId: z.string(),
    /** Field name to the id of the contact that it is taken from. */
    fieldsFrom: z.record(z.string(), z.string()),
    /** Ids of contacts that are deleted after the merge. */
    deleted: z.array(z.string()),
  }),
  /** These are different people: the group is put aside. */
  z.object({ type: z.literal("dismiss"), groupId: z.string() }),
  z.object({ type: z.literal("open"), contactId: z.string() }),
  /** Look for duplicates again. */
  z.object({ type: z.literal("search") }),
]);
export type FromDuplicatesPage = z.infer<typeof fromDuplicatesPageSchema>;

/** Where a group stands. */
export type GroupState = "open" | "merged" | "partly" | "dismissed";

/** A row of the list. All texts of this file are plain and may come from the server: the page shows them as text. */
export interface GroupRow {
  readonly id: string;
  /** Names of its contacts. */
  readonly title: string;
  /** In what they agree, in words. */
  readonly reasons: string;
  /** How many contacts it has, in words. */
  readonly count: string;
  readonly state: GroupState;
  readonly stateName: string;
}

/** A contact of the group that is shown. */
export interface ColumnView {
  readonly contactId: string;
  readonly name: string;
  readonly shortId: string;
  /** When it was created, in words. */
  readonly created: string;
  readonly inboxes: readonly string[];
}

/** A field of the group that is shown; one value for each column. */
export interface FieldView {
  readonly field: string;
  readonly label: string;
  /** `isEmpty`: null, "" or missing; `text` then says which. */
  readonly values: readonly { readonly text: string; readonly isEmpty: boolean }[];
  /** All columns say the same: there is nothing to choose. */
  readonly isSame: boolean;
}

/** The page's own words, in the user's language. */
export interface DuplicatesWords {
  readonly heading: string;
  readonly groups: string;
  readonly none: string;
  readonly keep: string;
  readonly deleteAfter: string;
  readonly survivor: string;
  readonly different: string;
  readonly same: string;
  readonly inboxes: string;
  readonly inboxesAfter: string;
  readonly created: string;
  readonly open: string;
  readonly merge: string;
  readonly dismiss: string;
  readonly search: string;
  readonly field: string;
  readonly loading: string;
  readonly consent: string;
}

/** Everything that the host says to the page. */
export type ToDuplicatesPage =
  | {
      readonly type: "groups";
      readonly words: DuplicatesWords;
      /** The connection and its role, and where was looked. */
      readonly subtitle: string;
      readonly groups: readonly GroupRow[];
      readonly canWrite: boolean;
    }
  | {
      readonly type: "group";
      readonly groupId: string;
      readonly columns: readonly ColumnView[];
      readonly fields: readonly FieldView[];
      /** All inboxes of the contacts: the survivor comes into each. */
      readonly union: readonly string[];
    }
  /** The group cannot be shown: why, in one sentence. */
  | { readonly type: "unreadable"; readonly groupId: string; readonly message: string }
  /** How a merge went, line by line. `next`: the group to go on with. */
  | {
      readonly type: "outcome";
      readonly groupId: string;
      readonly lines: readonly string[];
      readonly isFailure: boolean;
      readonly next: string | undefined;
    }
  /** The merge was not confirmed: the page can be used again. */
  | { readonly type: "cancelled"; readonly groupId: string };
