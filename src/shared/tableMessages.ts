import * as z from "zod/mini";

/** How something stands: the colour of its mark, which is never the only sign of it. */
export type TableTone = "good" | "info" | "warning" | "error" | "quiet";

/** What the rows are filtered by, with the number of rows there are, shown or not. */
export interface TableGroup {
  readonly id: string;
  readonly label: string;
  readonly count: number;
  readonly tone: TableTone;
  /** `planned`: nothing of it is done yet, so its mark is not that of something that went well. */
  readonly isPlanned?: boolean;
}

export interface TableRow {
  /** Given back when the row is opened. */
  readonly id: string;
  readonly group: string;
  /** One text for each column. */
  readonly cells: readonly string[];
  /** Whether its first cell opens something. */
  readonly canOpen: boolean;
}

/** A whole table as the page shows it. All texts are shown as text. */
export interface TableView {
  readonly title: string;
  /** One line under the title: where this is about. */
  readonly subtitle: string;
  /** A word beside the title that must not be overlooked, such as the connection's role. */
  readonly badge: { readonly label: string; readonly tone: TableTone } | undefined;
  /** Sentences above the table. */
  readonly notes: readonly { readonly text: string; readonly tone: TableTone }[];
  readonly groups: readonly TableGroup[];
  /** Heads of the columns; the first column of the table is the row's group. */
  readonly columns: readonly string[];
  readonly rows: readonly TableRow[];
  /** Said below the rows, such as that there are more than are shown; empty when there is nothing to say. */
  readonly footnote: string;
  readonly actions: readonly { readonly id: string; readonly label: string; readonly isPrimary: boolean }[];
  /** The page's own words in the user's language. */
  readonly words: {
    readonly all: string;
    /** Head of the group column. */
    readonly state: string;
    readonly open: string;
    readonly nothing: string;
  };
}

/** What the host says. */
export interface ToTable {
  readonly type: "table";
  readonly view: TableView;
}

/** Everything the page may say; the host drops what does not fit. */
export const fromTableSchema = z.discriminatedUnion("type", [
  z.object({ type: z.literal("ready") }),
  z.object({ type: z.literal("action"), id: z.string() }),
  z.object({ type: z.literal("open"), id: z.string() }),
]);
export type FromTable = z.infer<typeof fromTableSchema>;
