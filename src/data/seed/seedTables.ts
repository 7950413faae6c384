import * as vscode from "vscode";
import type { Contact } from "../../api/schemas.ts";
import type { Connection } from "../../model/connection.ts";
import type { TableRow, TableView } from "../../shared/tableMessages.ts";
import { fieldName } from "../../ui/fieldName.ts";
import { labelText } from "../../ui/safeText.ts";
import type { CleanUpContact, CleanUpOutcome } from "../engine/seed/cleanUp.ts";
import { contactAt } from "../engine/seed/seedContacts.ts";
import type { PreparedSeed } from "../engine/seed/seedJob.ts";
import type { PlannedContact } from "../engine/seed/seedPlan.ts";
import type { SeedReport } from "../engine/seed/seedRun.ts";
import type { SeedRun } from "../engine/seed/seedRuns.ts";
import { note, tableOf } from "./seedTableView.ts";
import { cleanUpText, outcomeText, plannedText, seedErrorText } from "./seedTexts.ts";

/** What a run would do. */
export function dryRunTable(prepared: PreparedSeed, connection: Connection): TableView {
  const { plan } = prepared;
  const writes = plan.contacts.some(({ action }) => action === "create" || action === "update");
  // The only conflict that a run asks about; the others it leaves alone.
  const asks = plan.contacts.some(
    (planned) => planned.action === "conflict" && planned.conflict === "changed",
  );
  const rows = plan.contacts.map((planned): TableRow => {
    return {
      id: planned.action === "create" ? "" : planned.id,
      group: planned.action,
      cells: contactCells(prepared, planned, plannedText(planned)),
      canOpen: planned.action !== "create",
    };
  });
  return tableOf({
    title: vscode.l10n.t("Dry run: {0}", plan.recipe.name),
    connection,
    notes: [
      {
        text: asks
          ? vscode.l10n.t("Nothing was sent yet. Seed asks what to do with contacts that somebody changed.")
          : writes
            ? vscode.l10n.t("Nothing was sent yet.")
            : vscode.l10n.t("Nothing was sent, and there is nothing to send."),
        tone: "quiet",
      },
    ],
    columns: contactColumns(vscode.l10n.t("What would change")),
    actions: writes || asks ? [{ id: "seed", label: vscode.l10n.t("Seed"), isPrimary: true }] : [],
    isPlan: true,
    groups: [
      ["conflict", vscode.l10n.t("Conflict"), "warning"],
      ["create", vscode.l10n.t("Create"), "good"],
      ["update", vscode.l10n.t("Update"), "info"],
      ["unchanged", vscode.l10n.t("Unchanged"), "quiet"],
    ],
    rows,
  });
}

/** What a run did. `places`: only what had failed was tried again, and only that is shown. */
export function resultTable(
  prepared: PreparedSeed,
  report: SeedReport,
  connection: Connection,
  places?: ReadonlySet<number>,
): TableView {
  const { plan } = prepared;
  const tried = plan.contacts.filter(({ place }) => places?.has(place) ?? true);
  const rows = tried.map((planned): TableRow => {
    const outcome = report.outcomes[planned.place] ?? { result: "pending" };
    const id = "id" in outcome ? outcome.id : planned.action === "create" ? "" : planned.id;
    return {
      id,
      group: outcome.result,
      cells: contactCells(prepared, planned, outcomeText(outcome, planned)),
      canOpen: id !== "",
    };
  });
  const hasFailed = rows.some(({ group }) => group === "failed");
  const isPartial = rows.some(({ group }) => group === "pending");
  return tableOf({
    title: vscode.l10n.t("Seeded: {0}", plan.recipe.name),
    connection,
    notes: [
      ...(places ? [note(vscode.l10n.t("Only what had failed was tried again."), "quiet")] : []),
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

function contactColumns(last: string): readonly string[] {
  return [vscode.l10n.t("Contact"), fieldName("sourceId"), fieldName("email"), fieldName("inboxes"), last];
}

/** The cells below {@link contactColumns}. */
function contactCells(
  { plan, faker }: PreparedSeed,
  { place }: PlannedContact,
  last: string,
): readonly string[] {
  const contact = contactAt(plan.recipe, faker, place);
  return [
    labelText(contact.name),
    labelText(contact.sourceId),
    labelText(contact.email ?? ""),
    contact.inboxes.map(labelText).join(", "),
    last,
  ];
}

function nameOf(contact: Contact | undefined): string {
  return contact ? labelText(contact.name) : "—";
}
