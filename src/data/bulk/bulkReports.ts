import * as vscode from "vscode";
import { labelText } from "../../ui/safeText.ts";
import {
  type BulkItem,
  type BulkOutcome,
  type BulkResult,
  countsOf,
  retryable,
} from "../engine/bulk/bulkOutcome.ts";
import { countsText, outcomeName, outcomeReason } from "./outcomeText.ts";

const SCHEME = "maiagent-report";
/** What a person has to look at stands first. */
const ORDER: readonly BulkOutcome["status"][] = ["failed", "unclear", "notStarted", "skipped", "done"];
const MARKS: Readonly<Record<BulkOutcome["status"], string>> = {
  failed: "✗",
  unclear: "?",
  notStarted: "○",
  skipped: "–",
  done: "✓",
};

/** What was done to many contacts, and how it went for each. */
export interface BulkRecord {
  /** Such as `Delete 12 contacts from Shop (staging)`. */
  readonly title: string;
  readonly startedAt: Date;
  readonly results: readonly BulkResult[];
  readonly cancelled: boolean;
  /** Why it gave up before its end, in one sentence. */
  readonly stoppedBecause?: string | undefined;
  /** Takes up what failed; gives the record of both runs together. */
  readonly retry: (items: readonly BulkItem[]) => Promise<BulkRecord>;
}

/** Results of bulk changes as read-only documents, with 'Retry Failed' and 'Copy Report' above the first line. */
export class BulkReports implements vscode.TextDocumentContentProvider, vscode.CodeLensProvider {
  readonly #records = new Map<string, BulkRecord>();
  readonly #onDidChange = new vscode.EventEmitter<vscode.Uri>();
  readonly #onDidChangeCodeLenses = new vscode.EventEmitter<void>();
  readonly #subscriptions: readonly vscode.Disposable[];
  #count = 0;
  readonly onDidChange = this.#onDidChange.event;
  readonly onDidChangeCodeLenses = this.#onDidChangeCodeLenses.event;

  constructor() {
    this.#subscriptions = [
      vscode.workspace.registerTextDocumentContentProvider(SCHEME, this),
      vscode.languages.registerCodeLensProvider({ scheme: SCHEME }, this),
    ];
  }

  /** Keeps a record for this window. @returns the report's address */
  add(record: BulkRecord): vscode.Uri {
    const name = labelText(record.title)
      .replaceAll(/[/\\?#%]/g, " ")
      .slice(0, 80);
    const uri = vscode.Uri.from({ scheme: SCHEME, path: `/${++this.#count}/${name}.txt` });
    this.#records.set(uri.toString(), record);
    return uri;
  }

  /** Puts the record of a retry in the place of the first. */
  replace(uri: vscode.Uri, record: BulkRecord): void {
    this.#records.set(uri.toString(), record);
    this.#onDidChange.fire(uri);
    this.#onDidChangeCodeLenses.fire();
  }

  get(uri: vscode.Uri): BulkRecord | undefined {
    return this.#records.get(uri.toString());
  }

  async show(uri: vscode.Uri): Promise<void> {
    const document = await vscode.workspace.openTextDocument(uri);
    // A language of its own, since long reasons wrap in it.
    await vscode.languages.setTextDocumentLanguage(document, SCHEME);
    await vscode.window.showTextDocument(document, { preview: false });
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    const record = this.get(uri);
    return record ? reportText(record) : "";
  }

  provideCodeLenses({ uri }: vscode.TextDocument): vscode.CodeLens[] {
    const record = this.get(uri);
    if (!record) {
      return [];
    }
    const top = new vscode.Range(0, 0, 0, 0);
    const again = retryable(record.results).length;
    return [
      ...(again === 0
        ? []
        : [
            new vscode.CodeLens(top, {
              command: "maiagent.retryFailed",
              title: `$(refresh)\u00a0${vscode.l10n.t("Retry Failed ({0})", again)}`,
              arguments: [uri],
            }),
          ]),
      new vscode.CodeLens(top, {
        command: "maiagent.copyReport",
        title: `$(copy)\u00a0${vscode.l10n.t("Copy Report")}`,
        arguments: [uri],
      }),
    ];
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) {
      subscription.dispose();
    }
    this.#onDidChange.dispose();
    this.#onDidChangeCodeLenses.dispose();
  }
}

/** Plain text: names in it can be anything, and nothing in it becomes a link to a command. */
export function reportText({ title, startedAt, results, cancelled, stoppedBecause }: BulkRecord): string {
  const sections = ORDER.flatMap((status) => {
    const members = results.filter(({ outcome }) => outcome.status === status);
    return members.length === 0
      ? []
      : ["", `${outcomeName(status)} (${members.length})`, ...members.map(lineOf)];
  });
  return [
    labelText(title),
    `${startedAt.toLocaleString(vscode.env.language)} · ${countsText(countsOf(results))}`,
    ...(cancelled
      ? [vscode.l10n.t("Cancelled: what was in flight was finished, nothing more was started.")]
      : []),
    ...(stoppedBecause === undefined
      ? []
      : [vscode.l10n.t("Stopped before the end: {0}", labelText(stoppedBecause))]),
    ...sections,
    "",
  ].join("\n");
}

/**
 * The reason has a line of its own: behind name and id it would stand beyond the window's edge. The id in brackets:
 * a line that is too long breaks before one, and leaves nothing behind at its end.
 */
function lineOf({ item, outcome }: BulkResult): string {
  const reason = outcomeReason(outcome);
  const line = `  ${MARKS[outcome.status]} ${labelText(item.name)} (${labelText(item.contactId)})`;
  return reason === "" ? line : `${line}\n      ${labelText(reason)}`;
}
