import * as vscode from "vscode";
import { systemClock } from "../../api/clock.ts";
import type { Connection } from "../../model/connection.ts";
import type { Clients } from "../../state/clients.ts";
import type { ContactStore } from "../../state/contactStore.ts";
import { describeError } from "../../ui/describeError.ts";
import type { Log } from "../../ui/log.ts";
import { toastText, valueText } from "../../ui/safeText.ts";
import { pauseText } from "../../ui/timeText.ts";
import { openBulkClient } from "../../ui/unlockProduction.ts";
import {
  type BulkItem,
  type BulkResult,
  countsOf,
  mergedResults,
  retryable,
} from "../engine/bulk/bulkOutcome.ts";
import type { ContactAccess } from "../engine/bulk/contactAccess.ts";
import { type BulkWork, runBulk } from "../engine/bulk/runBulk.ts";
import type { BulkRecord, BulkReports } from "./bulkReports.ts";
import { countsText, outcomeReason } from "./outcomeText.ts";

/** A confirmed change of many contacts. */
export interface BulkJob {
  /** For the report, such as `Delete 12 contacts from Shop (staging)`. */
  readonly title: string;
  /** While it runs, such as `Deleting contacts`; VS Code puts the numbers behind it. */
  readonly progress: string;
  /** The connection that is written to, as the person confirmed it. */
  readonly connection: Connection;
  /** Where the contacts are read, if elsewhere. */
  readonly source?: Connection;
  readonly items: readonly BulkItem[];
  /** Made anew for each run: it goes through the connections as they were at its start, and ends with them. */
  readonly work: (contacts: ContactAccess) => BulkWork;
}

/** What a job runs with. */
export interface BulkTools {
  readonly clients: Clients;
  readonly contacts: ContactStore;
  readonly reports: BulkReports;
  readonly log: Log;
}

/**
 * Runs a job with progress and cancel, then says how it went; the report tells it for each contact.
 * @throws ReadOnlyError, ProductionLockedError or ClientClosedError before any request
 */
export async function performBulk(tools: BulkTools, job: BulkJob): Promise<void> {
  const record = await run(tools, job, job.items, []);
  await tell(tools, record);
}

/** 'Retry Failed' of a report: the report is brought up to date. */
export async function retryReport(tools: BulkTools, uri: vscode.Uri): Promise<void> {
  const record = tools.reports.get(uri);
  const again = retryable(record?.results ?? []);
  if (!record || again.length === 0) {
    return;
  }
  const next = await record.retry(again);
  tools.reports.replace(uri, next);
  await tell(tools, next, uri);
}

async function run(
  tools: BulkTools,
  job: BulkJob,
  items: readonly BulkItem[],
  before: readonly BulkResult[],
): Promise<BulkRecord> {
  const { clients, contacts, log } = tools;
  if (job.items.length > 1) {
    // The lock is below the user interface: it refuses before the first request, whoever asked. A retry may be late.
    await openBulkClient(clients, job.connection.id);
  }
  // Also a retry, which may be late: the contacts are those of the server on which they were chosen.
  const held = await contacts.hold([job.connection, ...(job.source ? [job.source] : [])]);
  const startedAt = new Date(systemClock.now());
  const report = await vscode.window.withProgress(
    {
      location:
        job.items.length === 1 ? vscode.ProgressLocation.Window : vscode.ProgressLocation.Notification,
      title: toastText(job.progress),
      cancellable: job.items.length > 1,
    },
    async (progress, token) => {
      const cancel = new AbortController();
      const subscription = token.onCancellationRequested(() => cancel.abort());
      let counts = progressText(0, items.length, 0);
      try {
        return await runBulk(items, job.work(held), {
          clock: systemClock,
          random: Math.random,
          signal: cancel.signal,
          onProgress: (finished, failed) => {
            counts = progressText(finished, items.length, failed);
            progress.report({ message: counts, increment: 100 / items.length });
          },
          onPause: (milliseconds) =>
            progress.report({ message: [counts, pauseText(milliseconds)].join(" · ") }),
        });
      } finally {
        subscription.dispose();
      }
    },
  );
  for (const { outcome } of report.results) {
    if ("error" in outcome && outcome.error !== undefined) {
      log.failure("bulk", outcome.error);
    }
  }
  const results = before.length === 0 ? report.results : mergedResults(before, report.results);
  return {
    title: job.title,
    startedAt,
    results,
    cancelled: report.cancelled,
    stoppedBecause: report.stoppedBy === undefined ? undefined : describeError(report.stoppedBy).message,
    retry: (again) => run(tools, job, again, results),
  };
}

function progressText(finished: number, all: number, failed: number): string {
  const [count, total] = [finished, all].map((number) => number.toLocaleString(vscode.env.language));
  return failed === 0
    ? vscode.l10n.t("{0} of {1}", count ?? "", total ?? "")
    : vscode.l10n.t("{0} of {1}, {2} failed", count ?? "", total ?? "", failed);
}

async function tell(tools: BulkTools, record: BulkRecord, shown?: vscode.Uri): Promise<void> {
  const { reports } = tools;
  const { results } = record;
  const counts = countsOf(results);
  const [only] = results;
  if (results.length === 1 && only?.outcome.status === "done") {
    vscode.window.setStatusBarMessage(toastText(record.title), 5000);
    return;
  }
  const uri = shown ?? reports.add(record);
  const show = vscode.l10n.t("Show Report");
  const retry = vscode.l10n.t("Retry Failed");
  const isWhole = counts.failed + counts.unclear + counts.notStarted === 0;
  const buttons = [...(shown ? [] : [show]), ...(retryable(results).length > 0 ? [retry] : [])];
  const text = toastText(summaryOf(record));
  const choice = await (isWhole
    ? vscode.window.showInformationMessage(text, ...buttons)
    : vscode.window.showWarningMessage(text, ...buttons));
  if (choice === show) {
    await reports.show(uri);
  } else if (choice === retry) {
    await retryReport(tools, uri);
  }
}

/** `Delete 12 contacts …: 11 done, 1 failed. 林志明: It still has conversations …` */
function summaryOf({ title, results, stoppedBecause }: BulkRecord): string {
  const first = results.find(({ outcome }) => outcome.status === "failed" || outcome.status === "unclear");
  const reason = first ? outcomeReason(first.outcome) : (stoppedBecause ?? "");
  const whose = first ? `${valueText(first.item.name)}: ` : "";
  return vscode.l10n.t("{0}: {1}. {2}", title, countsText(countsOf(results)), whose + reason).trim();
}
