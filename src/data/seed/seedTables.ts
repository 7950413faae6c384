import * as vscode from "vscode";
import { BadRequestError } from "../../api/errors.ts";
import type { Contact } from "../../api/schemas.ts";
import type { Connection } from "../../model/connection.ts";
import type { TableGroup, TableRow, TableTone, TableView } from "../../shared/tableMessages.ts";
import { describeError } from "../../ui/describeError.ts";
import { roleName } from "../../ui/roleName.ts";
import { labelText } from "../../ui/safeText.ts";
import type { CleanUpContact, CleanUpOutcome } from "../engine/seed/cleanUp.ts";
import type { SeededField } from "../engine/seed/contactImage.ts";
import { LedgerError } from "../engine/seed/ledger.ts";
import { contactAt } from "../engine/seed/seedContacts.ts";
import type { PreparedSeed } from "../engine/seed/seedJob.ts";
import type { PlannedContact, SeedConflict } from "../engine/seed/seedPlan.ts";
import type { Outcome, SeedReport } from "../engine/seed/seedRun.ts";
import type { SeedRun } from "../engine/seed/seedRuns.ts";

/** Rows that a page is given; more would make it slow, and nobody reads them. */
const ROWS_SHOWN = 2_000;

type Action = TableView["actions"][number];
type Note = TableView["notes"][number];

interface Parts {
  readonly title: string;
  readonly connection: Connection;
  readonly recipe: string;
  readonly notes: readonly Note[];
  readonly columns: readonly string[];
  readonly actions: readonly Action[];
  /** In the order in which rows are shown: what needs a look first. */
  readonly groups: readonly (readonly [id: string, label: string, tone: TableTone])[];
  readonly rows: readonly TableRow[];
}

/** What a run would do. */
export function dryRunTable(prepared: PreparedSeed, connection: Connection): TableView {
  const { plan } = prepared;
  const writes = plan.contacts.filter(({ action }) => action === "create" || action === "update").length;
  const rows = plan.contacts.map((planned): TableRow => {
    const contact = contactAt(plan.recipe, prepared.faker, planned.place);
    return {
      id: planned.action === "create" ? "" : planned.id,
      group: planned.action,
      cells: [
        labelText(contact.name),
        labelText(contact.sourceId),
        labelText(contact.email ?? ""),
        contact.inboxes.map(labelText).join(", "),
        plannedText(planned),
      ],
      canOpen: planned.action !== "create",
    };
  });
  return tableOf({
    title: vscode.l10n.t("Dry run: {0}", plan.recipe.name),
    connection,
    recipe: plan.recipe.name,
    notes: [
      {
        text:
          writes === 0
            ? vscode.l10n.t("Nothing was sent, and there is nothing to send.")
            : vscode.l10n.t("Nothing was sent yet."),
        tone: "quiet",
      },
    ],
    columns: contactColumns(vscode.l10n.t("What would change")),
    actions:
      writes === 0 && !rows.some(({ group }) => group === "conflict")
        ? []
        : [{ id: "seed", label: vscode.l10n.t("Seed"), isPrimary: true }],
    groups: [
      ["conflict", vscode.l10n.t("Conflict"), "warning"],
      ["create", vscode.l10n.t("Create"), "good"],
      ["update", vscode.l10n.t("Update"), "info"],
      ["unchanged", vscode.l10n.t("Unchanged"), "quiet"],
    ],
    rows,
  });
}

