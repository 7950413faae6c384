import * as vscode from "vscode";
import type { MaiAgentClient } from "../../api/client.ts";
import type { Clock } from "../../api/clock.ts";
import type { Connection } from "../../model/connection.ts";
import type { OutcomeState } from "../../shared/importMessages.ts";
import type { ContactStore } from "../../state/contactStore.ts";
import { confirmDestructive } from "../../ui/confirmDestructive.ts";
import { DescribedError } from "../../ui/describedError.ts";
import { placeOf } from "../../ui/placeText.ts";
import { toastText, valueText } from "../../ui/safeText.ts";
import { storageReason } from "../../ui/storageReason.ts";
import { pauseText } from "../../ui/timeText.ts";
import { namesOf } from "../bulk/confirmBulk.ts";
import type { ImportCheck, ImportReading } from "../engine/import/checkImport.ts";
import type { InboxTarget } from "../engine/import/inboxNames.ts";
import type { Policy } from "../engine/import/planRow.ts";
import { ResultText } from "../engine/import/resultText.ts";
import { type OutcomeCounts, type RowOutcome, runImport } from "../engine/import/runImport.ts";
import { describeOutcome } from "./describeRow.ts";
import { local, OutcomeRows, outcomeState } from "./outcomeState.ts";
import { openResult, type ResultWriter } from "./resultWriter.ts";

/** Between two reports of progress, in ms. */
const PROGRESS_MS = 200;

/** What a run of a session is made of. */
export interface PerformedImport {
  readonly reading: ImportReading;
  readonly check: ImportCheck;
  readonly policy: Policy;
  readonly client: MaiAgentClient;
  readonly contacts: ContactStore;
  readonly connection: Connection;
  /** The file that is imported; the result lies beside it. */
  readonly uri: vscode.Uri;
  readonly isDryRun: boolean;
  readonly cancel: AbortController;
  readonly clock: Clock;
  readonly onProgress: (text: string, part: number | undefined) => void;
}

/** Asks before anything is sent; says how many rows, where to, and what is left out. */
export async function confirmImport(
  connection: Connection,
  { known }: InboxTarget,
  check: ImportCheck,
  policy: Policy,
): Promise<boolean> {
  const inboxes = check.inboxIds.map((id) => ({ name: known.find((inbox) => inbox.id === id)?.name ?? id }));
  const left = [
    ...(check.invalid === 0
      ? []
      : [vscode.l10n.t("Rows with errors that are left out: {0}.", local(check.invalid))]),
    ...(check.done === 0
      ? []
      : [vscode.l10n.t("Rows that an earlier import has done: {0}.", local(check.done))]),
    ...(check.unclear === 0
      ? []
      : [
          vscode.l10n.t(
            "Rows that an earlier import may have created: {0}. Each is looked for first, and created only if it is not there.",
            local(check.unclear),
          ),
        ]),
  ];
  return confirmDestructive({
    question:
      check.ready === 1
        ? vscode.l10n.t("Import 1 contact into {0}?", placeOf(connection))
        : vscode.l10n.t("Import {0} contacts into {1}?", local(check.ready), placeOf(connection)),
    detail: [
      ...(inboxes.length === 0 ? [] : [vscode.l10n.t("Inboxes: {0}", namesOf(inboxes))]),
      ...left,
      policySentence(policy),
    ],
    button: vscode.l10n.t("Import"),
    word: connection.label,
  });
}

function policySentence(policy: Policy): string {
  switch (policy) {
    case "update":
      return vscode.l10n.t("Contacts that exist already are updated where they differ.");
    case "skip":
      return vscode.l10n.t("Contacts that exist already are left as they are.");
    case "fail":
      return vscode.l10n.t("Contacts that exist already are reported as failed.");
  }
}

/** The second pass, with progress and cancel also outside the page: the page may be closed meanwhile. */
export async function performImport(
  run: PerformedImport,
): Promise<{ readonly outcome: OutcomeState; readonly result: vscode.Uri | undefined }> {
  return vscode.window.withProgress(
    {
      location: run.isDryRun ? vscode.ProgressLocation.Window : vscode.ProgressLocation.Notification,
      title: toastText(
        run.isDryRun
          ? vscode.l10n.t("Comparing with {0}", valueText(run.connection.label))
          : vscode.l10n.t("Importing into {0}", valueText(run.connection.label)),
      ),
      cancellable: true,
    },
    async (progress, token) => {
      const subscription = token.onCancellationRequested(() => run.cancel.abort());
      try {
        return await sent(run, (text, part, increment) => {
          run.onProgress(text, part);
          progress.report({ message: text, increment });
        });
      } finally {
        subscription.dispose();
      }
    },
  );
}

