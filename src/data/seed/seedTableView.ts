import * as vscode from "vscode";
import type { Connection } from "../../model/connection.ts";
import type { TableGroup, TableRow, TableTone, TableView } from "../../shared/tableMessages.ts";
import { roleName } from "../../ui/roleName.ts";
import { labelText } from "../../ui/safeText.ts";

/** Rows that a page is given; more would make it slow, and nobody reads them. */
const ROWS_SHOWN = 2_000;

type Action = TableView["actions"][number];
type Note = TableView["notes"][number];

/** What a table of seeding is made of. Texts are made safe here. */
export interface TableParts {
  readonly title: string;
  readonly connection: Connection;
  readonly notes: readonly Note[];
  readonly columns: readonly string[];
  readonly actions: readonly Action[];
  /** In the order in which rows are shown: what needs a look first. */
  readonly groups: readonly (readonly [id: string, label: string, tone: TableTone])[];
  /** A dry run: its groups say what will be done. */
  readonly isPlan?: boolean;
  readonly rows: readonly TableRow[];
}

/** Makes the page's view of a table: rows by group, counts, what the page says itself. */
export function tableOf({
  title,
  connection,
  notes,
  columns,
  actions,
  groups,
  rows,
  isPlan = false,
}: TableParts): TableView {
  const counts = new Map<string, number>();
  for (const { group } of rows) {
    counts.set(group, (counts.get(group) ?? 0) + 1);
  }
  const order = new Map(groups.map(([id], index) => [id, index]));
  const sorted = [...rows].sort(
    (left, right) => (order.get(left.group) ?? 0) - (order.get(right.group) ?? 0),
  );
  const number = (value: number) => value.toLocaleString(vscode.env.language);
  return {
    title: labelText(title),
    subtitle: labelText(connection.label),
    badge: { label: roleName(connection.role), tone: roleTone(connection) },
    notes: notes.map(({ text, tone }) => ({ text: labelText(text), tone })),
    groups: groups.map(([id, label, tone]): TableGroup => ({
      ...{ id, label, tone, count: counts.get(id) ?? 0 },
      ...(isPlan ? { isPlanned: true } : {}),
    })),
    columns,
    rows: sorted.slice(0, ROWS_SHOWN),
    footnote:
      rows.length > ROWS_SHOWN
        ? vscode.l10n.t("The first {0} of {1} are shown.", number(ROWS_SHOWN), number(rows.length))
        : "",
    actions,
    words: {
      all: vscode.l10n.t("All"),
      state: vscode.l10n.t("State"),
      open: vscode.l10n.t("Open Contact"),
      nothing: vscode.l10n.t("There is nothing to show."),
    },
  };
}

/** A line above the table; a warning unless told otherwise. */
export function note(text: string, tone: TableTone = "warning"): Note {
  return { text, tone };
}

function roleTone({ role }: Connection): TableTone {
  switch (role) {
    case "production":
      return "error";
    case "staging":
      return "warning";
    case "sandbox":
      return "info";
    case "development":
      return "quiet";
  }
}
