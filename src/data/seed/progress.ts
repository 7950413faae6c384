import * as vscode from "vscode";
import { toastText } from "../../ui/safeText.ts";
import { pauseText } from "../../ui/timeText.ts";
import type { Progress } from "../engine/seed/runProgress.ts";

/** What a long job is given: a signal that the Cancel button aborts, and a way to say how far it is. */
export interface Job {
  readonly signal: AbortSignal;
  readonly part: (part: number) => void;
  readonly step: (progress: Progress) => void;
  /** Nothing is sent for so many ms: the server asks for it. Shown until the next step. */
  readonly pause: (progress: Progress, milliseconds: number) => void;
}

const REPORT_MS = 250;

/**
 * Runs a job in a notification with a Cancel button. What rejects because of a cancel becomes a CancellationError; a
 * job that finishes after one is free to return.
 */
export async function withJob<T>(title: string, work: (job: Job) => Promise<T>): Promise<T> {
  return vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title: toastText(title), cancellable: true },
    async (progress, token) => {
      const cancel = new AbortController();
      const subscription = token.onCancellationRequested(() => {
        progress.report({ message: vscode.l10n.t("Finishing what has begun…") });
        cancel.abort();
      });
      let shown = 0;
      let reportedAt = 0;
      const report = (part: number, message: string | undefined) => {
        const now = Date.now();
        if (token.isCancellationRequested || (now - reportedAt < REPORT_MS && part < 1)) {
          return;
        }
        reportedAt = now;
        progress.report({ increment: (part - shown) * 100, ...(message === undefined ? {} : { message }) });
        shown = part;
      };
      try {
        return await work({
          signal: cancel.signal,
          part: (part) => report(part, undefined),
          step: (step) => report(step.done / Math.max(1, step.total), progressText(step)),
          pause: (step, milliseconds) => {
            if (!token.isCancellationRequested) {
              progress.report({ message: pausedText(step, milliseconds) });
            }
          },
        });
      } catch (error) {
        throw cancel.signal.aborted && error === cancel.signal.reason
          ? new vscode.CancellationError()
          : error;
      } finally {
        subscription.dispose();
      }
    },
  );
}

/** Such as `120 of 500 · the server asks for a pause of 8 s`. */
function pausedText({ done, total }: Progress, milliseconds: number): string {
  const number = (value: number) => value.toLocaleString(vscode.env.language);
  return [vscode.l10n.t("{0} of {1}", number(done), number(total)), pauseText(milliseconds)].join(" · ");
}

/** Such as `120 of 500 · 48 a second · 8 s left`. */
export function progressText({ done, total, perSecond, remainingMs }: Progress): string {
  const number = (value: number) => value.toLocaleString(vscode.env.language);
  const counts = vscode.l10n.t("{0} of {1}", number(done), number(total));
  if (perSecond === undefined || remainingMs === undefined || done === total) {
    return counts;
  }
  const seconds = Math.ceil(remainingMs / 1_000);
  const left =
    seconds < 90
      ? vscode.l10n.t("{0} s left", seconds)
      : vscode.l10n.t("{0} min left", Math.ceil(seconds / 60));
  const rate = perSecond >= 10 ? Math.round(perSecond) : Math.round(perSecond * 10) / 10;
  return [counts, vscode.l10n.t("{0} a second", number(rate)), left].join(" · ");
}
