import { strict as assert } from "node:assert";
import * as vscode from "vscode";
import { type HostWorld, openDocument, openWorld, until } from "./hostWorld.ts";

const ID = "1b4e28ba-2fa1-41d2-883f-0016d3cca427";

describe("Help for query metadata in the text editor", () => {
  let world: HostWorld;
  let contactId: string;
  /** As it was before the test wrote half-typed JSON. */
  let contact: Record<string, unknown> | undefined;
  before(async () => {
    world = await openWorld();
  });
  after(() => world.close());
  beforeEach(() => {
    contactId = world.contactIds[2] ?? "";
    contact = undefined;
  });
  afterEach(async () => {
    await vscode.commands.executeCommand("workbench.action.files.revert");
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
  });

  /** Writes `metadata` (JSON source, a bar marks a place) as the contact's query metadata; where the bar was. */
  async function write(metadata: string, others: Record<string, unknown> = {}) {
    const document = await openDocument(contactId);
    contact ??= JSON.parse(document.getText()) as Record<string, unknown>;
    const fields = Object.entries({ ...contact, ...others }).map(([key, value]) =>
      key === "queryMetadata"
        ? `  "queryMetadata": ${metadata.replace("|", "")}`
        : `  ${JSON.stringify(key)}: ${JSON.stringify(value)}`,
    );
    const edit = new vscode.WorkspaceEdit();
    const end = document.positionAt(document.getText().length);
    edit.replace(
      document.uri,
      new vscode.Range(new vscode.Position(0, 0), end),
      `{\n${fields.join(",\n")}\n}\n`,
    );
    assert.ok(await vscode.workspace.applyEdit(edit));
    const start = document.getText().indexOf('"queryMetadata": ') + '"queryMetadata": '.length;
    return { document, position: document.positionAt(start + metadata.indexOf("|")) };
  }

  const labelOf = ({ label }: vscode.CompletionItem) => (typeof label === "string" ? label : label.label);

  /** Asks until VS Code's JSON service has read the schema; mocha's timeout ends the asking. */
  async function completions(metadata: string, expected: string): Promise<readonly vscode.CompletionItem[]> {
    const { document, position } = await write(metadata);
    for (;;) {
      const { items } = await vscode.commands.executeCommand<vscode.CompletionList>(
        "vscode.executeCompletionItemProvider",
        document.uri,
        position,
      );
      if (items.some((item) => labelOf(item) === expected)) {
        return items;
      }
    }
  }

  async function hover(metadata: string, expected: RegExp): Promise<string> {
    const { document, position } = await write(metadata);
    for (;;) {
      const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
        "vscode.executeHoverProvider",
        document.uri,
        position,
      );
      const text = hovers
        .flatMap(({ contents }) => contents)
        .map((content) => (content instanceof vscode.MarkdownString ? content.value : ""))
        .join("\n");
      if (expected.test(text)) {
        return text;
      }
    }
  }

  it("completes the keys of the known shape in both spellings", async () => {
    const root = (await completions("{ | }", "knowledge_bases")).map(labelOf);
    for (const key of ["label_relations", "knowledge_bases", "labelRelations", "knowledgeBases"]) {
      assert.ok(root.includes(key), `${key} in ${root.join()}`);
    }
    const snake = (await completions('{"knowledge_bases": [{ | }]}', "knowledge_base_id")).map(labelOf);
    assert.ok(snake.includes("has_user_selected_all") && !snake.includes("hasUserSelectedAll"), snake.join());
    const camel = (await completions('{"knowledgeBases": [{ | }]}', "knowledgeBaseId")).map(labelOf);
    assert.ok(camel.includes("hasUserSelectedAll") && !camel.includes("faq_ids"), camel.join());
    const nested = '{"label_relations": {"conditions": [{"conditions": [{ | }]}]}}';
    assert.ok((await completions(nested, "label_id")).some((item) => labelOf(item) === "operator"));
  });

  it("completes values and whole entries", async () => {
    const all = '{"knowledge_bases": [{"has_user_selected_all": | }]}';
    assert.ok((await completions(all, '"True"')).some((item) => labelOf(item) === '"False"'));
    assert.ok(
      (await completions('{"labelRelations": {"operator": | }}', '"AND"')).some(
        (item) => labelOf(item) === '"OR"',
      ),
    );
    const entries = await completions('{"knowledge_bases": [ | ]}', "Whole knowledge base");
    const whole = entries.find((item) => labelOf(item) === "Whole knowledge base");
    const text =
      whole?.insertText instanceof vscode.SnippetString ? whole.insertText.value : whole?.insertText;
    assert.match(text ?? "", /"has_user_selected_all": "True"/u);
    await completions("|", "Access with a label rule");
  });

  it("says what a key means, in both spellings", async () => {
    await hover(
      '{"knowledge_bases": [{"has_user_sel|ected_all": "True"}]}',
      /the text .*True.* or .*False.*, not a boolean/u,
    );
    const camel = await hover('{"knowledgeBases": [{"chatbotFile|Ids": []}]}', /files that may be read/u);
    assert.match(camel, /hasUserSelectedAll/u);
    await hover('{"label_relations": {"opera|tor": "AND"}}', /wants all of them/u);
  });

  it("warns in Problems at the value that is wrong, and stops when it is mended", async () => {
    const { document } = await write(
      `{"label_relations": {"operator": "XOR", "conditions": []}, "knowledge_bases": [` +
        `{"knowledge_base_id": "${ID}", "has_user_selected_all": true}, {"knowledge_base_id": "kb"}, {"knowledgeBaseId": "${ID}"}]}`,
    );
    const own = () =>
      vscode.languages.getDiagnostics(document.uri).filter(({ source }) => source === "MaiAgent");
    await until(() => own().length === 6);
    assert.deepEqual(
      own().map((problem) => document.getText(problem.range)),
      ["[]", '"XOR"', "true", '"kb"', `"${ID}"`, '"knowledgeBaseId"'],
    );
    assert.ok(own().every(({ severity }) => severity === vscode.DiagnosticSeverity.Warning));
    assert.match(own()[2]?.message ?? "", /"True" or "False"/u);

    await write(`{"knowledge_bases": [{"knowledge_base_id": "${ID}", "has_user_selected_all": "True"}]}`);
    await until(() => own().length === 0);
    await write("{}");
    await until(() => own().some(({ message }) => message.includes("closes all knowledge access")));
    assert.ok(await document.save(), "a warning stops no save");
  });

  it("leaves metadata of another shape in peace", async () => {
    for (const [index, custom] of [
      '{"tier": "gold", "has_user_selected_all": true, "operator": "XOR"}',
      '{"knowledge_bases": [{"knowledge_base_id": 5, "note": "ours"}]}',
      '{"knowledge_bases": "all", "label_relations": 7}',
      '"tier=gold"',
      "[1, {}, null]",
      "null",
      "12345678901234567890",
    ].entries()) {
      // A mistake elsewhere, each time another one, tells when the JSON service has judged this very text.
      const [field, other] = index % 2 === 0 ? ["email", "avatar"] : ["avatar", "email"];
      const { document } = await write(custom, { [field]: 5, [other]: null });
      await until(() =>
        vscode.languages.getDiagnostics(document.uri).some(({ range }) => isOf(document, range, field)),
      );
      const problems = vscode.languages.getDiagnostics(document.uri);
      assert.deepEqual(
        problems.map(({ range }) => isOf(document, range, field)),
        [true],
        `${custom}: ${problems.map(({ message }) => message).join(" ")}`,
      );
    }
  });

  const isOf = (document: vscode.TextDocument, range: vscode.Range, field: string) =>
    document.lineAt(range.start.line).text.startsWith(`  "${field}"`);
});
