import { strict as assert } from "node:assert";
import { mkdir, mkdtemp, open, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as vscode from "vscode";
import { RecipeError } from "../../src/data/engine/seed/recipeProblem.ts";
import { readRecipe } from "../../src/data/seed/recipeFile.ts";
import { watchRecipes } from "../../src/data/seed/watchRecipes.ts";
import { type HostWorld, openWorld, until } from "./hostWorld.ts";

const NAME = "host.maiagent-seed.json";

describe("A seed recipe", () => {
  let world: HostWorld;
  let folder: string;
  beforeEach(async () => {
    world = await openWorld();
    // In a workspace that has a recipe VS Code does this; the recipes here lie outside of any.
    await vscode.extensions.getExtension("maiagent-community.maiagent-contacts")?.activate();
    folder = await mkdtemp(join(tmpdir(), "seed-host-"));
  });
  afterEach(async () => {
    await world.close();
    await rm(folder, { recursive: true, force: true });
  });

  /** A recipe on disk, open in an editor. */
  const openRecipe = async (text: string): Promise<vscode.TextDocument> => {
    const path = join(folder, NAME);
    await writeFile(path, text);
    const document = await vscode.workspace.openTextDocument(vscode.Uri.file(path));
    await vscode.window.showTextDocument(document);
    return document;
  };
  const ownProblems = ({ uri }: vscode.TextDocument) =>
    vscode.languages.getDiagnostics(uri).filter(({ source }) => source === "MaiAgent");
  const at = (document: vscode.TextDocument, text: string, delta = 0) =>
    document.positionAt(document.getText().indexOf(text) + delta);

  const GOOD = `// comment
{
  "name": "host",
  "inboxes": ["LINE 官方帳號"],
  "generate": { "count": 5, "seed": 3, "locale": "ja", "template": { "name": "{{person.fullName}}", "email": "" } },
}
`;

  it("is JSON with comments, has no problem when it is right, and one CodeLens for each step", async () => {
    const document = await openRecipe(GOOD);
    assert.equal(document.languageId, "jsonc");
    let lenses: vscode.CodeLens[] = [];
    while (lenses.length === 0) {
      lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>(
        "vscode.executeCodeLensProvider",
        document.uri,
        10,
      );
    }
    assert.deepEqual(
      lenses.map(({ command }) => command?.command),
      ["maiagent.dryRunSeed", "maiagent.runSeed", "maiagent.cleanUpSeed", ""],
    );
    assert.match(lenses[3]?.command?.title ?? "", /^5 contacts → Host test \(development\)$/);
    assert.deepEqual(ownProblems(document), []);
  });

  it("has its problems marked at line and column while it is typed", async () => {
    const document = await openRecipe(GOOD.replace("{{person.fullName}}", "{{person.fulName}}"));
    await until(() => ownProblems(document).length === 1);
    const [problem] = ownProblems(document);
    assert.match(problem?.message ?? "", /Did you mean \{\{person\.fullName\}\}\?/);
    assert.ok(problem?.range.start.isEqual(at(document, "{{person.fulName}}")));
    const edit = new vscode.WorkspaceEdit();
    edit.insert(document.uri, at(document, "fulName", 3), "l");
    await vscode.workspace.applyEdit(edit);
    await until(() => ownProblems(document).length === 0);
  });

  it("offers placeholders and inboxes, and says what a placeholder gives", async () => {
    const document = await openRecipe(GOOD);
    const labels = async (position: vscode.Position) =>
      (
        await vscode.commands.executeCommand<vscode.CompletionList>(
          "vscode.executeCompletionItemProvider",
          document.uri,
          position,
        )
      ).items.map(({ label }) => (typeof label === "string" ? label : label.label));
    const placeholders = await labels(at(document, "{{person", 2));
    assert.ok(placeholders.includes("{{phone.fictional}}"), placeholders.join());
    const inboxes = await labels(at(document, "LINE", 1));
    assert.ok(inboxes.includes("Telegram 客服"), inboxes.join());
    const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
      "vscode.executeHoverProvider",
      document.uri,
      at(document, "person.fullName"),
    );
    const text = hovers
      .flatMap(({ contents }) => contents)
      .map((content) => (content instanceof vscode.MarkdownString ? content.value : JSON.stringify(content)))
      .join("\n")
      .replaceAll("&nbsp;", " ");
    assert.match(text, /For example: .*\p{Script=Han}/u);
  });

  it("has the schema's completion and hovers", async () => {
    const document = await openRecipe(GOOD.replace('"seed": 3, ', '"": 1, '));
    const list = await vscode.commands.executeCommand<vscode.CompletionList>(
      "vscode.executeCompletionItemProvider",
      document.uri,
      at(document, '"": 1', 1),
    );
    const labels = list.items.map(({ label }) => (typeof label === "string" ? label : label.label));
    assert.ok(labels.includes("seed"), labels.join());
    const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
      "vscode.executeHoverProvider",
      document.uri,
      at(document, '"count"', 2),
    );
    const text = hovers
      .flatMap(({ contents }) => contents)
      .map((content) => (content instanceof vscode.MarkdownString ? content.value : JSON.stringify(content)));
    assert.match(text.join("\n"), /contacts/i);
  });

  it("has snippets for what it is made of", async () => {
    const document = await openRecipe('{\n  "inboxes": ["LINE 官方帳號"],\n  "generate": \n}\n');
    const list = await vscode.commands.executeCommand<vscode.CompletionList>(
      "vscode.executeCompletionItemProvider",
      document.uri,
      at(document, '"generate": ', 12),
    );
    const snippet = list.items.find(
      ({ label }) => (typeof label === "string" ? label : label.label) === "generate",
    );
    const text = snippet?.insertText;
    assert.match(text instanceof vscode.SnippetString ? text.value : (text ?? ""), /person\.fullName/);
  });

  it("that is a folder, or larger than any recipe, is refused before it is read", async () => {
    const directory = join(folder, "folder.maiagent-seed.json");
    await mkdir(directory);
    const huge = join(folder, "huge.maiagent-seed.json");
    const file = await open(huge, "w");
    await file.truncate(2 * 1024 ** 3);
    await file.close();
    for (const [path, code] of [
      [directory, "notFile"],
      [huge, "tooLarge"],
    ] as const) {
      await assert.rejects(readRecipe(vscode.Uri.file(path)), (error) => {
        assert.ok(error instanceof RecipeError);
        assert.deepEqual(
          error.problems.map((problem) => [error.file, problem.code, problem.line]),
          [[path.slice(folder.length + 1), code, 1]],
        );
        return true;
      });
    }
  });

  it("brings its help with the next one when loading that failed", async () => {
    let loads = 0;
    const failures: unknown[] = [];
    const watching = watchRecipes(
      () => {
        loads += 1;
        return loads === 1 ? Promise.reject(new Error("not loaded")) : Promise.resolve();
      },
      (error) => failures.push(error),
    );
    try {
      for (const name of ["one", "two", "three"]) {
        const file = join(folder, `${name}.maiagent-seed.json`);
        await writeFile(file, GOOD);
        await vscode.workspace.openTextDocument(vscode.Uri.file(file));
      }
      assert.equal(loads, 2);
      assert.match(String(failures), /^Error: not loaded$/u);
    } finally {
      watching.dispose();
    }
  });

  it("is seeded once, and the second run sends no write", async () => {
    const document = await openRecipe(GOOD);
    await vscode.commands.executeCommand("maiagent.runSeed", document.uri);
    assert.equal(world.bodies("POST").length, 5);
    await vscode.commands.executeCommand("maiagent.runSeed", document.uri);
    assert.equal(world.bodies("POST").length, 5);
    assert.equal(world.bodies("PATCH").length, 0);
  });

  it("is tried without a write", async () => {
    const document = await openRecipe(GOOD);
    await vscode.commands.executeCommand("maiagent.dryRunSeed", document.uri);
    assert.equal(world.bodies("POST").length, 0);
    assert.ok(world.sandbox.requests.length > 0);
  });
});
