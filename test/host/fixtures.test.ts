import { strict as assert } from "node:assert";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as vscode from "vscode";
import { sampleInboxes } from "../../src/sandbox/sampleInboxes.ts";
import { CONNECTION_ID, type HostWorld, openWorld, replaceText, until } from "./hostWorld.ts";
import { dismiss, settled } from "./settled.ts";
import { noteMessages } from "./toldMessages.ts";

interface Saved {
  readonly maiagentFixture: number;
  readonly connection: string;
  readonly savedAt: string;
  readonly contacts: readonly Record<string, unknown>[];
}

describe("A fixture", () => {
  let world: HostWorld;
  let folder: string;
  let uri: vscode.Uri;
  beforeEach(async () => {
    world = await openWorld();
    folder = await mkdtemp(join(tmpdir(), "fixture-host-"));
    uri = vscode.Uri.file(join(folder, "people.contacts.json"));
  });
  afterEach(async () => {
    await dismiss();
    await world.close();
    await rm(folder, { recursive: true, force: true });
  });

  const rows = (count: number) =>
    world.contactIds.slice(0, count).map((contactId) => ({
      ...{ kind: "contact", connectionId: CONNECTION_ID, inboxId: undefined, contactId },
      ...{ contact: { id: contactId, name: "" }, isReadOnly: false },
    }));

  const save = async (count: number): Promise<Saved> => {
    const selection = rows(count);
    await vscode.commands.executeCommand("maiagent.saveAsFixture", selection[0], selection, uri);
    return JSON.parse(await readFile(uri.fsPath, "utf8")) as Saved;
  };

  const comparison = (): vscode.Uri | undefined => {
    const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
    return input instanceof vscode.TabInputTextDiff ? input.modified : undefined;
  };

  /** Makes the comparison and waits for it. */
  const update = async (): Promise<vscode.Uri> => {
    await vscode.commands.executeCommand("maiagent.updateFixture", uri);
    await until(() => comparison()?.scheme === "maiagent-fixture");
    return comparison() ?? uri;
  };

  it("has the selected contacts as the server has them, where they come from and when, no credentials", async () => {
    const saved = await save(3);
    assert.equal(saved.maiagentFixture, 1);
    assert.equal(saved.connection, CONNECTION_ID);
    assert.ok(Date.parse(saved.savedAt) > 0);
    assert.equal(saved.contacts.length, 3);
    for (const contact of saved.contacts) {
      const server = await world.get(String(contact["id"]));
      delete server["mcpCredentials"];
      assert.deepEqual(contact, server);
    }
    assert.doesNotMatch(await readFile(uri.fsPath, "utf8"), /mcpCredentials/u);
    assert.equal(vscode.window.activeTextEditor?.document.uri.toString(), uri.toString());
  });

  it("is compared with the server, changed by consent only, and undo takes it back", async () => {
    const saved = await save(2);
    const id = String(saved.contacts[1]?.["id"]);
    await world.patch(id, { name: "Changed Elsewhere" });
    const document = await vscode.workspace.openTextDocument(uri);
    const before = document.getText();
    const right = await update();
    assert.equal(document.getText(), before);
    const shown = await vscode.workspace.openTextDocument(right);
    assert.equal(shown.languageId, "json");
    const updated = JSON.parse(shown.getText()) as Saved;
    assert.equal(updated.contacts[1]?.["name"], "Changed Elsewhere");
    assert.deepEqual(updated.contacts[0], saved.contacts[0]);

    await vscode.commands.executeCommand("maiagent.applyFixture", right);
    assert.equal(document.getText(), shown.getText());
    assert.ok(document.isDirty);
    assert.equal(await readFile(uri.fsPath, "utf8"), before);
    await vscode.window.showTextDocument(document);
    await vscode.commands.executeCommand("undo");
    assert.equal(document.getText(), before);
  });

  it("that was typed in after the comparison is left as it is", async () => {
    const saved = await save(1);
    await world.patch(String(saved.contacts[0]?.["id"]), { name: "Changed Elsewhere" });
    const right = await update();
    const document = await vscode.workspace.openTextDocument(uri);
    await replaceText(document, '"maiagentFixture": 1,', '"maiagentFixture": 1, "note": "typed",');
    const typed = document.getText();
    await settled(vscode.commands.executeCommand("maiagent.applyFixture", right), dismiss);
    assert.equal(document.getText(), typed);
  });

  it("keeps what the server no longer has, and needs no comparison when nothing differs", async () => {
    const saved = await save(2);
    const [gone] = saved.contacts;
    await vscode.commands.executeCommand("maiagent.updateFixture", uri);
    assert.equal(comparison(), undefined);
    world.sandbox.respondNext({
      pathPattern: String(gone?.["id"]),
      status: 404,
      body: { detail: "Not found." },
    });
    await world.patch(String(saved.contacts[1]?.["id"]), { name: "Changed Elsewhere" });
    const right = await update();
    const shown = JSON.parse((await vscode.workspace.openTextDocument(right)).getText()) as Saved;
    assert.deepEqual(shown.contacts[0], gone);
    assert.equal(shown.contacts[1]?.["name"], "Changed Elsewhere");
  });

  it("names the contacts that the server no longer has, in one sentence", async () => {
    const saved = await save(3);
    const [first, second] = saved.contacts.map(({ id }) => String(id));
    const told = await noteMessages();
    try {
      for (const { count, words } of [
        { count: 1, words: `1 contact no longer exists on the server: ${first}.` },
        { count: 2, words: `2 contacts no longer exist on the server: ${first}, ${second}.` },
      ]) {
        for (const id of [first, second].slice(0, count)) {
          const body = { detail: "Not found." };
          world.sandbox.respondNext({ pathPattern: String(id), status: 404, body });
        }
        await vscode.commands.executeCommand("maiagent.updateFixture", uri);
        // Nothing else differs, so there is nothing to compare.
        assert.equal(comparison(), undefined);
        assert.equal(told.said.filter((said) => said.includes(words)).length, 1, told.said.join("\n"));
      }
    } finally {
      told.restore();
    }
  });

  it("has a schema that says what is wrong in it and explains a contact's fields", async () => {
    const text = '{ "maiagentFixture": 2, "connection": "x", "contacts": [{ "id": "a", "avatar": 7 }, {}] }';
    await writeFile(uri.fsPath, text);
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(document);
    const problems = () =>
      vscode.languages.getDiagnostics(uri).map(({ range }) => document.getText(range).charAt(0));
    await until(() => problems().length === 3);
    assert.deepEqual(problems().sort(), ["2", "7", "{"]);
    const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
      "vscode.executeHoverProvider",
      uri,
      document.positionAt(text.indexOf('"avatar"') + 2),
    );
    const shown = hovers
      .flatMap(({ contents }) => contents)
      .map((part) => (part instanceof vscode.MarkdownString ? part.value : JSON.stringify(part)));
    assert.match(shown.join("\n"), /URL of a picture/u);
  });

  it("completes ids of inboxes by name, from its own connection", async () => {
    await save(1);
    const document = await vscode.workspace.openTextDocument(uri);
    const at = document.getText().indexOf('"inboxes"');
    const inbox = document.getText().indexOf('"id": "', at) + '"id": "'.length;
    const { items } = await vscode.commands.executeCommand<vscode.CompletionList>(
      "vscode.executeCompletionItemProvider",
      document.uri,
      document.positionAt(inbox + 1),
    );
    for (const { id, name } of sampleInboxes) {
      const item = items.find(({ label }) => typeof label !== "string" && label.label === name);
      assert.equal(item?.insertText, id, name);
      assert.ok(item.filterText?.startsWith(name));
    }
  });
});
