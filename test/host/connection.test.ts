import { strict as assert } from "node:assert";
import * as vscode from "vscode";
import {
  fieldOf,
  type HostWorld,
  openDocument,
  openWorld,
  setConnections,
  setField,
  settingFor,
  until,
  uriFor,
} from "./hostWorld.ts";

describe("A document and its connection", () => {
  let world: HostWorld;
  let contactId: string;
  let used = 0;
  beforeEach(async () => {
    world = await openWorld();
    // VS Code keeps a closed document in memory for a while, so each test has a contact of its own.
    contactId = world.contactIds[++used] ?? "";
  });
  afterEach(() => world.close());

  it("opens read-only and refuses a save over a read-only connection", async () => {
    await setConnections([settingFor(world.sandbox, { readOnly: true })]);
    const document = await openDocument(contactId);
    const stat = await vscode.workspace.fs.stat(document.uri);
    assert.equal(stat.permissions, vscode.FilePermission.Readonly);
    await assert.rejects(async () =>
      vscode.workspace.fs.writeFile(document.uri, new TextEncoder().encode("{}")),
    );
    assert.deepEqual(world.bodies("PATCH"), []);
  });

  it("opens with a placeholder while the key is wrong, and loads once a key works", async () => {
    process.env["MAIAGENT_API_KEY"] = "wrong-key";
    await setConnections([settingFor(world.sandbox, { readOnly: true })]);
    const document = await openDocument(contactId);
    assert.equal(document.getText(), "{}\n");
    process.env["MAIAGENT_API_KEY"] = world.sandbox.apiKey;
    await setConnections([settingFor(world.sandbox)]);
    await vscode.commands.executeCommand("maiagent.refresh");
    await until(() => document.getText().includes(contactId));
    await setField(document, "email", "recovered@example.com");
    assert.ok(await document.save());
    assert.equal((await world.get(contactId))["email"], "recovered@example.com");
  });

  it("keeps a dirty text while the connection is gone, and saves it when the connection is back", async () => {
    const document = await openDocument(contactId);
    await setField(document, "sourceId", "crm-offline");
    await setConnections([]);
    assert.equal(await document.save(), false);
    assert.equal(fieldOf(document, "sourceId"), "crm-offline");
    await setConnections([settingFor(world.sandbox)]);
    assert.ok(await document.save());
    assert.equal((await world.get(contactId))["sourceId"], "crm-offline");
  });

  it("has no key for another origin until one is entered", async () => {
    await setConnections([
      { id: "no-key", label: "No key", baseUrl: world.sandbox.baseUrl, role: "staging" },
      settingFor(world.sandbox),
    ]);
    world.sandbox.clearRequests();
    const uri = uriFor(contactId).with({ authority: "no-key" });
    const document = await vscode.workspace.openTextDocument(uri);
    assert.equal(document.getText(), "{}\n");
    assert.deepEqual(world.sandbox.requests, []);
  });

  it("ignores a connection that a workspace tries to bring", async () => {
    await assert.rejects(async () =>
      vscode.workspace
        .getConfiguration()
        .update(
          "maiagent.connections",
          [{ id: "evil", label: "Evil", baseUrl: "https://evil.example/api" }],
          vscode.ConfigurationTarget.Workspace,
        ),
    );
  });

  it("never saves by itself, whatever files.autoSave says", async () => {
    const configuration = vscode.workspace.getConfiguration();
    await configuration.update("files.autoSave", "onFocusChange", vscode.ConfigurationTarget.Global);
    try {
      const document = await openDocument(contactId);
      await setField(document, "email", "auto@example.com");
      const other = await vscode.workspace.openTextDocument({ content: "elsewhere" });
      await vscode.window.showTextDocument(other);
      assert.equal(
        vscode.workspace
          .getConfiguration("files", { uri: document.uri, languageId: document.languageId })
          .get("autoSave"),
        "off",
      );
      assert.ok(document.isDirty);
      assert.deepEqual(world.bodies("PATCH"), []);
      await vscode.window.showTextDocument(document);
      await vscode.commands.executeCommand("workbench.action.files.revert");
    } finally {
      await configuration.update("files.autoSave", undefined, vscode.ConfigurationTarget.Global);
    }
  });

  it("does not open what is no contact's address", async () => {
    for (const path of [
      "/contacts/../../etc/passwd",
      "/contacts/a/b.contact.json",
      "/other/x.contact.json",
      "/contacts/..contact.json",
    ]) {
      await assert.rejects(async () =>
        vscode.workspace.fs.readFile(vscode.Uri.from({ scheme: "maiagent", authority: "host-test", path })),
      );
    }
  });
});
