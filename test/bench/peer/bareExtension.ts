import * as vscode from "vscode";
import * as z from "zod/mini";

const pageSchema = z.object({
  count: z.number(),
  results: z.array(z.object({ id: z.string(), name: z.nullable(z.string()) })),
});
interface Row {
  readonly id: string;
  readonly name: string;
}
const PAGE = `<pre id="text"></pre><script>
addEventListener("message", ({ data }) => { document.getElementById("text").textContent = data; });
acquireVsCodeApi().postMessage("ready");
</script>`;

type Node = "list" | "more" | Row;

/** The least that shows rows of an API in VS Code: a list with ids that grows by a page, and a page with a file's text. */
export function activate({ subscriptions }: vscode.ExtensionContext): void {
  const tree = new BareTree();
  subscriptions.push(
    vscode.window.createTreeView("bare.tree", { treeDataProvider: tree }),
    vscode.commands.registerCommand("bare.loadMore", () => tree.loadMore()),
    vscode.window.registerCustomEditorProvider("bare.editor", {
      resolveCustomTextEditor(document, { webview }) {
        webview.options = { enableScripts: true };
        webview.onDidReceiveMessage(() => webview.postMessage(document.getText()));
        webview.html = PAGE;
      },
    }),
  );
}

class BareTree implements vscode.TreeDataProvider<Node> {
  readonly #changed = new vscode.EventEmitter<Node>();
  readonly onDidChangeTreeData = this.#changed.event;
  readonly #rows: Row[] = [];
  #count = 0;
  #pages = 0;

  /** One page; at the page where `BARE_JUMP` says so (`from:to`) as many as it takes to get to another one. */
  async loadMore(): Promise<void> {
    const [from, to] = (process.env["BARE_JUMP"] ?? "").split(":").map(Number);
    const wanted = Math.max(this.#pages === from ? (to ?? 0) : 0, this.#pages + 1);
    while (this.#pages < wanted) {
      await this.#append(this.#pages + 1);
    }
    this.#changed.fire("list");
  }

  async getChildren(node?: Node): Promise<Node[]> {
    if (node === undefined) {
      return ["list"];
    }
    if (this.#pages === 0) {
      await this.#append(1);
    }
    return [...this.#rows, "more"];
  }

  getTreeItem(node: Node): vscode.TreeItem {
    if (node === "list") {
      const item = new vscode.TreeItem("All contacts", vscode.TreeItemCollapsibleState.Collapsed);
      item.id = "list";
      return item;
    }
    if (node === "more") {
      const numbers = [this.#rows.length, this.#count].map((number) => number.toLocaleString("en"));
      const item = new vscode.TreeItem(`Load more (${numbers.join(" of ")})`);
      item.id = "more";
      item.command = { command: "bare.loadMore", title: "Load more" };
      return item;
    }
    const item = new vscode.TreeItem(node.name);
    item.id = node.id;
    return item;
  }

  async #append(page: number): Promise<void> {
    const url = `${process.env["BARE_BASE_URL"]}/contacts/?page=${page}&pageSize=100`;
    const headers = { authorization: `Api-Key ${process.env["MAIAGENT_API_KEY"]}` };
    const answer = await fetch(url, { headers });
    const { count, results } = pageSchema.parse(await answer.json());
    this.#rows.push(...results.map(({ id, name }) => ({ id, name: name ?? "" })));
    this.#count = count;
    this.#pages = page;
  }
}
