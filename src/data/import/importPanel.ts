import * as vscode from "vscode";
import { fromImportPageSchema, type FromImportPage, type ToImportPage } from "../../shared/importMessages.ts";
import { pageHtml } from "../../ui/pageHtml.ts";
import { labelText, toastText } from "../../ui/safeText.ts";
import type { ImportSession } from "./importSession.ts";
import { importStrings } from "./importStrings.ts";

/** The page of one session. What fails in a message is given to `onFailure`. */
export class ImportPanel {
  readonly #panel: vscode.WebviewPanel;
  readonly #session: ImportSession;
  readonly #onFailure: (error: unknown) => void;
  #isDisposed = false;
  #isDryRun = false;

  constructor(session: ImportSession, extensionUri: vscode.Uri, onFailure: (error: unknown) => void) {
    this.#session = session;
    this.#onFailure = onFailure;
    this.#panel = vscode.window.createWebviewPanel(
      "maiagent.import",
      vscode.l10n.t("Import {0}", labelText(session.state.file)),
      vscode.ViewColumn.Active,
      {
        enableScripts: true,
        // Its state is the session's: a hidden page is made anew from it.
        localResourceRoots: [],
      },
    );
    const subscriptions = vscode.Disposable.from(
      session.onDidChange((state) => this.#post({ type: "state", state })),
      this.#panel.webview.onDidReceiveMessage((message: unknown) => this.#receive(message)),
    );
    this.#panel.onDidDispose(() => {
      this.#isDisposed = true;
      subscriptions.dispose();
      // An import goes on, with its progress in a notification; nobody would see what a dry run finds.
      if (this.#isDryRun) {
        session.cancel();
      }
      session.dispose();
    });
    this.#panel.webview.html = pageHtml(this.#panel.webview, extensionUri, "importPreview");
  }

  #receive(message: unknown): void {
    const parsed = fromImportPageSchema.safeParse(message);
    if (!parsed.success) {
      this.#onFailure(new Error("A message of the import page did not fit its schema."));
      return;
    }
    this.#act(parsed.data).catch((error: unknown) => {
      if (!(error instanceof vscode.CancellationError)) {
        this.#onFailure(error);
      }
    });
  }

  async #act(message: FromImportPage): Promise<void> {
    switch (message.type) {
      case "ready":
        this.#post({ type: "strings", strings: importStrings(), locale: vscode.env.language });
        this.#post({ type: "state", state: this.#session.state });
        break;
      case "choose":
        await this.#session.choose(message.setting, message.value);
        this.#announceProblem();
        break;
      case "map":
        await this.#session.map(message.column, message.target);
        this.#announceProblem();
        break;
      case "dryRun":
        await this.#run(true);
        break;
      case "import":
        await this.#run(false);
        break;
      case "cancel":
        this.#session.cancel();
        break;
      case "openLine":
        await this.#openLine(message.line);
        break;
      case "openResult":
        if (this.#session.result) {
          await vscode.commands.executeCommand("vscode.open", this.#session.result);
        }
        break;
    }
  }

  async #run(isDryRun: boolean): Promise<void> {
    this.#isDryRun = isDryRun;
    try {
      await this.#session.run(isDryRun);
    } finally {
      this.#isDryRun = false;
    }
    const { outcome } = this.#session.state;
    this.#announceProblem();
    if (!outcome) {
      return;
    }
    const numbers = outcome.counts.map(({ count, label }) => `${count} ${label}`).join(", ");
    const sentence = `${outcome.title}: ${numbers}`;
    this.#post({ type: "announce", text: sentence });
    const { result } = this.#session;
    if (result) {
      await this.#tell(sentence, result);
    }
  }

  /** Also when the page is closed or hidden by then. */
  async #tell(sentence: string, result: vscode.Uri): Promise<void> {
    const open = vscode.l10n.t("Open Result");
    const choice = await vscode.window.showInformationMessage(toastText(sentence), open);
    if (choice === open) {
      await vscode.commands.executeCommand("vscode.open", result);
    }
  }

  async #openLine(line: number): Promise<void> {
    const at = new vscode.Position(Math.max(0, line - 1), 0);
    await vscode.window.showTextDocument(this.#session.uri, {
      selection: new vscode.Range(at, at),
      viewColumn: vscode.ViewColumn.Beside,
    });
  }

  #announceProblem(): void {
    const { problem, mappingProblem } = this.#session.state;
    // `problem` is an alert of the page itself.
    if (problem === "" && mappingProblem !== "") {
      this.#post({ type: "announce", text: mappingProblem });
    }
  }

  #post(message: ToImportPage): void {
    if (!this.#isDisposed) {
      this.#panel.webview.postMessage(message).then(undefined, (error: unknown) => this.#onFailure(error));
    }
  }
}