/** What a run did. */
export function resultTable(prepared: PreparedSeed, report: SeedReport, connection: Connection): TableView {
  const { plan } = prepared;
  const rows = plan.contacts.map((planned, index): TableRow => {
    const outcome = report.outcomes[index] ?? { result: "pending" };
    const contact = contactAt(plan.recipe, prepared.faker, planned.place);
    return {
      id: "id" in outcome ? outcome.id : "",
      group: outcome.result,
      cells: [
        labelText(contact.name),
        labelText(contact.sourceId),
        labelText(contact.email ?? ""),
        contact.inboxes.map(labelText).join(", "),
        outcomeText(outcome, planned),
      ],
      canOpen: "id" in outcome,
    };
  });
  const hasFailed = rows.some(({ group }) => group === "failed");
  const isPartial = rows.some(({ group }) => group === "pending");
  return tableOf({
    title: vscode.l10n.t("Seeded: {0}", plan.recipe.name),
    connection,
    recipe: plan.recipe.name,
    notes: [
      ...(report.cancelled
        ? [
            note(
              vscode.l10n.t(
                "The run was cancelled. What had begun was finished; Seed goes on where it ended.",
              ),
            ),
          ]
        : []),
      ...(report.ended === undefined
        ? []
        : [note(`${vscode.l10n.t("The run ended early.")} ${seedErrorText(report.ended)}`, "error")]),
    ],
    columns: contactColumns(vscode.l10n.t("Result")),
    actions: [
      ...(hasFailed ? [{ id: "retry", label: vscode.l10n.t("Retry Failed"), isPrimary: true }] : []),
      ...(isPartial ? [{ id: "seed", label: vscode.l10n.t("Go On"), isPrimary: !hasFailed }] : []),
      { id: "cleanUp", label: vscode.l10n.t("Clean Up…"), isPrimary: false },
    ],
    groups: [
      ["failed", vscode.l10n.t("Failed"), "error"],
      ["skipped", vscode.l10n.t("Kept"), "warning"],
      ["created", vscode.l10n.t("Created now"), "good"],
      ["updated", vscode.l10n.t("Updated now"), "info"],
      ["unchanged", vscode.l10n.t("Unchanged"), "quiet"],
      ["pending", vscode.l10n.t("Not begun"), "warning"],
    ],
    rows,
  });
}

/** What a clean-up did. */
export function cleanUpTable(
  recipe: string,
  survey: readonly CleanUpContact[],
  result: {
    readonly outcomes: readonly CleanUpOutcome[];
    readonly cancelled: boolean;
    readonly ended: unknown;
  },
  connection: Connection,
): TableView {
  const rows = survey.map((found, index): TableRow => {
    const outcome = result.outcomes[index] ?? { result: "pending" };
    const isThere = outcome.result !== "deleted" && outcome.result !== "gone";
    return {
      id: found.id,
      group: outcome.result === "changedMeanwhile" ? "kept" : outcome.result,
      cells: [nameOf(found.contact), labelText(found.sourceId), cleanUpText(outcome, found.changed)],
      canOpen: isThere,
    };
  });
  const left = rows.some(({ canOpen }) => canOpen);
  return tableOf({
    title: vscode.l10n.t("Cleaned up: {0}", recipe),
    connection,
    recipe,
    notes: [
      ...(result.cancelled ? [note(vscode.l10n.t("The clean-up was cancelled. It can be run again."))] : []),
      ...(result.ended === undefined
        ? []
        : [note(`${vscode.l10n.t("The clean-up ended early.")} ${seedErrorText(result.ended)}`, "error")]),
    ],
    columns: [vscode.l10n.t("Contact"), vscode.l10n.t("Source ID"), vscode.l10n.t("Result")],
    actions: left ? [{ id: "cleanUp", label: vscode.l10n.t("Clean Up Again…"), isPrimary: true }] : [],
    groups: [
      ["failed", vscode.l10n.t("Failed"), "error"],
      ["kept", vscode.l10n.t("Kept"), "warning"],
      ["pending", vscode.l10n.t("Not begun"), "warning"],
      ["deleted", vscode.l10n.t("Deleted"), "good"],
      ["gone", vscode.l10n.t("Gone already"), "quiet"],
    ],
    rows,
  });
}

/** What a run left on the server, as its ledger says it. */
export function runTable(run: SeedRun, connection: Connection): TableView {
  const { header, created, open } = run;
  return tableOf({
    title: vscode.l10n.t("Seed run: {0}", header.recipe),
    connection,
    recipe: header.recipe,
    notes: [
      note(
        vscode.l10n.t("Seeded on {0}.", new Date(header.startedAt).toLocaleString(vscode.env.language)),
        "quiet",
      ),
      ...(run.isEnded
        ? []
        : [note(vscode.l10n.t("The run was cut off. Seed the recipe again to go on with it."))]),
    ],
    columns: [vscode.l10n.t("Source ID"), vscode.l10n.t("ID")],
    actions:
      created.length + open.length === 0
        ? []
        : [{ id: "cleanUp", label: vscode.l10n.t("Clean Up…"), isPrimary: true }],
    groups: [
      ["created", vscode.l10n.t("On the server"), "good"],
      ["open", vscode.l10n.t("Not certain"), "warning"],
    ],
    rows: [
      ...open.map(({ sourceId }) => ({
        id: "",
        group: "open",
        cells: [labelText(sourceId), vscode.l10n.t("The run ended before the server's answer came.")],
        canOpen: false,
      })),
      ...created.map(({ id, sourceId }) => ({
        id,
        group: "created",
        cells: [labelText(sourceId), id],
        canOpen: true,
      })),
    ],
  });
}

