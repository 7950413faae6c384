import * as vscode from "vscode";
import { type DocumentProblem, type ProblemCode, problemsIn, rangeOfPath } from "../model/contactProblems.ts";
import { parseContactText } from "../model/contactText.ts";
import type { Problem } from "../shared/messages.ts";
import { problemMessage } from "../ui/problemMessage.ts";
import type { ContactRecord, ServerComplaint } from "./contactRecord.ts";
import type { AccessHelp } from "./lazyAccessHelp.ts";

/**
 * What is wrong with the document now: our own checks, and what the server said about values that still stand
 * as they were sent.
 */
export function documentProblems(
  record: ContactRecord,
  text: string,
  help: AccessHelp | undefined,
  without: readonly ProblemCode[] = [],
): readonly Problem[] {
  const checks = problemsIn(text, record.base);
  const complaints = standingComplaints(record, text, checks);
  // What the server says of a field makes our own guess about it superfluous.
  const isJudged = (field: unknown) => complaints.some(({ path }) => path.length > 0 && path[0] === field);
  const own = [
    ...checks
      .filter(({ code }) => !without.includes(code))
      .map((problem): Problem => ({
        path: problem.path,
        from: problem.from,
        to: problem.to,
        severity: problem.severity,
        source: "check",
        message: problemMessage(problem),
      })),
    ...(help?.accessProblems(text, record.base) ?? []),
  ];
  return [
    ...own.filter(({ severity, path }) => !(severity === "warning" && isJudged(path[0]))),
    ...complaints.map(({ path, message }): Problem => ({
      path: [...path],
      ...rangeOfPath(text, path),
      severity: "error",
      source: "server",
      message,
    })),
  ];
}

/** The server's complaints about values that still stand as they were sent. */
function standingComplaints(
  { complaints }: ContactRecord,
  text: string,
  checks: readonly DocumentProblem[],
): readonly ServerComplaint[] {
  if (complaints.length === 0 || checks.some(({ code }) => code === "syntax" || code === "notObject")) {
    return [];
  }
  const { fields } = parseContactText(text);
  return complaints.filter(
    ({ path, sent }) => path.length === 0 || fields.get(String(path[0]))?.json === sent,
  );
}

/** Found by VS Code's JSON service as well, from the schema: in the Problems panel once is enough. */
const SCHEMA_CODES: readonly ProblemCode[] = [
  "syntax",
  "notObject",
  "type",
  "tooLong",
  "inboxId",
  "duplicateKey",
];

/** The document's problems for VS Code's panel. */
export function diagnosticsOf(
  record: ContactRecord,
  document: vscode.TextDocument,
  help: AccessHelp | undefined,
): readonly vscode.Diagnostic[] {
  return documentProblems(record, document.getText(), help, SCHEMA_CODES).map(
    ({ from, to, severity, source, message }) => {
      const diagnostic = new vscode.Diagnostic(
        new vscode.Range(document.positionAt(from), document.positionAt(to)),
        message,
        severity === "error" ? vscode.DiagnosticSeverity.Error : vscode.DiagnosticSeverity.Warning,
      );
      diagnostic.source = source === "server" ? "MaiAgent (server)" : "MaiAgent";
      return diagnostic;
    },
  );
}
