import * as vscode from "vscode";
import { parseRecipe } from "../engine/seed/recipe.ts";
import type { RecipeProblem } from "../engine/seed/recipeProblem.ts";
import { describeRecipeProblem } from "./describeRecipeProblem.ts";
import { fileNameOf, isRecipe } from "./recipeFile.ts";

const SOURCE = "MaiAgent";

/**
 * Problems of the open recipes. What the text alone shows follows each change; what only a dry run can know (an
 * inbox that is gone) stays until the text changes.
 */
export class RecipeDiagnostics implements vscode.Disposable {
  readonly #collection = vscode.languages.createDiagnosticCollection("maiagent-seed");
  readonly #subscriptions: vscode.Disposable;

  constructor() {
    this.#subscriptions = vscode.Disposable.from(
      vscode.workspace.onDidOpenTextDocument((document) => this.#check(document)),
      vscode.workspace.onDidChangeTextDocument(({ document }) => this.#check(document)),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => this.#collection.delete(uri)),
    );
    vscode.workspace.textDocuments.forEach((document) => this.#check(document));
  }

  /** Shows what was found by more than reading the text. */
  show(uri: vscode.Uri, problems: readonly RecipeProblem[], text: string): void {
    this.#collection.set(
      uri,
      problems.map((problem) => diagnosticOf(problem, text)),
    );
  }

  dispose(): void {
    this.#subscriptions.dispose();
    this.#collection.dispose();
  }

  #check(document: vscode.TextDocument): void {
    if (isRecipe(document.uri)) {
      const text = document.getText();
      const { problems } = parseRecipe(text, fileNameOf(document.uri));
      // VS Code's own JSON support marks slips of syntax already, at more places than one.
      const own = problems.filter(({ code }) => code !== "syntax");
      this.show(document.uri, own, text);
    }
  }
}

/** The place of a problem in a text. */
export function rangeOf({ from, to }: Pick<RecipeProblem, "from" | "to">, text: string): vscode.Range {
  return new vscode.Range(positionAt(text, from), positionAt(text, to));
}

function positionAt(text: string, offset: number): vscode.Position {
  const before = text.slice(0, offset).split(/\r\n|\r|\n/u);
  return new vscode.Position(before.length - 1, before.at(-1)?.length ?? 0);
}

function diagnosticOf(problem: RecipeProblem, text: string): vscode.Diagnostic {
  const diagnostic = new vscode.Diagnostic(
    rangeOf(problem, text),
    describeRecipeProblem(problem),
    vscode.DiagnosticSeverity.Error,
  );
  diagnostic.source = SOURCE;
  diagnostic.code = problem.code;
  return diagnostic;
}