function tableOf({ title, connection, recipe, notes, columns, actions, groups, rows }: Parts): TableView {
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
    subtitle: vscode.l10n.t("{0} in {1}", labelText(recipe), labelText(connection.label)),
    badge: { label: roleName(connection.role), tone: roleTone(connection) },
    notes: notes.map(({ text, tone }) => ({ text: labelText(text), tone })),
    groups: groups.map(([id, label, tone]): TableGroup => ({ id, label, tone, count: counts.get(id) ?? 0 })),
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

function note(text: string, tone: TableTone = "warning"): Note {
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

function contactColumns(last: string): readonly string[] {
  return [
    vscode.l10n.t("Contact"),
    vscode.l10n.t("Source ID"),
    vscode.l10n.t("E-mail"),
    vscode.l10n.t("Inboxes"),
    last,
  ];
}

function nameOf(contact: Contact | undefined): string {
  return contact ? labelText(contact.name) : "—";
}

function plannedText(planned: PlannedContact): string {
  switch (planned.action) {
    case "create":
      return "";
    case "unchanged":
      return "";
    case "update":
      return fieldNames(planned.fields);
    case "conflict":
      return `${conflictText(planned.conflict)} ${fieldNames(planned.fields)}`.trim();
  }
}

function outcomeText(outcome: Outcome, planned: PlannedContact): string {
  switch (outcome.result) {
    case "created":
    case "unchanged":
    case "pending":
      return "";
    case "updated":
      return "fields" in planned ? fieldNames(planned.fields) : "";
    case "skipped":
      return planned.action === "conflict" ? conflictText(planned.conflict) : "";
    case "failed":
      return seedErrorText(outcome.error);
  }
}

function cleanUpText(outcome: CleanUpOutcome, changed: readonly SeededField[]): string {
  switch (outcome.result) {
    case "deleted":
    case "gone":
    case "pending":
      return "";
    case "kept":
      return vscode.l10n.t("Changed since it was seeded: {0}", fieldNames(changed));
    case "changedMeanwhile":
      return vscode.l10n.t("Changed while the clean-up was running, so it was kept.");
    case "failed":
      // The reference page gives a DELETE that answers 400 this one meaning.
      return outcome.error instanceof BadRequestError
        ? vscode.l10n.t(
            "It still has conversations, and MaiAgent keeps such contacts. Delete or move the conversations in MaiAgent first.",
          )
        : seedErrorText(outcome.error);
  }
}

function conflictText(conflict: SeedConflict): string {
  switch (conflict) {
    case "several":
      return vscode.l10n.t("The server has this source ID more than once.");
    case "changed":
      return vscode.l10n.t("Changed by somebody since it was seeded.");
    case "real":
      return vscode.l10n.t("Could be a real person: no run made it, and its address is not a reserved one.");
  }
}

/** Such as `Name, E-mail`. */
export function fieldNames(fields: readonly SeededField[]): string {
  return fields.map(fieldName).join(", ");
}

function fieldName(field: SeededField): string {
  switch (field) {
    case "name":
      return vscode.l10n.t("Name");
    case "email":
      return vscode.l10n.t("E-mail");
    case "phoneNumber":
      return vscode.l10n.t("Phone");
    case "avatar":
      return vscode.l10n.t("Avatar URL");
    case "sourceId":
      return vscode.l10n.t("Source ID");
    case "queryMetadata":
      return vscode.l10n.t("Query metadata");
    case "inboxes":
      return vscode.l10n.t("Inboxes");
  }
}

/** Why something failed, in a sentence. */
export function seedErrorText(error: unknown): string {
  return error instanceof LedgerError
    ? vscode.l10n.t(
        "The record of the run cannot be written, and without it clean-up would not know what to delete. Is the disk full?",
      )
    : describeError(error).message;
}
