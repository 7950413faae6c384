import * as vscode from "vscode";
import { fromTableSchema, type TableView, type ToTable } from "../../shared/tableMessages.ts";
import { pageHtml } from "../../ui/pageHtml.ts";
import { labelText } from "../../ui/safeText.ts";

/** What a table's buttons and rows do. A rejection is the caller's to handle: give a function that never rejects. */
export interface TableHandlers {
  readonly action: (id: string) => void;
  readonly open: (id: string) => void;
}

/**
 * A table in an editor tab: dry runs, results, previews. There is one tab for each key, which is shown again with
 * new content rather than opened twice.
 */
export class TablePanels {
  readonly #extensionUri: vscode.Uri;
  readonly #panels = new Map<string, TablePanel>();

  constructor(extensionUri: vscode.Uri) {
    this.#extensionUri = extensionUri;
  }

  show(key: string, view: TableView, handlers: TableHandlers): void {
    const known = this.#panels.get(key);
    if (known) {
      known.update(view, handlers);
      return;
    }
    const panel = new TablePanel(this.#extensionUri, view, handlers, () => this.#panels.delete(key));
    this.#panels.set(key, panel);
  }
}

class TablePanel {
  readonly #panel: vscode.WebviewPanel;
  #view: TableView;
  #handlers: TableHandlers;

  constructor(extensionUri: vscode.Uri, view: TableView, handlers: TableHandlers, onClose: () => void) {
    this.#view = view;
    this.#handlers = handlers;
    this.#panel = vscode.window.createWebviewPanel(
      "maiagent.table",
      labelText(view.title),
      vscode.ViewColumn.Active,
      {
        enableScripts: true,
        enableFindWidget: true,
        localResourceRoots: [],
      },
    );
    this.#panel.webview.onDidReceiveMessage((message: unknown) => this.#receive(message));
    this.#panel.onDidDispose(onClose);
    this.#panel.webview.html = pageHtml(this.#panel.webview, extensionUri, "dataTable");
  }

  update(view: TableView, handlers: TableHandlers): void {
    this.#view = view;
    this.#handlers = handlers;
    this.#panel.title = labelText(view.title);
    this.#panel.reveal(undefined, false);
    this.#post();
  }

  #receive(message: unknown): void {
    const parsed = fromTableSchema.safeParse(message);
    if (!parsed.success) {
      return;
    }
    switch (parsed.data.type) {
      case "ready":
        this.#post();
        break;
      case "action": {
        const { id } = parsed.data;
        if (this.#view.actions.some((action) => action.id === id)) {
          this.#handlers.action(id);
        }
        break;
      }
      case "open": {
        const { id } = parsed.data;
        if (this.#view.rows.some((row) => row.id === id && row.canOpen)) {
          this.#handlers.open(id);
        }
        break;
      }
    }
  }

  #post(): void {
    const message: ToTable = { type: "table", view: this.#view };
    // A page that is hidden asks again by `ready` when it is shown: nothing is lost when this is not delivered.
    void this.#panel.webview.postMessage(message);
  }
}
