import * as z from "zod/mini";

/** Everything that the page of an import may say. What does not fit is dropped by the host. */
export const fromImportPageSchema = z.discriminatedUnion("type", [
  z.object({ type: z.literal("ready") }),
  /** A setting was changed; the values are those of {@link ImportState}. */
  z.object({
    type: z.literal("choose"),
    setting: z.enum(["encoding", "delimiter", "hasHeader", "inbox", "policy"]),
    value: z.string(),
  }),
  /** A column was given another field; `target` is "" for a column that is not imported. */
  z.object({ type: z.literal("map"), column: z.number(), target: z.string() }),
  z.object({ type: z.literal("dryRun") }),
  z.object({ type: z.literal("import") }),
  z.object({ type: z.literal("cancel") }),
  z.object({ type: z.literal("openLine"), line: z.number() }),
  z.object({ type: z.literal("openResult") }),
]);
export type FromImportPage = z.infer<typeof fromImportPageSchema>;
export type ImportSetting = Extract<FromImportPage, { type: "choose" }>["setting"];

/** One entry of a select. */
export interface Choice {
  readonly value: string;
  readonly label: string;
}

/** A select above the table. */
export interface SettingState {
  readonly setting: ImportSetting;
  readonly label: string;
  readonly value: string;
  readonly choices: readonly Choice[];
  /** What stands under it, such as that the value was guessed. */
  readonly note: string;
}

/** What a cell holds: `missing` and `null` are no text. */
export interface CellState {
  readonly kind: "text" | "empty" | "null" | "missing";
  readonly text: string;
}

export interface ColumnState {
  readonly name: string;
  /** A field, or "" when the column is not imported. */
  readonly target: string;
}

/** A complaint about a row, in words. */
export interface RowNote {
  readonly severity: "error" | "warning";
  readonly text: string;
}

export interface RowState {
  readonly row: number;
  readonly line: number;
  readonly cells: readonly CellState[];
  readonly notes: readonly RowNote[];
  /** An earlier import has done it. */
  readonly isDone: boolean;
}

/** A number of a dry run, a check or an import. */
export interface CountState {
  readonly kind: "good" | "change" | "quiet" | "bad";
  readonly label: string;
  readonly count: string;
}

/** A row of what was found or done. */
export interface OutcomeRow {
  readonly row: number;
  readonly line: number;
  readonly name: string;
  readonly status: string;
  readonly kind: CountState["kind"];
  readonly detail: string;
}

export interface OutcomeState {
  readonly title: string;
  readonly counts: readonly CountState[];
  readonly rows: readonly OutcomeRow[];
  /** Said when there are more rows than are shown, or why the run ended early; may be "". */
  readonly note: string;
  /** Name of the result file; "" when there is none. */
  readonly result: string;
}

/** All that the page shows; each message carries the whole. */
export interface ImportState {
  readonly file: string;
  /** Size, format and connection. */
  readonly facts: readonly string[];
  readonly role: "development" | "staging" | "production" | "sandbox";
  readonly settings: readonly SettingState[];
  /** Why the file cannot be read, with its line; "" when it can. */
  readonly problem: string;
  /** Why the mapping cannot be used; "" when it can. */
  readonly mappingProblem: string;
  readonly mappingNote: string;
  readonly columns: readonly ColumnState[];
  readonly targets: readonly Choice[];
  readonly rows: readonly RowState[];
  /** Whether dry run and import can be started. */
  readonly canRun: boolean;
  /** While something runs: what, and how far (0 to 1; undefined while unknown). */
  readonly progress: { readonly text: string; readonly part: number | undefined } | undefined;
  readonly outcome: OutcomeState | undefined;
}

/** Every word of the page; the host fills it through `vscode.l10n.t`. In backquotes: the English text. */
export interface ImportStrings {
  /** `Import {0}` */
  readonly title: string;
  /** `File and target` */
  readonly settings: string;
  /** `Columns and first rows` */
  readonly preview: string;
  /** `Row` */
  readonly row: string;
  /** `Field for column {0}` */
  readonly fieldFor: string;
  /** `empty` */
  readonly empty: string;
  /** `null` */
  readonly nullValue: string;
  /** `not set` */
  readonly missing: string;
  /** `Error` */
  readonly error: string;
  /** `Warning` */
  readonly warning: string;
  /** `imported already` */
  readonly done: string;
  /** `Dry Run` */
  readonly dryRun: string;
  /** `Import` */
  readonly import: string;
  /** `Cancel` */
  readonly cancel: string;
  /** `Open {0}` */
  readonly openResult: string;
  /** `Open line {0}` */
  readonly openLine: string;
  /** `Name` */
  readonly name: string;
  /** `Outcome` */
  readonly outcome: string;
  /** `Details` */
  readonly details: string;
}

export type ToImportPage =
  | { readonly type: "strings"; readonly strings: ImportStrings; readonly locale: string }
  | { readonly type: "state"; readonly state: ImportState }
  /** Said in the live region. */
  | { readonly type: "announce"; readonly text: string };