async function sent(
  run: PerformedImport,
  report: (text: string, part: number | undefined, increment: number) => void,
): Promise<{ readonly outcome: OutcomeState; readonly result: vscode.Uri | undefined }> {
  const { reading, check, policy, client, contacts, connection, isDryRun, clock } = run;
  const rows = new OutcomeRows(isDryRun);
  const text = new ResultText(reading.options.layout, reading.rows.columns);
  const writer = isDryRun ? undefined : await openResult(run.uri);
  const writes = contacts.writesOfRun(connection.id, client);
  let reportedAt = 0;
  let part = 0;
  let done = 0;
  const started = clock.now();
  const onProgress = (counts: OutcomeCounts) => {
    done = sumOf(counts);
    const now = clock.now();
    if (now - reportedAt < PROGRESS_MS && done < check.rows) {
      return;
    }
    reportedAt = now;
    const before = part;
    part = done / check.rows;
    report(progressText(done, check.rows, now - started), part, (part - before) * 100);
  };
  let recorded = 0;
  const record = async (line: string) => {
    try {
      await writer?.write(line);
    } catch (error) {
      // Without a record of what was sent the run must not go on.
      throw writer ? stoppedBy(error, writer, recorded) : error;
    }
  };
  try {
    await record(text.head());
    const end = await runImport({
      ...{ reading, check, policy, clock, contacts: client.contacts, random: Math.random },
      signal: run.cancel.signal,
      writes: isDryRun
        ? undefined
        : {
            create: (body, options) => writes.create(body, options),
            update: (id, body, options) => writes.update(id, body, options),
          },
      onRow: async (line, outcome, row) => {
        rows.add(line, outcome, row);
        await record(
          text.row(line, {
            status: resultStatus(outcome),
            id: "id" in outcome ? outcome.id : "",
            error: describeOutcome(outcome),
          }),
        );
        recorded += 1;
      },
      onProgress,
      onPause: (milliseconds) => {
        report([rowsText(done, check.rows), pauseText(milliseconds)].join(" · "), part, 0);
      },
      onLookUp: (read) => {
        if (read % 100 === 0) {
          report(vscode.l10n.t("Reading contacts that exist: {0}", local(read)), undefined, 0);
        }
      },
    });
    await record(text.tail());
    return {
      outcome: outcomeState(end, rows, isDryRun, writer ? nameOf(writer) : ""),
      result: writer?.uri,
    };
  } finally {
    if (!isDryRun) {
      contacts.refreshConnection(connection.id);
    }
    await writer?.close();
  }
}

/** The failure of a write to the result, in a sentence; as it is when it is not the file system's. */
function stoppedBy(error: unknown, writer: ResultWriter, recorded: number): unknown {
  const reason = storageReason(error);
  if (reason === undefined) {
    return error;
  }
  const text = vscode.l10n.t(
    "The import was stopped after {0} rows, because {1} cannot be written: {2}. A few rows after them may have been sent. Make room and import the file again: contacts with a source ID are found and not created twice.",
    local(recorded),
    nameOf(writer),
    reason,
  );
  return new DescribedError(text, { cause: error });
}

function nameOf({ uri }: ResultWriter): string {
  return valueText(uri.path.slice(uri.path.lastIndexOf("/") + 1));
}

/** In the result file: words that the next import understands, in no language. */
function resultStatus(outcome: RowOutcome): string {
  return outcome.status === "done" ? outcome.before : outcome.status;
}

function progressText(done: number, total: number, elapsedMs: number): string {
  const rows = rowsText(done, total);
  if (elapsedMs < 2000 || done === 0) {
    return rows;
  }
  const perSecond = (done / elapsedMs) * 1000;
  const seconds = Math.ceil((total - done) / perSecond);
  return [
    rows,
    vscode.l10n.t("{0} a second", local(Math.round(perSecond * 10) / 10)),
    seconds < 60
      ? vscode.l10n.t("{0} s left", local(seconds))
      : vscode.l10n.t("{0} min left", local(Math.ceil(seconds / 60))),
  ].join(" · ");
}

function rowsText(done: number, total: number): string {
  return vscode.l10n.t("{0} of {1} rows", local(done), local(total));
}

function sumOf(counts: OutcomeCounts): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}
