import * as vscode from "vscode";
import type { Check, Verdict } from "../api/diagnosis/checks.ts";
import type { Connection } from "../model/connection.ts";
import type { TableTone, TableView } from "../shared/tableMessages.ts";
import { describeError } from "../ui/describeError.ts";
import { roleName } from "../ui/roleName.ts";
import { labelText, toastText } from "../ui/safeText.ts";
import { adviceText, checkName, findingText, tookText, verdictName } from "./diagnosisText.ts";

const TONES: Readonly<Record<Verdict, TableTone>> = {
  failed: "error",
  warning: "warning",
  good: "good",
  skipped: "quiet",
};

/** What a diagnosis found, check by check, in the order in which a request meets them. */
export function diagnosisTable(checks: readonly Check[], connection: Connection, baseUrl: string): TableView {
  const rows = checks.map((check) => ({
    id: check.name,
    group: check.verdict,
    cells: [
      checkName(check.name),
      tookText(check.milliseconds),
      // Last, where a table has room for whole sentences.
      toastText([findingText(check.finding), adviceText(check)].filter((text) => text !== "").join(" ")),
    ],
    canOpen: false,
  }));
  const count = (verdict: Verdict) => checks.filter((check) => check.verdict === verdict).length;
  const needsKey = checks.some(
    ({ finding }) => finding.kind === "failure" && describeError(finding.error).needsKey,
  );
  return {
    title: vscode.l10n.t("Diagnosis: {0}", labelText(connection.label)),
    subtitle: labelText(baseUrl),
    badge: { label: roleName(connection.role), tone: connection.role === "production" ? "error" : "quiet" },
    notes: [summaryOf(count("failed"), count("warning"))],
    groups: (["failed", "warning", "good", "skipped"] as const).map((verdict) => ({
      id: verdict,
      label: verdictName(verdict),
      count: count(verdict),
      tone: TONES[verdict],
    })),
    columns: [vscode.l10n.t("Check"), vscode.l10n.t("Time"), vscode.l10n.t("Result")],
    rows,
    footnote: vscode.l10n.t(
      "Only reading requests were sent. The report has no key, password or contact in it.",
    ),
    actions: [
      { id: "copy", label: vscode.l10n.t("Copy Report"), isPrimary: true },
      { id: "again", label: vscode.l10n.t("Run Again"), isPrimary: false },
      ...(needsKey ? [{ id: "setKey", label: vscode.l10n.t("Set API Key"), isPrimary: false }] : []),
      ...(needsSettings(checks)
        ? [{ id: "settings", label: vscode.l10n.t("Open Settings"), isPrimary: false }]
        : []),
    ],
    words: {
      all: vscode.l10n.t("All"),
      state: vscode.l10n.t("State"),
      open: "",
      nothing: vscode.l10n.t("There is nothing to show."),
    },
  };
}

function summaryOf(failed: number, warnings: number): TableView["notes"][number] {
  if (failed > 0) {
    return {
      text: vscode.l10n.t("The connection does not work. The first check that failed is where to begin."),
      tone: "error",
    };
  }
  return warnings > 0
    ? { text: vscode.l10n.t("The connection works, and something deserves a look."), tone: "warning" }
    : { text: vscode.l10n.t("The connection works."), tone: "good" };
}

/** Whether something failed that settings of the network can mend. */
function needsSettings(checks: readonly Check[]): boolean {
  return checks.some(
    ({ name, verdict }) => verdict === "failed" && ["proxy", "dns", "tcp", "tls", "contacts"].includes(name),
  );
}
